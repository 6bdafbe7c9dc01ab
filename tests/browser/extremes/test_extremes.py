"""Pages that go to extremes hold: nothing leaves the screen, is cut off or is covered."""

from __future__ import annotations

import pytest

from tests.browser.demo import running_demo
from tests.browser.extremes.pages import SCRIPTS

pytestmark = pytest.mark.browser

INDEX = "/index-too-much/"
CLINICS = "/clinics-too-much/"
PAGES = [
    "/",
    INDEX,
    f"{INDEX}treatment-too-much/",
    f"{INDEX}treatment-wide/",
    f"{INDEX}treatment-lost/",
    f"{INDEX}benefits-fifty/",
    f"{INDEX}benefits-one/",
    f"{INDEX}conditions-fifty/",
    CLINICS,
    f"{CLINICS}?place=85004&radius=50",
    f"{CLINICS}clinic-0/",
    f"{CLINICS}clinic-bare/",
    "/index-empty/",
    *[f"/{code}/extreme/" for code in SCRIPTS],
]
WIDTHS = [320, 375, 1280]

# What reaches beyond the screen or is cut off. A table may scroll within its frame.
FIND_MISFITS = """(width) => {
  const found = new Set();
  const name = (each) =>
    `${each.tagName}.${each.className} “${each.textContent.trim().slice(0, 30)}”`;
  if (document.documentElement.scrollWidth > width) found.add("The page scrolls sideways.");
  for (const each of document.querySelectorAll("body *")) {
    if (each.closest(".kp-hidden, .kp-skip, .kp-table > *") || !each.checkVisibility()) continue;
    const box = each.getBoundingClientRect();
    if (!box.width || !box.height) continue;
    if (box.left < -1 || box.right > width + 1) found.add(`Outside: ${name(each)}`);
    const cuts = ["hidden", "clip"].includes(getComputedStyle(each).overflowX);
    if (cuts && each.scrollWidth > each.clientWidth + 1) found.add(`Cut off: ${name(each)}`);
  }
  return [...found];
}"""

# Regions of a page that overlap; facts at a glance are meant to reach into the top of the page.
FIND_OVERLAPS = """() => {
  const regions = [...document.querySelectorAll(".kp-page > *, .kp-body__sections > *, .kp-card")]
    .filter((each) => each.checkVisibility() && !each.matches(".kp-glance-place, .kp-bar"));
  return regions.flatMap((one) => regions.filter((other) => {
    if (one === other || one.contains(other) || other.contains(one)) return false;
    if (one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_PRECEDING) return false;
    const [a, b] = [one.getBoundingClientRect(), other.getBoundingClientRect()];
    return Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
      && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;
  }).map((other) => `${one.className} over ${other.className}`));
}"""

# What a visitor who has scrolled to the end sees in the middle of the last line.
TOPMOST_AT_THE_END = """() => {
  scrollTo(0, document.documentElement.scrollHeight);
  const [last] = [...document.querySelectorAll("footer a, footer p")]
    .sort((a, b) => b.getBoundingClientRect().bottom - a.getBoundingClientRect().bottom);
  const box = last.getBoundingClientRect();
  const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  return top.closest("footer") !== null;
}"""


@pytest.fixture(scope="module")
def extremes(tmp_path_factory, browser_type_launch_args):
    """A demo of its own, since its pages and entries would turn up in every other test."""
    with running_demo(
        tmp_path_factory.mktemp("extremes"),
        settings="tests.browser.extremes.settings",
        also="tests.browser.extremes.pages",
    ) as demo:
        yield demo


@pytest.fixture
def visit(browser, extremes):
    """Opens a page of the demo on a screen of a width, with all that can be opened open."""
    contexts = []

    def visit(address, width):
        context = browser.new_context(
            base_url=extremes.url,
            viewport={"width": width, "height": 800},
            reduced_motion="reduce",
        )
        contexts.append(context)
        page = context.new_page()
        response = page.goto(address)
        assert response.status == 200
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        return page

    yield visit
    for context in contexts:
        context.close()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("address", PAGES)
def test_a_page_holds(visit, address, width):
    page = visit(address, width)
    assert page.evaluate(FIND_MISFITS, width) == []
    assert page.evaluate(FIND_OVERLAPS) == []


@pytest.mark.parametrize("address", PAGES)
def test_the_bar_of_a_phone_covers_nothing_at_the_end(visit, address):
    assert visit(address, 320).evaluate(TOPMOST_AT_THE_END)


@pytest.mark.parametrize("address", [f"{INDEX}treatment-lost/", f"{INDEX}conditions-fifty/"])
def test_a_picture_without_a_file_leaves_no_gap_and_no_broken_link(visit, address):
    page = visit(address, 375)
    assert page.locator("main img[src*=lost]").count() == 0
    assert page.locator(".kp-hero__image, .kp-card__head picture").count() == 0


def test_a_tall_picture_does_not_fill_more_than_the_screen(visit):
    page = visit(f"{INDEX}treatment-too-much/", 1280)
    heights = page.locator("main img").evaluate_all("all => all.map((one) => one.clientHeight)")
    assert heights
    assert max(heights) <= 800


@pytest.mark.parametrize("code", ["ar", "he"])
def test_pages_from_right_to_left_say_so(visit, code):
    page = visit(f"/{code}/extreme/", 375)
    assert page.evaluate("document.documentElement.dir") == "rtl"
    assert page.locator("h1").evaluate("one => getComputedStyle(one).letterSpacing") in {
        "normal",
        "0px",
    }
