"""Opening hours in the API."""

from __future__ import annotations

from typing import Any

from rest_framework.exceptions import ValidationError
from rest_framework.fields import Field

from ketamine_pages.hours.form.storage import OpeningHours, UnreadableHoursError


class OpeningHoursSerializer(Field):
    """Serves and reads opening hours as the JSON in which they are stored.

    ``APIField("hours", serializer=OpeningHoursSerializer())``.
    """

    def to_representation(self, value: OpeningHours) -> dict[str, Any]:
        return value.to_json()

    def to_internal_value(self, data: object) -> OpeningHours:
        try:
            return OpeningHours.from_json(data)
        except UnreadableHoursError as error:
            raise ValidationError(str(error)) from error
