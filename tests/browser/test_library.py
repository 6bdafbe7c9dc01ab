"""How an editor keeps the library and the clinic's details, once for all pages."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser import admin
from tests.browser.test_public_pages import PAGES, TREATMENT_PAGE

pytestmark = pytest.mark.browser

MOST_CLICKS = 4
PUBLISH_ANYWAY = "Publish it"


def test_an_editor_adds_a_benefit_with_a_new_source(editor):
    admin.open_library(editor, "Benefits")
    editor.get_by_role("link", name="Add benefit").first.click()
    editor.wait_for_load_state()
    editor.locator("#id_title").fill("Lighter mornings")
    editor.locator("#id_text").fill("A made-up finding in 12 people.")
    editor.locator("#id_evidence_level").select_option(label="Early evidence")
    admin.add_new(
        editor.get_by_role("button", name="Add source"),
        {"Title": "A small study of mornings", "Kind of source": "Observational study"},
    )
    preview = admin.open_preview(editor)
    expect(preview.get_by_role("heading", name="Lighter mornings")).to_be_visible()
    # Its source is a draft still, so it cannot be published yet.
    admin.save_draft(editor)

    admin.open_library(editor, "Sources")
    editor.get_by_role("link", name="A small study of mornings").click()
    admin.publish(editor)
    admin.open_library(editor, "Benefits")
    editor.get_by_role("link", name="Lighter mornings").click()
    expect(preview.get_by_text("A small study of mornings")).to_be_visible()
    expect(preview.get_by_text("Early evidence")).to_be_visible()
    admin.publish(editor)


def test_a_benefit_changes_on_every_page_at_once(editor):
    admin.open_library(editor, "Benefits")
    editor.get_by_role("link", name="Less pain").click()
    editor.locator("#id_text").fill("The wording of a new day.")
    # It ends the reviews of what shows it, and the editor is asked first.
    admin.press_publish(editor)
    expect(editor.get_by_text("clinical reviews end")).to_be_visible()
    editor.get_by_role("button", name=PUBLISH_ANYWAY).click()
    expect(admin.message(editor)).to_contain_text("published")
    for address in (TREATMENT_PAGE, "/treatments/benefits/"):
        editor.goto(address)
        expect(editor.get_by_text("The wording of a new day.")).to_be_visible()


def test_the_phone_number_changes_everywhere_in_four_clicks(editor):
    editor.goto("/admin/")
    clicks = 0
    for target in (
        editor.get_by_role("button", name="Settings"),
        editor.get_by_role("link", name="Clinic details"),
        editor.get_by_role("textbox", name="Main phone"),
    ):
        target.click()
        clicks += 1
    editor.keyboard.press("Control+A")
    editor.keyboard.type("602 555 0199")
    editor.get_by_role("button", name="Save").click()
    clicks += 1
    expect(admin.message(editor)).to_contain_text("updated")
    assert clicks <= MOST_CLICKS

    for address in PAGES[1:]:
        editor.goto(address)
        # Cards of clinics have numbers of their own.
        numbers = editor.locator(":is(header, .kp-hero, .kp-bar) a[href^='tel:+1']")
        assert set(numbers.evaluate_all("links => links.map((link) => link.href)")) == {
            "tel:+1-602-555-0199"
        }
        expect(editor.locator("body")).not_to_contain_text("555-0142")


def test_a_colour_that_is_hard_to_read_is_refused_with_a_better_one(editor):
    editor.goto("/admin/settings/ketamine_pages/clinicsettings/")
    editor.get_by_role("tab", name="Brand").click()
    editor.get_by_role("textbox", name="Brand colour").first.fill("#7fd1c7")
    editor.get_by_role("button", name="Save").click()
    expect(admin.errors(editor)).to_contain_text("The nearest colour that works is #")
