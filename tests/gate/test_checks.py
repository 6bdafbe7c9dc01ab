"""What a site that sets the gate up wrongly is told."""

from unittest import mock

import pytest
from django.test import override_settings
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.blocks import CharBlock
from wagtail.models import Page

from ketamine_pages.blocks import BodyBlock
from ketamine_pages.checks import check_settings
from ketamine_pages.fields import StreamField
from ketamine_pages.gate import checks
from ketamine_pages.page_types.models import TreatmentIndexPage
from tests.testapp.models import GuideBody, GuidePage


def ids(messages):
    return [message.id for message in messages]


def test_the_test_site_is_set_up_well():
    assert checks.check_middleware() == checks.check_form_classes() == []
    assert checks.check_gated_streams() == checks.check_strictness() == []


@override_settings(MIDDLEWARE=[])
def test_the_middleware_is_missed():
    assert ids(checks.check_middleware()) == ["ketamine_pages.W003"]


@override_settings(MIDDLEWARE=[], KETAMINE_PAGES={"PUBLISH_GATE": "warn"})
def test_a_gate_that_is_open_needs_no_middleware():
    assert checks.check_middleware() == []


def test_a_form_without_the_mixin_is_found():
    with mock.patch.object(TreatmentIndexPage, "base_form_class", WagtailAdminPageForm):
        assert ids(checks.check_form_classes()) == ["ketamine_pages.E006"]


class PlainPage(Page):
    """A page of a site, with our blocks and without our gate."""

    body = StreamField(BodyBlock())
    columns = StreamField(GuideBody())
    own = StreamField([("text", CharBlock())])

    class Meta:
        abstract = True


def test_blocks_of_ours_on_a_page_without_the_gate_are_found():
    fields = {"PlainPage": ("body", "columns"), "GuidePage": ()}
    with mock.patch.object(checks, "get_page_models", return_value=[PlainPage, GuidePage]):
        found = checks.check_gated_streams()
    assert ids(found) == ["ketamine_pages.W011"] * 2
    assert [message.msg.split()[0] for message in found] == [
        f"{model}.{name}" for model, names in fields.items() for name in names
    ]
    assert "SectionBlock" in found[0].msg
    assert "nothing that they say is checked" in found[0].msg


@pytest.mark.parametrize(
    ("settings", "found"),
    [
        ({}, []),
        ({"FINDING_SEVERITY": {"phrase": "off", "item-unpublished": "hint"}}, []),
        ({"FINDING_SEVERITY": {"item-unpublished": "error", "placeholder-left": "error"}}, []),
        # E003 says so.
        ({"FINDING_SEVERITY": ["phrase"]}, []),
        ({"PUBLISH_GATE": "off"}, ["PUBLISH_GATE"]),
        ({"PUBLISH_GATE": "warn"}, ["PUBLISH_GATE"]),
        ({"FINDING_SEVERITY": {"benefit-without-source": "off"}}, ["benefit-without-source"]),
        (
            {"PUBLISH_GATE": "off", "FINDING_SEVERITY": {"placeholder-left": "hint"}},
            ["placeholder-left", "PUBLISH_GATE"],
        ),
    ],
)
def test_settings_by_which_errors_stop_nothing_are_told(settings, found):
    with override_settings(KETAMINE_PAGES=settings):
        messages = checks.check_strictness()
    assert ids(messages) == ["ketamine_pages.W012"] * len(found)
    for message, name in zip(messages, found, strict=True):
        assert name in message.msg


@override_settings(KETAMINE_PAGES={"PUBLISH_GATE": "always"})
def test_a_wrong_value_is_named():
    [message] = check_settings()
    assert '\'PUBLISH_GATE\'] must be "enforce", "warn" or "off"' in message.msg
