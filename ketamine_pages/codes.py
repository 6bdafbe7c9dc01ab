"""A set of choices in one column that a query can look into."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.models import Expression

SEPARATOR = ","


def pack(codes: Iterable[str]) -> str:
    """``codes`` as they are stored: ``",en,es,"``, so that ``",es,"`` is in it; ``""`` for none."""
    codes = list(codes)
    return SEPARATOR + SEPARATOR.join(codes) + SEPARATOR if codes else ""


def unpack(text: str) -> tuple[str, ...]:
    """The codes in what :func:`pack` has made."""
    return tuple(code for code in text.split(SEPARATOR) if code)


class CodesField(models.CharField):
    """Several of ``codes``, a ``TextChoices`` class; the Python value is a tuple of its values.

    ``filter(field__contains=",es,")`` finds rows that have one. Codes that are no longer in the
    list stay until the next edit of the field, and are not shown.
    """

    # What django-stubs takes for the type of the attribute.
    _pyi_private_set_type: Any
    _pyi_private_get_type: Any

    def __init__(
        self, *args: Any, codes: type[models.TextChoices] | None = None, **kwargs: Any
    ) -> None:
        self.codes = codes
        kwargs.setdefault("max_length", 500)
        kwargs.setdefault("default", ())
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        # Without the codes: a new language must not need a migration.
        name, _path, args, kwargs = super().deconstruct()
        kwargs.pop("codes", None)
        return name, "ketamine_pages.codes.CodesField", args, kwargs

    def to_python(self, value: Iterable[str] | None) -> tuple[str, ...]:
        if value is None:
            return ()
        return unpack(value) if isinstance(value, str) else tuple(value)

    def from_db_value(
        self, value: str | None, expression: Expression, connection: BaseDatabaseWrapper
    ) -> tuple[str, ...]:
        return self.to_python(value)

    def get_prep_value(self, value: Iterable[str] | None) -> Any:
        # Lookups hand over text to look for, such as ",es,".
        return value if value is None or isinstance(value, str) else pack(value)

    def value_to_string(self, obj: models.Model) -> str:
        codes: Any = self.value_from_object(obj)
        return pack(codes)

    def clean(
        self, value: Iterable[str] | None, model_instance: models.Model | None
    ) -> tuple[str, ...]:
        codes = self.to_python(value)
        known = set(self.codes.values) if self.codes else set(codes)
        if unknown := [code for code in codes if code not in known]:
            raise ValidationError(
                gettext("“%(value)s” is not in the list.") % {"value": ", ".join(unknown)}
            )
        if not codes and not self.blank:
            raise ValidationError(self.error_messages["blank"], code="blank")
        return codes

    def labels(self, codes: Iterable[str]) -> list[str]:
        """The labels of ``codes`` in the order of the list; unknown ones are left out."""
        wanted = set(codes)
        choices = self.codes.choices if self.codes else []
        return [str(label) for code, label in choices if code in wanted]

    def formfield(self, **kwargs: Any) -> Any:
        # Wagtail hands over a widget for a CharField.
        return forms.MultipleChoiceField(
            required=not self.blank,
            label=kwargs.get("label") or str(self.verbose_name).capitalize(),
            help_text=kwargs.get("help_text") or self.help_text,
            choices=self.codes.choices if self.codes else [],
            widget=forms.CheckboxSelectMultiple(attrs={"class": "kp-codes"}),
        )
