"""System checks."""

import pytest
from django.core.checks import run_checks
from django.test import override_settings
from django.test.utils import isolate_apps
from wagtail.models import Page, pages

from ketamine_pages import checks
from ketamine_pages.models import TreatmentPageMixin
from ketamine_pages.page_types.models import TreatmentPage


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
    severities = {"phrase": "off", "reading-level": "error"}
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


@pytest.fixture
def _isolated_page_types(monkeypatch):
    """Page types that a test defines are gone when it ends."""
    monkeypatch.setattr(pages, "PAGE_MODEL_CLASSES", [Page, TreatmentPage])
    with isolate_apps("tests.testapp"):
        yield


@pytest.mark.usefixtures("_isolated_page_types")
def test_e005_the_base_page_comes_before_the_mixin():
    class BackToFrontPage(Page, TreatmentPageMixin):
        class Meta:
            app_label = "testapp"

    [message] = checks.check_page_models()
    assert message.id == "ketamine_pages.E005"
    assert message.obj is BackToFrontPage
    assert "class BackToFrontPage(TreatmentPageMixin, Page)" in message.hint


@pytest.mark.usefixtures("_isolated_page_types")
def test_the_mixin_may_stand_before_any_base_page():
    class SitePage(Page):
        class Meta:
            app_label = "testapp"
            abstract = True

    class SiteTreatmentPage(TreatmentPageMixin, SitePage):
        class Meta:
            app_label = "testapp"

    assert checks.check_page_models() == []


@override_settings(ROOT_URLCONF="wagtail.urls")
def test_w001_the_urls_are_not_included():
    [message] = checks.check_urls()
    assert message.id == "ketamine_pages.W001"
    assert "include" in message.hint


@override_settings(ROOT_URLCONF=None)
def test_a_site_without_urls_is_for_other_checks_to_report():
    assert checks.check_urls() == []
