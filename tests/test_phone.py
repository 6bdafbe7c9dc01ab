"""Phone numbers as editors type them."""

import pytest
from django.core.exceptions import ValidationError
from django.test import override_settings

from ketamine_pages.phone import PhoneNumberField, parse_phone

FIELD = PhoneNumberField(blank=True)


@pytest.mark.parametrize(
    "typed",
    ["+1 602 555 0142", "(602) 555-0142", "602.555.0142", "6025550142", "1-602-555-0142",
     "tel:+1-602-555-0142", " 602 555 0142 "],
)  # fmt: skip
def test_national_and_international_numbers_are_one_number(typed):
    assert parse_phone(typed).as_e164 == "+16025550142"
    assert FIELD.clean(typed.strip(), None).as_e164 == "+16025550142"


@override_settings(KETAMINE_PAGES={"PHONE_REGION": "GB"})
def test_national_numbers_are_those_of_the_sites_country():
    assert parse_phone("020 7946 0958").as_e164 == "+442079460958"
    assert FIELD.clean("020 7946 0958", None).as_e164 == "+442079460958"
    assert parse_phone("+1 602 555 0142").as_e164 == "+16025550142"


@pytest.mark.parametrize(
    "typed",
    ["", "nonsense", "123", "+1 602", "555-0142", "+999 602 555 0142", "javascript:alert(1)",
     "6" * 5000],
)  # fmt: skip
def test_what_is_no_number_is_refused(typed):
    with pytest.raises(ValidationError, match="is not a phone number"):
        parse_phone(typed)


def test_migrations_see_a_plain_field():
    _name, path, _args, kwargs = PhoneNumberField(blank=True, region="GB").deconstruct()
    assert path == "phonenumber_field.modelfields.PhoneNumberField"
    assert kwargs["region"] == "GB"
