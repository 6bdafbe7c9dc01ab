"""The column that holds answers."""

from __future__ import annotations

from typing import Any

from django.db import models

from .value import Answers


class AnswersField(models.TextField):
    """A text column of :class:`Answers`, written by the codec of the setting ``ENQUIRY_CODEC``.

    No lookup can look into it; ``value_to_string`` gives what is stored, so that a fixture holds
    no more than the database does.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["default"] = Answers
        kwargs["editable"] = False
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        del kwargs["default"], kwargs["editable"]
        return name, "ketamine_pages.answers.AnswersField", args, kwargs

    def to_python(self, value: Any) -> Any:
        return value if value is None or isinstance(value, Answers) else Answers.from_stored(value)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return self.to_python(value)

    def get_prep_value(self, value: Any) -> Any:
        return value.to_stored() if isinstance(value, Answers) else value

    def value_to_string(self, obj: Any) -> str:
        return str(self.get_prep_value(self.value_from_object(obj)))
