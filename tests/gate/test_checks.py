"""What a site that sets the gate up wrongly is told."""

from unittest import mock

from django.test import override_settings
from wagtail.admin.forms import WagtailAdminPageForm

from ketamine_pages.checks import check_settings
from ketamine_pages.gate import checks
from ketamine_pages.page_types.models import TreatmentIndexPage


def ids(messages):
    return [message.id for message in messages]


def test_the_test_site_is_set_up_well():
    assert checks.check_middleware() == checks.check_form_classes() == []


@override_settings(MIDDLEWARE=[])
def test_the_middleware_is_missed():
    assert ids(checks.check_middleware()) == ["ketamine_pages.W003"]


@override_settings(MIDDLEWARE=[], KETAMINE_PAGES={"PUBLISH_GATE": "warn"})
def test_a_gate_that_is_open_needs_no_middleware():
    assert checks.check_middleware() == []


def test_a_form_without_the_mixin_is_found():
    with mock.patch.object(TreatmentIndexPage, "base_form_class", WagtailAdminPageForm):
        assert ids(checks.check_form_classes()) == ["ketamine_pages.E006"]


@override_settings(KETAMINE_PAGES={"PUBLISH_GATE": "always"})
def test_a_wrong_value_is_named():
    [message] = check_settings()
    assert '\'PUBLISH_GATE\'] must be "enforce", "warn" or "off"' in message.msg
