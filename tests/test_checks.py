"""System checks."""

import re
from pathlib import Path

import pytest
from django.core.checks import run_checks
from django.core.checks.registry import registry
from django.test import override_settings

from ketamine_pages import checks
from ketamine_pages.conf import DEFAULTS


def ids(messages):
    return [message.id for message in messages]


def test_the_site_of_the_tests_passes_all_checks():
    assert [m for m in run_checks() if str(m.id).startswith("ketamine_pages")] == []


@pytest.mark.parametrize("value", [None, [], "US", 250])
def test_e001_the_setting_is_no_dictionary(value):
    with override_settings(KETAMINE_PAGES=value):
        [message] = checks.check_settings()
    assert message.id == "ketamine_pages.E001"


@override_settings(KETAMINE_PAGES={"PHONE_REGION": "GB", "PHONE_REGOIN": "GB", 3: 4})
def test_e002_a_name_is_not_known_and_the_known_ones_are_named():
    messages = checks.check_settings()
    assert ids(messages) == ["ketamine_pages.E002"] * 2
    assert "'PHONE_REGOIN'" in messages[0].msg
    assert "PHONE_REGION" in messages[0].hint


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("FINDING_SEVERITY", None),
        ("FINDING_SEVERITY", ["phrase"]),
        ("FINDING_SEVERITY", {"no-such-code": "off"}),
        ("FINDING_SEVERITY", {"reading-level": "loud"}),
        ("FINDING_SEVERITY", {"reading-level": None}),
        ("FINDING_SEVERITY", {"phrase": "error"}),
        ("LIBRARY_MENU_ORDER", "250"),
        ("LIBRARY_MENU_ORDER", None),
        ("LIBRARY_MENU_ORDER", True),
        ("PHONE_REGION", "us"),
        ("PHONE_REGION", "USA"),
        ("PHONE_REGION", ""),
        ("PHONE_REGION", None),
        ("PHONE_REGION", 1),
        ("PHONE_REGION", ["US"]),
    ],
)
def test_e003_a_value_cannot_be_used(name, value):
    with override_settings(KETAMINE_PAGES={name: value}):
        [message] = checks.check_settings()
    assert message.id == "ketamine_pages.E003"
    assert f"KETAMINE_PAGES[{name!r}]" in message.msg
    assert repr(value) in message.msg


def test_usable_settings_pass():
    severities = {"phrase": "off", "item-unpublished": "error"}
    for settings in (
        {},
        {"PHONE_REGION": "GB", "LIBRARY_MENU_ORDER": 1},
        {"FINDING_SEVERITY": severities},
    ):
        with override_settings(KETAMINE_PAGES=settings):
            assert checks.check_settings() == []


@pytest.mark.parametrize("name", checks.REQUIRED_APPS)
def test_e004_an_app_is_missing(name, monkeypatch):
    is_installed = checks.apps.is_installed
    monkeypatch.setattr(checks.apps, "is_installed", lambda app: app != name and is_installed(app))
    [message] = checks.check_installed_apps()
    assert message.id == "ketamine_pages.E004"
    assert repr(name) in message.msg


def test_every_setting_says_which_values_it_takes():
    assert checks.USABLE.keys() == DEFAULTS.keys()


def test_every_check_of_every_room_is_registered():
    paths = Path(checks.__file__).parent.rglob("checks.py")
    written = {
        name for path in paths for name in re.findall(r"^def (check_\w+)", path.read_text(), re.M)
    }
    registered = registry.get_checks(include_deployment_checks=True)
    ours = {check.__name__ for check in registered if check.__module__.startswith("ketamine_pages")}
    assert ours == written
