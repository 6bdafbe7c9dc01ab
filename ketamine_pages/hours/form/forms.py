"""The form field of opening hours."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError

from ketamine_pages.hours.form.reading import read
from ketamine_pages.hours.form.storage import OpeningHours
from ketamine_pages.hours.form.typed import TypedHours
from ketamine_pages.hours.form.widgets import OpeningHoursWidget


class OpeningHoursFormField(forms.Field):
    """Makes ``OpeningHours`` of what editors type; tells all mistakes at once, keeps the input."""

    widget = OpeningHoursWidget

    def clean(self, value: TypedHours | None) -> OpeningHours:
        """The hours in the form. Raises ``ValidationError`` with a message for each mistake."""
        reading = read(value or TypedHours())
        if reading.mistakes:
            raise ValidationError([mistake.message for mistake in reading.mistakes])
        if self.required and not reading.hours:
            raise ValidationError(self.error_messages["required"], code="required")
        return reading.hours

    def has_changed(self, initial: OpeningHours | None, data: TypedHours | None) -> bool:
        reading = read(data or TypedHours())
        return bool(reading.mistakes) or reading.hours != (initial or OpeningHours())
