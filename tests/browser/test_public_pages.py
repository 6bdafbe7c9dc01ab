"""What visitors get, and what their browsers say about it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.axe import resize

pytestmark = pytest.mark.browser

TREATMENT_PAGE = "/treatments/ketamine-infusion-therapy/"
PAGES = [
    "/",
    "/treatments/",
    TREATMENT_PAGE,
    "/treatments/spravato/",
    "/treatments/benefits/",
    "/treatments/conditions/",
]
OTHER_ADDRESSES = {"/search/?query=ketamine": 200, "/nowhere/": 404}
ADDRESSES = [*PAGES, *OTHER_ADDRESSES]


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_answers_in_peace(page, watch, address):
    response = page.goto(address, wait_until="networkidle")
    assert response.status == OTHER_ADDRESSES.get(address, 200)
    assert response.headers["content-security-policy"] == "default-src 'self'"
    assert watch.complaints == []


@pytest.mark.parametrize("address", PAGES)
def test_every_picture_loads_and_keeps_its_place(page, address):
    page.goto(address)
    for picture in page.locator("img").all():
        picture.scroll_into_view_if_needed()
        expect(picture).to_have_js_property("complete", True)
        assert picture.evaluate("image => image.naturalWidth") > 0
        assert picture.get_attribute("width")
        assert picture.get_attribute("height")


@pytest.mark.parametrize("width", [360, 900, 1280])
def test_pictures_are_neither_blurred_nor_much_too_large(page, width):
    resize(page, width)
    for address in ("/treatments/", TREATMENT_PAGE):
        page.goto(address)
        for picture in page.locator("picture img").all():
            picture.scroll_into_view_if_needed()
            expect(picture).to_have_js_property("complete", True)
            source, shown = picture.evaluate("image => [image.currentSrc, image.offsetWidth]")
            [loaded] = re.findall(r"\.width-(\d+)\.", source)
            assert 0.95 <= int(loaded) / shown < 1.75, source


@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_complete_without_javascript(new_context, page, address):
    page.goto(address)
    plain = new_context(java_script_enabled=False).new_page()
    plain.goto(address)
    assert lasting_text(page) == lasting_text(plain)


def lasting_text(page):
    """What a page says, but for what only the clock of the visitor knows: what is open now."""
    text = page.locator("body").inner_text()
    for line in page.locator("[data-kp-status], [data-kp-today]").all_inner_texts():
        text = text.replace(line, "", 1)
    return text.split()


def test_questions_open_without_javascript(new_context):
    page = new_context(java_script_enabled=False).new_page()
    page.goto(TREATMENT_PAGE)
    question = page.locator("details").first
    question.locator("summary").click()
    expect(question.locator(":scope > :not(summary)").first).to_be_visible()


def test_a_phone_keeps_the_ways_to_reach_the_clinic_at_hand(page):
    resize(page, 320)
    page.goto(TREATMENT_PAGE)
    page.locator("h2").nth(3).scroll_into_view_if_needed()
    expect(
        page.locator(".kp-bar").get_by_role("link", name=re.compile("^Call "))
    ).to_be_in_viewport()


def test_a_page_prints_every_answer_and_no_buttons(page):
    page.goto(TREATMENT_PAGE)
    answer = page.locator("details > :not(summary)").first
    expect(answer).to_be_hidden()
    page.emulate_media(media="print")
    expect(answer).to_be_visible()
    expect(page.locator(".kp-bar")).to_be_hidden()
