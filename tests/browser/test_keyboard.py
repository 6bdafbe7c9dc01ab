"""Everything by keyboard alone: in order, in sight, and out again."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.axe import resize
from tests.browser.every_page import block_previews

pytestmark = pytest.mark.browser

TREATMENT_PAGE = "/treatments/ketamine-infusion-therapy/"
FINDER = "/clinics/?place=86001&day=0"
WALKS = ["/", TREATMENT_PAGE, FINDER, "/clinics/flagstaff/", "/search/?query=ketamine"]

# How the focus shows itself, and whether anything lies over it (WCAG 2.2, 2.4.7 and 2.4.11).
LOOK = """() => {
  const at = document.activeElement;
  if (at === document.body || at === document.documentElement) return null;
  const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(at);
  // A link that is broken across lines has a box for each; any of them may be looked at.
  const boxes = [...at.getClientRects()].filter(({ width, height }) => width > 1 && height > 1);
  window.stops ??= [...document.querySelectorAll("*")];
  return {
    at: at.outerHTML.slice(0, 160),
    index: window.stops.indexOf(at),
    outlined: outlineStyle !== "none" && parseFloat(outlineWidth) >= 2
      && !/rgba\\(.*, 0\\)/.test(outlineColor),
    seen: boxes.some(({ left, top, width, height }) => {
      const over = document.elementFromPoint(left + width / 2, top + height / 2);
      return over && (at.contains(over) || over.contains(at));
    }),
  };
}"""


def walk(page, key="Tab", most=400):
    """What each press of ``key`` leads to, until the focus has left the page."""
    stops = []
    for _step in range(most):
        page.keyboard.press(key)
        stop = page.evaluate(LOOK)
        if stop is None or stops[:1] == [stop]:
            return stops
        stops.append(stop)
    raise AssertionError(f"The focus is caught at {stops[-1]['at']}")


def focused(page):
    return page.locator(":focus")


def press_until(page, target, key="Tab", most=80):
    """Press ``key`` until ``target`` has the focus."""
    for _step in range(most):
        page.keyboard.press(key)
        if target.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError("The keyboard does not lead there.")


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (1280, "dark")])
@pytest.mark.parametrize("address", WALKS)
def test_focus_goes_through_a_page_in_order_and_in_sight(page, address, width, scheme):
    page.emulate_media(color_scheme=scheme)
    resize(page, width)
    page.goto(address)
    stops = walk(page)
    assert len(stops) > 10
    assert [stop["at"] for stop in stops if not stop["outlined"]] == []
    assert [stop["at"] for stop in stops if not stop["seen"]] == []
    # As the page is read: no positive tabindex, and nothing out of its place.
    order = [stop["index"] for stop in stops]
    assert order == sorted(order)


def test_the_way_back_is_the_same(page):
    page.goto(FINDER)
    forth = [stop["index"] for stop in walk(page)]
    back = [stop["index"] for stop in walk(page, "Shift+Tab")]
    assert back == forth[::-1]


@pytest.mark.parametrize("width", [320, 1280])
def test_the_menu_is_reached_first_and_says_where_one_is(page, width):
    resize(page, width)
    page.goto("/treatments/")
    press_until(page, page.locator(".kp-brand"), most=2)
    links = page.get_by_role("navigation", name="Main").get_by_role("link")
    assert links.count() > 2
    for link in links.all():
        page.keyboard.press("Tab")
        expect(link).to_be_focused()
        expect(link).to_be_in_viewport()
    here = page.get_by_role("link", name="Treatments", exact=True).first
    expect(here).to_have_attribute("aria-current", "page")
    page.get_by_role("link", name="Search").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/")


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


def test_questions_open_and_close(page):
    page.goto(TREATMENT_PAGE)
    question = page.locator("details").first
    question.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(question).to_have_js_property("open", True)
    page.keyboard.press("Space")
    expect(question).to_have_js_property("open", False)


def test_a_number_leads_to_its_source_and_back(page):
    page.goto(TREATMENT_PAGE)
    number = page.get_by_role("link", name="Reference 1", exact=True).first
    number.focus()
    page.keyboard.press("Enter")
    source = page.locator(":target")
    expect(source).to_be_in_viewport()
    # The focus has gone along: the next stops are those of the source.
    back = source.get_by_role("link", name=re.compile("^Back to text, 1 "))
    press_until(page, back, most=3)
    page.keyboard.press("Enter")
    expect(number).to_be_in_viewport()
    page.keyboard.press("Tab")
    after = page.evaluate(
        "number => number.compareDocumentPosition(document.activeElement)", number.element_handle()
    )
    assert after & 4, "The focus is not behind the number."


def test_the_bar_of_a_phone_is_the_last_thing_of_the_content(page):
    resize(page, 320)
    page.goto(TREATMENT_PAGE)
    call = page.locator(".kp-bar").get_by_role("link", name=re.compile("^Call "))
    call.focus()
    expect(call).to_be_in_viewport()
    page.keyboard.press("Tab")
    assert page.evaluate("!document.activeElement.closest('main')")


def test_filters_open_and_are_set(page):
    page.goto("/clinics/")
    more = page.locator(".kp-finder__more summary")
    more.focus()
    page.keyboard.press("Enter")
    box = page.get_by_label(re.compile("new patients", re.I))
    press_until(page, box, most=6)
    page.keyboard.press("Space")
    expect(box).to_be_checked()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("new_patients=on"))
    expect(page.locator("#kp-results")).to_be_in_viewport()


def test_a_mistake_leads_to_its_field(page):
    page.goto("/clinics/?place=86001&radius=none")
    wrong = page.get_by_role("alert").get_by_role("link").first
    wrong.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label(wrong.inner_text(), exact=True)).to_be_focused()


def test_the_map_opens_takes_the_focus_and_lets_go_of_it(page, watch):
    page.goto("/clinics/")
    button = page.get_by_role("button", name="Show these on a map")
    press_until(page, button)
    page.keyboard.press("Enter")
    screen = page.get_by_role("region", name="Map of the locations")
    expect(screen).to_be_focused()
    markers = screen.locator(".leaflet-marker-icon")
    press_until(page, markers.first, most=8)
    page.keyboard.press("Enter")
    expect(screen.locator(".leaflet-popup-content a")).to_be_visible()
    for _step in range(12):
        page.keyboard.press("Tab")
        if not page.evaluate("!!document.activeElement.closest('.kp-map')"):
            break
    assert not page.evaluate("!!document.activeElement.closest('.kp-map')")
    assert watch.complaints == []


def test_a_video_starts_and_takes_the_focus(new_context, editor_state):
    page = new_context(storage_state=editor_state).new_page()
    address = block_previews(page.context)["Video"]

    def with_video(route):
        # The preview asks no other site, so its template is empty.
        markup = route.fetch().text()
        assert "<template></template>" in markup
        frame = '<template><iframe src="/search/"></iframe></template>'
        route.fulfill(body=markup.replace("<template></template>", frame), content_type="text/html")

    page.route(f"**{address}", with_video)
    page.goto(address)
    press_until(page, page.locator("[data-kp-video] button"), most=2)
    page.keyboard.press("Enter")
    video = page.locator("[data-kp-video] iframe")
    expect(video).to_be_focused()
    expect(video).to_have_attribute("title", re.compile("."))
