"""The finder in a browser: without scripts, with a position, by keyboard, and on a small screen."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.watching import Watch

pytestmark = pytest.mark.browser

FINDER = "/clinics/"
# A ZIP code of Flagstaff, and a point in the middle of Phoenix.
FLAGSTAFF_ZIP = "86001"
PHOENIX_POINT = {"latitude": 33.4484, "longitude": -112.074}


def names(page):
    """The names of the clinics in the results, in order."""
    return page.locator("#kp-results .kp-cards h3").all_inner_texts()


def search(page, place):
    page.get_by_label(re.compile("ZIP", re.I)).fill(place)
    page.get_by_role("search").get_by_role("button", name="Search", exact=True).click()


@pytest.mark.parametrize("with_script", [True, False], ids=["with script", "without script"])
def test_a_zip_code_finds_the_nearest_clinic(new_context, base_url, with_script):
    page = new_context(java_script_enabled=with_script).new_page()
    watch = Watch(page, base_url)
    page.goto(FINDER)
    assert len(names(page)) == 2
    search(page, FLAGSTAFF_ZIP)
    page.wait_for_url(re.compile(rf"place={FLAGSTAFF_ZIP}"))
    assert names(page) == ["Ocotillo Lane Clinic, Flagstaff"]
    expect(page.locator("#kp-results")).to_contain_text("miles")
    assert watch.complaints == []


def test_a_place_that_nobody_knows_is_told_and_kept(page):
    page.goto(FINDER)
    search(page, "Nowhereville")
    expect(page.locator("#kp-results").get_by_role("alert")).to_be_visible()
    expect(page.get_by_label(re.compile("ZIP", re.I))).to_have_value("Nowhereville")


def test_the_position_of_the_visitor_is_used_rounded(new_context, base_url):
    context = new_context(geolocation=PHOENIX_POINT, permissions=["geolocation"])
    page = context.new_page()
    watch = Watch(page, base_url)
    page.goto(FINDER)
    page.get_by_role("button", name="Use my location").click()
    page.wait_for_url(re.compile(r"lat=33\.45&lon=-112\.07"))
    assert names(page) == ["Ocotillo Lane Clinic, Phoenix"]
    assert watch.complaints == []


def test_a_refused_position_is_told_and_nothing_is_searched(new_context):
    page = new_context(permissions=[]).new_page()
    page.goto(FINDER)
    # As where the visitor says no; a browser without a screen asks nobody.
    page.evaluate(
        """() => {
          navigator.geolocation.getCurrentPosition = (found, failed) => failed({ code: 1 });
        }"""
    )
    page.get_by_role("button", name="Use my location").click()
    expect(page.locator("[data-kp-locate-status]")).to_contain_text("Type a ZIP code")
    assert page.url.endswith(FINDER)


def test_the_finder_works_by_keyboard_alone(page):
    page.goto(FINDER)
    field = page.get_by_label(re.compile("ZIP", re.I))
    for _step in range(40):
        page.keyboard.press("Tab")
        if field.evaluate("field => field === document.activeElement"):
            break
    page.keyboard.type("Phoenix, AZ")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("place=Phoenix"))
    assert names(page) == ["Ocotillo Lane Clinic, Phoenix"]
