"""The model field of opening hours."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.fields.json import KeyTransform
from django.db.models.query_utils import DeferredAttribute
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from ketamine_pages.hours.form.forms import OpeningHoursFormField
from ketamine_pages.hours.form.storage import OpeningHours, UnreadableHoursError

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.models.expressions import Expression

logger = logging.getLogger(__name__)


def read_stored(data: object) -> OpeningHours:
    """The hours in stored ``data``. Where it cannot be read: no hours, and an error in the log."""
    if isinstance(data, OpeningHours):
        return data
    try:
        return OpeningHours.from_json(data)
    except UnreadableHoursError as error:
        logger.error("Opening hours are read as empty. %s", error)
        return OpeningHours()


class OpeningHoursAttribute(DeferredAttribute):
    """Turns whatever is assigned to the field into an ``OpeningHours``, JSON included."""

    def __set__(self, instance: models.Model, value: object) -> None:
        if not hasattr(value, "resolve_expression"):
            value = self.field.to_python(value)
        instance.__dict__[self.field.attname] = value


class OpeningHoursField(models.JSONField):
    """Weekly opening hours and dated exceptions, with a form to fill them in.

    The Python value is an ``OpeningHours``, never ``None``; JSON of the same shape may be
    assigned. Stored JSON that cannot be read is empty hours, and an error in the log, so that it
    never breaks a page. Migrations see a plain ``django.db.models.JSONField``.
    """

    description = _("Opening hours")
    descriptor_class = OpeningHoursAttribute

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", OpeningHours)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        for option in ("blank", "default", "error_messages", "help_text", "verbose_name"):
            kwargs.pop(option, None)
        return name, "django.db.models.JSONField", args, {**kwargs, "default": dict}

    def clone(self) -> OpeningHoursField:
        _name, _path, args, kwargs = super().deconstruct()
        return self.__class__(*args, **kwargs)

    def to_python(self, value: object) -> OpeningHours:
        return read_stored(value)

    def from_db_value(
        self, value: str | None, expression: Expression, connection: BaseDatabaseWrapper
    ) -> Any:
        data = super().from_db_value(value, expression, connection)
        return data if isinstance(expression, KeyTransform) else read_stored(data)

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return value.to_json() if isinstance(value, OpeningHours) else value

    def value_to_string(self, obj: models.Model) -> Any:
        # Not a string, as with any JSONField: serialisers and revisions keep it as JSON.
        return self.value_from_object(obj).to_json()

    def clean(self, value: object, model_instance: models.Model | None) -> OpeningHours:
        """``value`` as ``OpeningHours``; unlike stored data, unreadable input is refused."""
        try:
            hours = value if isinstance(value, OpeningHours) else OpeningHours.from_json(value)
        except UnreadableHoursError as error:
            raise ValidationError(_("These are no opening hours."), code="invalid") from error
        if not hours and not self.blank:
            raise ValidationError(self.error_messages["blank"], code="blank")
        return hours

    def formfield(self, **kwargs: Any) -> Any:
        # Not the JSONField's version, which insists on its own arguments and on hidden inputs for
        # a default that is called.
        defaults = {
            "required": not self.blank,
            "label": capfirst(self.verbose_name),
            "help_text": self.help_text,
            "initial": OpeningHours(),
        }
        return OpeningHoursFormField(**{**defaults, **kwargs})
