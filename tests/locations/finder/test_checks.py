"""What a site that sets the finder up wrongly is told."""

import pytest
from django.test import override_settings

from ketamine_pages.checks import check_settings
from ketamine_pages.locations.finder.checks import check_geocoders
from tests.locations.making import MEMORY


@pytest.mark.parametrize(
    "value",
    [
        None,
        7,
        [],
        "no.such.Geocoder",
        "tests.locations.making.at",
        "ketamine_pages.locations.finder.geocoders.Place",
        {"OPTIONS": {}},
        {"BACKEND": MEMORY, "options": {}},
        {"BACKEND": MEMORY, "OPTIONS": {"cities": {}}},
    ],
)
def test_e003_the_setting_names_no_geocoder(value):
    with override_settings(KETAMINE_PAGES={"GEOCODER": value}):
        [message] = check_settings()
    assert message.id == "ketamine_pages.E003"


def test_w002_a_geocoder_lacks_its_package():
    with override_settings(KETAMINE_PAGES={"GEOCODER": "tests.locations.making.UselessGeocoder"}):
        [message] = check_geocoders()
    assert message.id == "ketamine_pages.W002"
    assert "pip install some-package" in message.hint


@pytest.mark.parametrize("value", [None, "no.such.Geocoder", {"a": 1}])
def test_what_other_checks_report_is_not_reported_twice(value):
    with override_settings(KETAMINE_PAGES={"GEOCODER": value}):
        assert check_geocoders() == []
