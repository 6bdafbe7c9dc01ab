"""axe over everything that the demo shows: WCAG 2.2 AA in light, dark and from right to left."""

from __future__ import annotations

import pytest
from django.apps import apps
from wagtail.models import Page

from ketamine_pages.page_types.models import TreatmentPage
from tests.browser.axe import OF_A_PART, faults
from tests.browser.every_page import block_previews, list_pages, public_addresses

pytestmark = pytest.mark.browser


@pytest.fixture
def reader(new_context, editor_state):
    """A page of the logged-in editor, who may look at previews."""
    return new_context(storage_state=editor_state).new_page()


def test_the_demo_has_a_page_of_every_type(context):
    shown = {item["meta"]["type"] for item in list_pages(context)}
    types = {"home.HomePage"}
    for model in apps.get_app_config("ketamine_page_types").get_models():
        assert issubclass(model, Page)
        types.add(model._meta.label)
    assert shown >= types


def test_axe_finds_nothing_on_any_public_page(page, base_url):
    found = {}
    for address, status in public_addresses(page.context, base_url).items():
        assert page.goto(address).status == status, address
        found[address] = faults(page)
    assert {address: wrong for address, wrong in found.items() if wrong} == {}
    assert len(found) > 10


def test_axe_finds_nothing_in_the_preview_of_any_block(reader):
    previews = block_previews(reader.context)
    body = TreatmentPage._meta.get_field("body").stream_block
    assert len(previews) > len(body.child_blocks)
    found = {}
    for name, address in previews.items():
        assert reader.goto(address).ok, name
        assert reader.locator(".kp-preview main").count() == 1, name
        found[name] = faults(reader, OF_A_PART)
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_axe_finds_nothing_in_the_preview_of_any_item(reader, item_previews):
    assert len(item_previews) > 7
    found = {}
    for kind, previews in item_previews.items():
        assert previews, kind
        for preview in previews:
            assert reader.goto(preview).ok
            found[preview] = faults(reader, OF_A_PART)
    assert {preview: wrong for preview, wrong in found.items() if wrong} == {}
