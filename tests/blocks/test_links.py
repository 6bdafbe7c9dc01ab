"""Links and calls to action."""

import pytest
from django.core.exceptions import ValidationError
from django.test import TestCase
from wagtail.models import Site

from ketamine_pages.blocks import LinkBlock
from tests.blocks.making import BODY, complete, get_errors
from tests.factories import TreatmentPageFactory

BLOCK = LinkBlock()


def make_link(**values):
    return complete(BLOCK, {"text": "Talk to us", **values})


@pytest.mark.parametrize(
    ("values", "href", "kind"),
    [
        ({"url": "https://example.com/a?b=c#d"}, "https://example.com/a?b=c#d", "url"),
        ({"phone": "+1 602 555 0142"}, "tel:+1-602-555-0142", "phone"),
        ({"phone": "(602) 555-0142"}, "tel:+1-602-555-0142", "phone"),
        ({"email": "hello@example.com"}, "mailto:hello@example.com", "email"),
        ({"email": "a&b=c?cc=d@example.com"}, "mailto:a%26b%3Dc%3Fcc%3Dd@example.com", "email"),
        ({}, "", ""),
        # Stored by an import or under other rules: better no link than a wrong one.
        ({"phone": "call me"}, "", "phone"),
        ({"url": "javascript:alert(1)"}, "", "url"),
        ({"url": "JaVa\nScript:alert(1)"}, "", "url"),
        ({"url": "data:text/html,<script>"}, "", "url"),
    ],
)
def test_a_link_leads_to_what_is_filled_in(values, href, kind):
    link = make_link(**values)
    assert link.href == href
    assert link.kind == kind


@pytest.mark.parametrize(
    ("values", "places"),
    [
        ({"url": "https://example.com/"}, set()),
        ({"phone": "(602) 555-0142"}, set()),
        ({"email": "hello@example.com"}, set()),
        ({}, {""}),
        ({"url": "javascript:alert(1)"}, {"url"}),
        ({"url": "ftp://example.com/"}, {"url"}),
        ({"url": "example"}, {"url"}),
        ({"phone": "123"}, {"phone"}),
        ({"phone": "javascript:alert(1)"}, {"phone"}),
        ({"email": "hello"}, {"email"}),
        ({"text": "", "url": "https://example.com/"}, {"text"}),
        ({"text": "x" * 81, "url": "https://example.com/"}, {"text"}),
        ({"url": "https://example.com/", "email": "hello@example.com"}, {"email"}),
        (
            {"url": "https://example.com/", "phone": "6025550142", "email": "a@example.com"},
            {"phone", "email"},
        ),
    ],
)
def test_an_editor_gets_a_message_where_a_link_is_wrong(values, places):
    assert set(get_errors(BLOCK, make_link(**values))) == places


def test_an_unfinished_link_can_be_saved_as_a_draft():
    assert get_errors(BLOCK, {"text": ""}, draft=True) == {}


@pytest.mark.parametrize("values", [{"url": "javascript:alert(1)"}, {"phone": "123"}])
def test_a_wrong_link_is_refused_in_drafts_too(values):
    assert set(get_errors(BLOCK, make_link(**values), draft=True)) == set(values)


def test_a_draft_leaves_the_block_as_strict_as_before():
    BLOCK.clean_deferred(make_link())
    with pytest.raises(ValidationError):
        BLOCK.clean(make_link())


def test_a_call_to_action_has_one_to_three_buttons():
    link = make_link(url="https://example.com/")
    block = BODY.child_blocks["call_to_action"]
    for count, accepted in [(0, False), (1, True), (3, True), (4, False)]:
        value = {"heading": "Talk to us", "links": [link] * count}
        assert (get_errors(block, value) == {}) is accepted, count


class PageLinkTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.page = TreatmentPageFactory(slug="ketamine")

    def test_a_published_page_is_linked_to(self):
        self.assertEqual(make_link(page=self.page).href, "/ketamine/")
        self.assertEqual(get_errors(BLOCK, make_link(page=self.page)), {})

    def test_an_unpublished_page_is_not_linked_to(self):
        self.page.unpublish()
        self.assertEqual(make_link(page=self.page).href, "")

    def test_a_page_outside_every_site_is_not_linked_to(self):
        Site.objects.all().delete()
        self.assertEqual(make_link(page=self.page).href, "")

    def test_a_deleted_page_is_not_linked_to(self):
        stored = BLOCK.get_prep_value(make_link(page=self.page))
        self.page.delete()
        self.assertEqual(BLOCK.to_python(stored).href, "")

    def test_api_clients_get_no_address_of_an_unpublished_page(self):
        self.page.unpublish()
        self.assertEqual(
            BLOCK.get_api_representation(make_link(page=self.page)),
            {"text": "Talk to us", "kind": "page", "href": ""},
        )
