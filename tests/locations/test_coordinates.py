"""Points on the map that an editor types."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from ketamine_pages.locations.coordinates import validate_coordinates


@pytest.mark.parametrize(
    "point",
    [(None, None), ("33.45", "-112.07"), ("90", "180"), ("-90", "-180"), ("0", "20"), ("20", "0")],
)
def test_points_on_the_globe_are_taken(point):
    validate_coordinates(*(None if value is None else Decimal(value) for value in point))


@pytest.mark.parametrize(
    ("point", "field", "message"),
    [
        (("33.45", None), "longitude", "both numbers or neither"),
        ((None, "-112.07"), "latitude", "both numbers or neither"),
        (("-112.07", "33.45"), "latitude", "swapped"),
        (("95", "120"), "latitude", "between -90 and 90"),
        (("33.45", "-190"), "longitude", "between -180 and 180"),
        (("0", "0"), "latitude", "Atlantic"),
    ],
)
def test_slips_are_told_at_the_field(point, field, message):
    with pytest.raises(ValidationError, match=message) as caught:
        validate_coordinates(*(None if value is None else Decimal(value) for value in point))
    assert list(caught.value.message_dict) == [field]
