"""Pages as people need them who see little, or are made ill by movement."""

from __future__ import annotations

import pytest

from tests.browser.axe import resize
from tests.browser.every_page import public_addresses

pytestmark = pytest.mark.browser

# WCAG 1.4.12: what a visitor may set, all at once.
SPACING = """
* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
p { margin-block-end: 2em !important; }
"""
LARGE_TEXT = "html { font-size: 200% !important; }"


# Elements that cut off their own text. What is hidden from eyes on purpose does not count.
CLIPPED = """() => [...document.querySelectorAll("body *")].filter((element) => {
  const style = getComputedStyle(element);
  if (element.closest(".kp-hidden, .kp-skip, svg, thead")) return false;
  if (!element.innerText?.trim()) return false;
  const cuts = (overflow) => overflow === "hidden" || overflow === "clip";
  return (cuts(style.overflowX) && element.scrollWidth > element.clientWidth + 1)
    || (cuts(style.overflowY) && element.scrollHeight > element.clientHeight + 1);
}).map((element) => element.outerHTML.slice(0, 160))"""


@pytest.mark.parametrize(
    ("style", "width"),
    [(SPACING, 320), (SPACING, 1280), (LARGE_TEXT, 640), (LARGE_TEXT, 1280)],
    ids=["spaced, 320", "spaced, 1280", "large, 640", "large, 1280"],
)
def test_no_text_is_cut_off(new_context, base_url, style, width):
    # A stylesheet of the visitor's own is above the policy of the site.
    page = new_context(bypass_csp=True).new_page()
    resize(page, width)
    found = {}
    for address in public_addresses(page.context, base_url):
        page.goto(address, wait_until="domcontentloaded")
        page.add_style_tag(content=style)
        wrong = page.evaluate(CLIPPED)
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wrong.append("scrolls sideways")
        if wrong:
            found[address] = wrong
    assert found == {}


def test_nothing_moves_for_those_who_ask_for_rest(page):
    page.goto("/treatments/ketamine-infusion-therapy/")
    behaviour = "getComputedStyle(document.documentElement).scrollBehavior"
    assert page.evaluate(behaviour) == "auto"
    page.locator(".kp-button").first.hover()
    assert page.evaluate("document.getAnimations().length") == 0
    page.emulate_media(reduced_motion="no-preference")
    assert page.evaluate(behaviour) == "smooth"
