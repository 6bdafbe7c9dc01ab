"""The columns that hold what visitors and staff wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models import Model

from ketamine_pages.answers.value import Answers, SealedText

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.models import Expression


class SealedField(models.TextField):
    """A text column, written by the codec of the setting ``ENQUIRY_CODEC``.

    No lookup can look into it; ``value_to_string`` gives what is stored, so that a fixture holds
    no more than the database does.
    """

    value_class: ClassVar[Any]
    # What django-stubs takes for the type of the attribute.
    _pyi_private_set_type: Any
    _pyi_private_get_type: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["default"] = self.value_class
        kwargs["editable"] = False
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        del kwargs["default"], kwargs["editable"]
        return name, f"ketamine_pages.answers.{type(self).__name__}", args, kwargs

    def to_python(self, value: Answers | SealedText | str | None) -> Any:
        if value is None or isinstance(value, self.value_class):
            return value
        return self.value_class.from_stored(value)

    def from_db_value(
        self, value: str | None, expression: Expression, connection: BaseDatabaseWrapper
    ) -> Any:
        return self.to_python(value)

    def get_prep_value(self, value: Answers | SealedText | str | None) -> Any:
        return value.to_stored() if isinstance(value, self.value_class) else value

    def value_to_string(self, obj: Model) -> str:
        value: Any = self.value_from_object(obj)
        return str(self.get_prep_value(value))


class AnswersField(SealedField):
    """The :class:`Answers` of an enquiry."""

    value_class = Answers


class SealedTextField(SealedField):
    """One :class:`SealedText`, such as a note of staff."""

    value_class = SealedText
