"""Settings of the package."""

import pytest
from django.test import override_settings

from ketamine_pages.conf import DEFAULTS, Conf, conf
from ketamine_pages.phone import phone_region


def test_every_setting_has_a_default_and_a_property():
    properties = {name for name, value in vars(Conf).items() if isinstance(value, property)}
    assert properties == {name.lower() for name in DEFAULTS}


@pytest.mark.parametrize("name", DEFAULTS)
def test_the_default_holds_where_a_site_sets_nothing(name):
    assert getattr(conf, name.lower()) == DEFAULTS[name]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("FINDING_SEVERITY", {"phrase": "off"}),
        ("LIBRARY_MENU_ORDER", 7),
        ("PHONE_REGION", "GB"),
    ],
)
def test_a_setting_is_read_anew_each_time(name, value):
    with override_settings(KETAMINE_PAGES={name: value}):
        assert getattr(conf, name.lower()) == value
    assert getattr(conf, name.lower()) == DEFAULTS[name]


@override_settings(KETAMINE_PAGES={"PHONE_REGION": "GB"})
def test_one_setting_leaves_the_others_at_their_defaults():
    assert conf.library_menu_order == DEFAULTS["LIBRARY_MENU_ORDER"]


@pytest.mark.parametrize(
    ("ours", "of_the_field", "region"),
    [
        ({}, None, "US"),
        ({}, "GB", "GB"),
        ({"PHONE_REGION": "DE"}, None, "DE"),
        ({"PHONE_REGION": "DE"}, "GB", "GB"),
    ],
)
def test_the_region_of_the_phone_field_comes_before_that_of_the_package(ours, of_the_field, region):
    with override_settings(KETAMINE_PAGES=ours, PHONENUMBER_DEFAULT_REGION=of_the_field):
        assert phone_region() == region
