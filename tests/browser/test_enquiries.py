"""The enquiry form on a phone: with and without scripts, by keyboard alone, and what axe says."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.axe import resize, violations
from tests.browser.watching import Watch

pytestmark = pytest.mark.browser

FORM = "/ask-for-a-call/"
PHONE_WIDTH = 375
MINIMUM_TARGET = 44


def send(page):
    page.get_by_role("button", name="Send").click()


def fill_in(page):
    page.get_by_label("Your name").fill("Jane Roe")
    page.get_by_label("Phone").fill("(602) 555-0175")
    page.get_by_text("Afternoon").click()
    page.get_by_label("Which clinic?").select_option(label="Ocotillo Lane Clinic, Phoenix")
    page.get_by_text("A tour of the clinic").click()
    page.get_by_label("I agree").check()


def expect_thanks(page):
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you. We have your enquiry.")
    expect(page.locator(".kp-thanks__reference")).to_have_text(
        re.compile(r"KP-[2-9A-Z]{4}-[2-9A-Z]{2}")
    )
    expect(page.get_by_role("heading", name="If you are in crisis")).to_be_visible()
    assert "Jane" not in page.url


@pytest.mark.parametrize("with_script", [True, False], ids=["with script", "without script"])
def test_a_visitor_fills_in_the_form_on_a_phone_and_is_thanked(new_context, base_url, with_script):
    page = new_context(java_script_enabled=with_script).new_page()
    resize(page, PHONE_WIDTH)
    watch = Watch(page, base_url)
    page.goto(FORM)
    fill_in(page)
    send(page)
    expect_thanks(page)
    page.reload()
    expect_thanks(page)
    assert watch.complaints == []


@pytest.mark.parametrize("with_script", [True, False], ids=["with script", "without script"])
def test_mistakes_take_the_focus_and_lead_to_the_fields(new_context, with_script):
    page = new_context(java_script_enabled=with_script).new_page()
    resize(page, PHONE_WIDTH)
    page.goto(FORM)
    page.get_by_label("E-mail").fill("jane@")
    send(page)
    alert = page.get_by_role("alert")
    expect(alert).to_be_visible()
    expect(page).to_have_title(re.compile("^Please check:"))
    expect(page.get_by_label("E-mail")).to_have_value("jane@")
    if with_script:
        # Only scripts can be asked what has the focus; the markup is the same.
        expect(alert).to_be_focused()
    alert.get_by_role("link", name=re.compile("^Your name")).click()
    expect(page.get_by_label("Your name")).to_be_focused()
    fill_in(page)
    page.get_by_label("E-mail").fill("jane@example.com")
    send(page)
    expect_thanks(page)


def test_the_form_can_be_sent_by_keyboard_alone(page, watch):
    resize(page, PHONE_WIDTH)
    page.goto(FORM)
    page.get_by_label("Your name").focus()
    keys = page.keyboard
    keys.type("Jane Roe")
    for text in ("6025550175", "jane@example.com"):
        keys.press("Tab")
        keys.type(text)
    keys.press("Tab")
    keys.press("ArrowDown")
    expect(page.get_by_label("Afternoon")).to_be_checked()
    keys.press("Tab")
    expect(page.get_by_label("Which clinic?")).to_be_focused()
    keys.press("Tab")
    keys.press("Space")
    expect(page.get_by_label("A call", exact=True)).to_be_checked()
    # The trap is passed by.
    keys.press("Tab")
    expect(page.get_by_label("I agree")).to_be_focused()
    keys.press("Space")
    keys.press("Tab")
    expect(page.get_by_role("button", name="Send")).to_be_focused()
    keys.press("Enter")
    expect_thanks(page)
    assert watch.complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_axe_finds_nothing_about_form_mistakes_and_thanks(page, scheme, direction):
    page.emulate_media(color_scheme=scheme)
    page.goto(FORM)

    def check():
        page.evaluate("dir => { document.documentElement.dir = dir }", direction)
        for width in (320, 1280):
            resize(page, width)
            assert violations(page) == [], f"at {width} pixels"
            assert page.evaluate("document.documentElement.scrollWidth") <= width

    check()
    send(page)
    expect(page.get_by_role("alert")).to_be_visible()
    check()
    fill_in(page)
    send(page)
    expect_thanks(page)
    check()


def test_whatever_is_touched_is_large_enough(page):
    resize(page, PHONE_WIDTH)
    page.goto(FORM)
    send(page)
    touched = "input:not([type=hidden], [tabindex]), select, textarea, button, label, a"
    for each in page.locator(".kp-enquiry").locator(touched).all():
        inside_label = each.evaluate("node => node.tagName != 'LABEL' && !!node.closest('label')")
        names_an_input = each.evaluate("node => node.matches('label:not(.kp-enquiry__option)')")
        hidden = each.evaluate("node => !!node.closest('.kp-hidden')")
        if not (inside_label or names_an_input or hidden):
            assert each.bounding_box()["height"] >= MINIMUM_TARGET, each.evaluate(
                "node => node.outerHTML"
            )


def test_what_has_the_focus_is_not_behind_the_bar(page):
    resize(page, PHONE_WIDTH)
    page.goto(FORM)
    bar = page.locator(".kp-bar")
    for label in ("Your name", "E-mail", "I agree"):
        page.get_by_label(label).focus()
        box, covering = page.get_by_label(label).bounding_box(), bar.bounding_box()
        assert box["y"] + box["height"] <= covering["y"], label


def test_a_double_click_makes_one_enquiry(page):
    resize(page, PHONE_WIDTH)
    page.goto(FORM)
    fill_in(page)
    page.get_by_role("button", name="Send").dblclick()
    expect_thanks(page)


def test_a_call_to_action_leads_to_the_form(page):
    page.goto("/treatments/ketamine-infusion-therapy/")
    page.get_by_role("link", name="Ask for a call or a tour").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ask for a call or a tour")


def test_nobody_keeps_a_form(page):
    assert page.goto(FORM).headers["cache-control"] == "no-store"
