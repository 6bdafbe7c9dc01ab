"""How an editor composes pages."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser import admin

pytestmark = pytest.mark.browser

OUTLINE = [
    "section",
    "conditions",
    "steps",
    "benefits",
    "safety",
    "questions",
    "call_to_action",
]


def test_a_new_treatment_page_shows_the_editor_its_outline(editor):
    admin.open_create_form(editor, "Treatment page")
    kinds = editor.locator("[name^=body-][name$=-type]:not([name*=-value-])")
    expect(kinds).to_have_count(len(OUTLINE))
    assert kinds.evaluate_all("inputs => inputs.map((input) => input.value)") == OUTLINE


def test_the_form_of_a_new_treatment_page_is_small(editor):
    admin.open_create_form(editor, "Treatment page")
    fields = editor.locator("#page-edit-form").evaluate(
        "form => [...form.elements].filter((field) => field.name).length"
    )
    assert 50 < fields < 250


def test_folding_one_section_of_the_outline_leaves_the_others_open(editor):
    admin.open_create_form(editor, "Treatment page")
    benefits = admin.section(editor, "Benefits")
    benefits.get_by_role("button", name="Toggle section").first.click()
    expect(benefits.get_by_role("textbox", name="Heading")).to_be_hidden()
    text = admin.section(editor, "Text section")
    expect(text.get_by_role("textbox", name="Heading")).to_be_visible()


def test_an_editor_composes_a_treatment_page_and_publishes_it(page, demo, watch):
    admin.log_in(page, demo)
    admin.open_create_form(page, "Treatment page")
    admin.name_page(page, "Infusions in the evening")
    chooser = page.get_by_role("button", name="Choose treatment").first
    admin.choose(page, chooser, "Ketamine infusion therapy")
    fill_in(page)
    admin.save_draft(page)
    assert page.request.get("/treatments/infusions-in-the-evening/").status == 404

    # The answer to the question is still missing.
    admin.press_publish(page)
    questions = admin.section(page, "Questions and answers")
    expect(questions.get_by_text("This field is required.")).to_be_visible()
    expect(admin.errors(page)).to_have_count(1)
    expect(page.locator("#id_title")).to_have_value("Infusions in the evening")
    expect(admin.section(page, "Benefits")).to_contain_text("More days without alcohol")
    expect(admin.section(page, "Text section")).to_contain_text("A drip into a vein.")

    admin.write(questions.get_by_role("textbox").last, "No. Have someone fetch you.")
    admin.publish(page)
    page.goto("/treatments/infusions-in-the-evening/")
    expect(page.get_by_role("heading", name="Two possible benefits")).to_be_visible()
    expect(page.get_by_role("heading", name="One conditions people ask about")).to_be_visible()
    expect(page.get_by_role("heading", name="References")).to_be_visible()
    assert watch.complaints == []


def fill_in(page):
    """Give every section of the outline its content, but for one answer."""
    text = admin.section(page, "Text section")
    admin.write(text.get_by_role("textbox").last, "A drip into a vein.")
    admin.choose_several(page, admin.section(page, "Conditions"), "Anxiety disorders")
    steps = admin.section(page, "Steps")
    steps.get_by_role("textbox", name="Title").fill("A first talk")
    steps.get_by_role("textbox", name="Text").fill("A clinician asks about your health.")
    benefits = admin.section(page, "Benefits")
    admin.choose_several(page, benefits, "Faster help", "More days without alcohol")
    questions = admin.section(page, "Questions and answers")
    questions.get_by_role("textbox", name="Question").fill("Can I drive home?")
    link = admin.section(page, "Link")
    link.get_by_role("textbox", name="Text").fill("Write to us")
    link.get_by_role("textbox", name="E-mail").fill("hello@example.com")


def test_an_editor_makes_a_benefit_list_and_adds_a_benefit_on_the_way(editor):
    admin.open_create_form(editor, "Benefit list")
    admin.name_page(editor, "Benefits at night")
    chooser = editor.get_by_role("button", name="Choose treatment").first
    admin.choose(editor, chooser, "Ketamine infusion therapy")
    editor.locator("#id_heading").fill("{count} benefits at night")
    picks = editor.locator("#panel-child-content-benefits-section")
    admin.choose_several(editor, picks, "Fewer OCD symptoms", "Less pain")
    admin.add_new(
        picks.get_by_role("button", name="Choose several"),
        {"Title": "Calmer evenings", "Text": "A made-up benefit.", "Evidence": "Early evidence"},
    )
    expect(picks).to_contain_text("Calmer evenings (draft)")

    preview = admin.open_preview(editor)
    expect(preview.get_by_role("heading", level=1)).to_have_text("Two benefits at night")
    expect(
        preview.get_by_text("Not shown to visitors: “Calmer evenings” is not published")
    ).to_be_visible()
    editor.locator("#id_heading").fill("{count} quiet benefits")
    expect(preview.get_by_role("heading", level=1)).to_have_text("Two quiet benefits")

    admin.publish(editor)
    editor.goto("/treatments/benefits-at-night/")
    expect(editor.get_by_role("heading", level=1)).to_have_text("Two quiet benefits")
    expect(editor.locator("main").get_by_text("Calmer evenings")).to_have_count(0)

    admin.open_library(editor, "Benefits")
    editor.get_by_role("link", name="Calmer evenings").click()
    admin.cite_something(editor)
    admin.publish(editor)
    editor.goto("/treatments/benefits-at-night/")
    expect(editor.get_by_role("heading", level=1)).to_have_text("Three quiet benefits")
    expect(editor.get_by_role("heading", name="Calmer evenings")).to_be_visible()


def test_an_editor_makes_a_condition_list(editor):
    admin.open_create_form(editor, "Condition list")
    admin.name_page(editor, "Conditions at night")
    chooser = editor.get_by_role("button", name="Choose treatment").first
    admin.choose(editor, chooser, "Ketamine infusion therapy")
    picks = editor.locator("#panel-child-content-conditions-section")

    admin.press_publish(editor)
    expect(picks.get_by_text("This field is required.")).to_be_visible()
    expect(editor.locator("#id_title")).to_have_value("Conditions at night")

    admin.choose_several(editor, picks, "Anxiety disorders", "Obsessive-compulsive disorder")
    admin.publish(editor)
    editor.goto("/treatments/conditions-at-night/")
    cards = editor.locator("main li", has=editor.get_by_role("heading", level=3))
    expect(cards.first).to_contain_text("Limited evidence")
    expect(cards.first).to_contain_text("is not approved by the FDA to treat anxiety disorders")


def test_the_chooser_of_blocks_shows_what_each_one_looks_like(editor):
    admin.open_create_form(editor, "Treatment page")
    editor.get_by_role("button", name="Insert a block").first.click()
    kinds = editor.get_by_role("option").all_inner_texts()
    assert len(kinds) == 17
    buttons = editor.get_by_role("button", name="Preview", exact=True)
    panel = editor.locator(".w-combobox-preview")
    for position, kind in enumerate(kinds):
        buttons.nth(position).click()
        expect(panel.locator("p")).not_to_be_empty()
        expect(panel).to_contain_text(kind)
        preview = editor.frame_locator(".w-combobox-preview iframe")
        expect(preview.locator("main > *").first).to_be_visible()


def test_the_window_lists_the_treatment_of_the_page_first(editor):
    admin.open_create_form(editor, "Treatment page")
    place = admin.section(editor, "Benefits")
    place.get_by_role("button", name="Choose several").click()
    window = editor.get_by_role("dialog")
    # Nothing is chosen on the page yet.
    expect(window.get_by_role("row", name="Remission for more people")).to_be_visible()
    expect(window.get_by_label("Those of other treatments as well")).to_have_count(0)
    window.get_by_role("button", name="Close").click()
    expect(window).to_be_hidden()

    chooser = editor.get_by_role("button", name="Choose treatment").first
    admin.choose(editor, chooser, "Ketamine infusion therapy")
    place.get_by_role("button", name="Choose several").click()
    expect(window.get_by_role("row", name="Less pain")).to_be_visible()
    expect(window.get_by_role("row", name="Remission for more people")).to_have_count(0)
    window.get_by_label("Those of other treatments as well").check()
    row = window.get_by_role("row", name="Remission for more people")
    expect(row).to_contain_text("other treatment: Spravato")
    row.get_by_role("checkbox").check()
    window.get_by_role("button", name="Confirm selection").click()
    expect(place).to_contain_text("Remission for more people")


def test_an_editor_finds_the_wording_of_the_site_where_it_is_chosen(editor):
    editor.goto("/admin/settings/ketamine_pages/clinicsettings/")
    editor.get_by_role("tab", name="Wording").click()
    expect(editor.get_by_text("Visitors who read English get “Wording of")).to_be_visible()
    admin.open_library(editor, "Site wording")
    editor.get_by_role("link", name="Wording of").first.click()
    preview = admin.open_preview(editor)
    expect(preview.get_by_role("heading", name="If you are in crisis")).to_be_visible()
    # The preview follows what is another than what it has seen first.
    editor.wait_for_timeout(2000)
    editor.get_by_role("textbox", name="Heading").fill("Help is near")
    expect(preview.get_by_role("heading", name="Help is near")).to_be_visible()
