"""Checks the latitude and longitude that an editor types."""

from __future__ import annotations

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext


def validate_coordinates(latitude: Decimal | None, longitude: Decimal | None) -> None:
    """Refuse half a point and points that are surely a slip: out of range, swapped, or 0, 0.

    Degrees, positive to the north and to the east. Raises ``ValidationError`` by field.
    """
    if latitude is None and longitude is None:
        return
    if latitude is None:
        raise ValidationError({"latitude": gettext("Fill in both numbers or neither.")})
    if longitude is None:
        raise ValidationError({"longitude": gettext("Fill in both numbers or neither.")})
    if abs(latitude) > 90 >= abs(longitude):
        raise ValidationError(
            {"latitude": gettext("Latitude is between -90 and 90. Are the two numbers swapped?")}
        )
    if abs(latitude) > 90:
        raise ValidationError({"latitude": gettext("Latitude is between -90 and 90.")})
    if abs(longitude) > 180:
        raise ValidationError({"longitude": gettext("Longitude is between -180 and 180.")})
    if latitude == 0 and longitude == 0:
        raise ValidationError(
            {"latitude": gettext("0, 0 is in the Atlantic Ocean. Leave both empty if unsure.")}
        )
