"""An editor is told what is missing, mends it and submits; a reviewer reads and approves."""

from __future__ import annotations

import os
import re

import pytest
from playwright.sync_api import expect

from tests.browser import admin
from tests.browser.watching import Watch

pytestmark = pytest.mark.browser

TITLE = "Benefits on trial"
BENEFIT = "Fewer sleepless nights"
NO_SOURCE = re.compile("“Fewer sleepless nights” has no")


def look(page, name):
    """Keep a picture where somebody wants to look: a folder in the variable SCREENSHOTS."""
    if folder := os.environ.get("SCREENSHOTS"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


@pytest.fixture
def reviewer(new_context, demo, base_url):
    """A page in the browser of the logged-in reviewer; nothing may go wrong in it unnoticed."""
    page = new_context().new_page()
    watch = Watch(page, base_url)
    admin.log_in(page, demo, "reviewer")
    yield page
    assert watch.complaints == []


def checks(page):
    return page.locator("[data-kp-checks]")


def add_benefit(page):
    """A benefit without a source, saved as a draft."""
    admin.open_library(page, "Benefits")
    page.get_by_role("link", name=re.compile("^Add benefit", re.I)).first.click()
    page.get_by_role("textbox", name="Title").fill(BENEFIT)
    page.get_by_role("textbox", name="Text").fill("Some people slept better for some days.")
    page.get_by_label("Evidence").select_option(label="Limited evidence")
    admin.save_draft(page)


def test_from_a_benefit_without_source_to_a_printed_review(editor, reviewer):
    add_benefit(editor)
    editor.get_by_role("link", name=BENEFIT).click()
    expect(checks(editor)).to_contain_text(NO_SOURCE)
    look(editor, "benefit-checks")

    # Publishing is refused, and what was typed stays.
    admin.press_publish(editor)
    expect(editor.locator(".messages")).to_contain_text("could not be")
    expect(editor.get_by_role("textbox", name="Title")).to_have_value(BENEFIT)
    look(editor, "benefit-refused")

    admin.cite_something(editor)
    admin.publish(editor)

    # A page that shows it, handed to the reviewer.
    admin.open_create_form(editor, "Benefit list")
    admin.name_page(editor, TITLE)
    picks = editor.locator("#panel-child-content-benefits-section")
    admin.choose_several(editor, picks, BENEFIT)
    admin.save_draft(editor)
    # The treatment brings its risks.
    expect(checks(editor)).to_contain_text("says which treatment it is about")
    look(editor, "page-checks")
    chooser = editor.get_by_role("button", name="Choose treatment").first
    admin.choose(editor, chooser, "Ketamine infusion therapy")
    admin.save_draft(editor)
    expect(checks(editor)).to_contain_text("No errors found")
    address = editor.url
    editor.get_by_role("button", name="More actions").click()
    editor.get_by_role("button", name=re.compile("Submit to")).click()
    expect(admin.message(editor)).to_contain_text("submitted")

    # From the dashboard; an e-mail that leads to the editor leads there as well.
    reviewer.goto("/admin/")
    look(reviewer, "reviewer-dashboard")
    reviewer.get_by_role("link", name=TITLE).first.click()
    expect(reviewer.get_by_role("heading", name="As visitors will see it")).to_be_visible()
    shown = reviewer.frame_locator(".kp-reading iframe")
    expect(shown.get_by_text(BENEFIT).first).to_be_visible()
    expect(reviewer.locator(".kp-reading__beside")).to_contain_text("all of it is new")
    look(reviewer, "reviewer-reads")
    place = reviewer.url
    reviewer.goto(address)
    expect(reviewer).to_have_url(place)
    reviewer.get_by_role("button", name="Approve as reviewed").click()
    expect(reviewer.get_by_text("You have approved the text")).to_be_visible()
    look(reviewer, "reviewer-result")

    reviewer.goto("/treatments/benefits-on-trial/")
    expect(reviewer.get_by_text("Medically reviewed by")).to_contain_text("Alex Example")
    look(reviewer, "review-line")
