"""What visitors get, and what their browsers say about it."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

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
WIDTHS = [320, 1280]
AXE = Axe()


def violations(page):
    """What axe finds, in words short enough for a failed test."""
    found = AXE.run(page).response["violations"]
    return [(rule["id"], [node["html"][:200] for node in rule["nodes"]]) for rule in found]


def resize(page, width):
    page.set_viewport_size({"width": width, "height": 800})


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_answers_in_peace(page, watch, address):
    response = page.goto(address, wait_until="networkidle")
    assert response.status == OTHER_ADDRESSES.get(address, 200)
    assert response.headers["content-security-policy"] == "default-src 'self'"
    assert watch.complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_axe_finds_nothing(page, address, scheme):
    page.emulate_media(color_scheme=scheme)
    page.goto(address)
    for width in WIDTHS:
        resize(page, width)
        assert violations(page) == [], f"at {width} pixels"


@pytest.mark.parametrize("address", PAGES)
def test_axe_finds_nothing_from_right_to_left(page, address):
    page.goto(address)
    page.evaluate("document.documentElement.dir = 'rtl'")
    for width in WIDTHS:
        resize(page, width)
        assert violations(page) == [], f"at {width} pixels"


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_narrow_screen_needs_no_sideways_scrolling(page, address):
    resize(page, 320)
    page.goto(address)
    for direction in ("ltr", "rtl"):
        page.evaluate("direction => { document.documentElement.dir = direction }", direction)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, direction


@pytest.mark.parametrize("address", PAGES)
def test_every_picture_loads_and_keeps_its_place(page, address):
    page.goto(address)
    for picture in page.locator("img").all():
        picture.scroll_into_view_if_needed()
        expect(picture).to_have_js_property("complete", True)
        assert picture.evaluate("image => image.naturalWidth") > 0
        assert picture.get_attribute("width")
        assert picture.get_attribute("height")


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


@pytest.mark.parametrize("address", ["/", TREATMENT_PAGE])
def test_the_first_key_leads_past_the_header(page, address):
    page.goto(address)
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("!!document.activeElement.closest('main')")


def test_questions_open_and_close_from_the_keyboard(page):
    page.goto(TREATMENT_PAGE)
    question = page.locator("details").first
    question.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(question).to_have_js_property("open", True)
    page.keyboard.press("Space")
    expect(question).to_have_js_property("open", False)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", ["/", "/search/?query=ketamine", TREATMENT_PAGE])
def test_focus_can_be_seen_wherever_the_keyboard_leads(page, address, scheme):
    page.emulate_media(color_scheme=scheme)
    page.goto(address)
    stops = page.evaluate(
        "document.querySelectorAll('a[href], button, input, summary, [tabindex=\"0\"]').length"
    )
    unseen = []
    for _stop in range(stops):
        page.keyboard.press("Tab")
        mark = page.evaluate(FOCUS_MARK)
        if mark["at"] and not mark["seen"]:
            unseen.append(mark["at"])
    assert unseen == []


# Where the focus is, and whether an outline shows it in a colour of its own.
FOCUS_MARK = """() => {
  const at = document.activeElement;
  if (at === document.body) return { at: "", seen: false };
  const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(at);
  const box = at.getBoundingClientRect();
  return {
    at: at.outerHTML.slice(0, 200),
    seen: outlineStyle !== "none" && parseFloat(outlineWidth) >= 2 && box.width > 1
      && !/rgba\\(.*, 0\\)/.test(outlineColor),
  };
}"""


def test_a_number_leads_to_its_source_and_back(page):
    page.goto(TREATMENT_PAGE)
    number = page.get_by_role("link", name="Reference 1", exact=True).first
    number.click()
    source = page.locator(":target")
    expect(source).to_be_in_viewport()
    source.get_by_role("link", name=re.compile("^Back to text, 1 ")).click()
    expect(page.locator(":target")).to_have_text("1")
    expect(number).to_be_in_viewport()


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
