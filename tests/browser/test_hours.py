"""How an editor fills in opening hours."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser import admin

pytestmark = pytest.mark.browser

WEEKDAYS = range(5)


@pytest.fixture
def form(editor) -> Locator:
    """The opening hours in the form of a new location."""
    editor.goto("/admin/pages/")
    editor.get_by_role("link", name="Explore child pages of 'Clinics'").click()
    # Only locations go below it, so that there is nothing to choose.
    editor.get_by_role("link", name="Add child page").first.click()
    editor.wait_for_url("**/add/**")
    form = editor.locator("#id_hours")
    # The script is ready once it has taken the spare rows away.
    expect(form.locator("[name=hours-d0-s1-opens]")).to_be_hidden()
    return form


def day(form: Locator, number: int) -> Locator:
    return form.locator(f"[data-day=d{number}]")


def press(form: Locator, name: str) -> None:
    form.get_by_role("button", name=name).locator("visible=true").first.click()


def type_hours(form: Locator, opens: str, closes: str) -> None:
    """Type into the two inputs that come next, as one does without a mouse."""
    keyboard = form.page.keyboard
    keyboard.type(opens)
    keyboard.press("Tab")
    keyboard.type(closes)


def start_on(form: Locator, number: int) -> None:
    form.locator(f"[name=hours-d{number}-s0-opens]").focus()


def expect_hours(form: Locator, row: str, opens: str, closes: str) -> None:
    expect(form.locator(f"[name=hours-{row}-opens]")).to_have_value(opens)
    expect(form.locator(f"[name=hours-{row}-closes]")).to_have_value(closes)


def expect_sentence(form: Locator, text: str | re.Pattern[str]) -> None:
    expect(form.locator(".kp-hours__sentence")).to_have_text(text)


def test_monday_is_copied_to_the_weekdays(form):
    start_on(form, 0)
    type_hours(form, "9", "5")
    press(form, "Copy to weekdays")
    for number in WEEKDAYS:
        expect_hours(form, f"d{number}-s0", "9 am", "5 pm")
    expect_sentence(form, "Monday to Friday 9 a.m.–5 p.m.; Saturday and Sunday closed.")
    expect(form.locator("[name=hours-d5-s0-opens]")).to_be_focused()


def test_a_week_is_filled_in_with_the_keyboard_alone(form):
    start_on(form, 0)
    type_hours(form, "9", "5")
    button = form.get_by_role("button", name="Copy to weekdays").locator("visible=true")
    for _ in range(5):
        form.page.keyboard.press("Tab")
        if button.evaluate("button => button === document.activeElement"):
            break
    form.page.keyboard.press("Enter")
    type_hours(form, "10", "2")
    expect_sentence(form, re.compile("^Monday to Friday 9 .*; Saturday 10 a.m.–2 p.m.; Sunday"))


def test_copying_can_be_undone(form):
    start_on(form, 6)
    type_hours(form, "10", "2")
    start_on(form, 0)
    type_hours(form, "9", "5")
    day(form, 0).get_by_role("button", name="Copy to all days").click()
    expect_hours(form, "d6-s0", "9 am", "5 pm")
    press(form, "Undo copying")
    expect_sentence(form, "Monday 9 a.m.–5 p.m.; Tuesday to Saturday closed; Sunday 10 a.m.–2 p.m.")


def test_a_split_shift_has_two_periods(form):
    start_on(form, 0)
    type_hours(form, "9", "12")
    day(form, 0).get_by_role("button", name="Add another period").click()
    type_hours(form, "1", "5")
    expect_sentence(form, re.compile("^Monday 9 a.m.–noon and 1 p.m.–5 p.m.; "))

    day(form, 0).get_by_role("button", name="Remove this period").locator("visible=true").click()
    expect_sentence(form, re.compile("^Monday 9 a.m.–noon; "))


def test_a_third_period_is_possible(form):
    start_on(form, 0)
    for number, hours in enumerate([("8", "10"), ("11", "1"), ("3", "6")]):
        if number:
            day(form, 0).get_by_role("button", name="Add another period").click()
        type_hours(form, *hours)
    expect_sentence(form, re.compile("8 a.m.–10 a.m., 11 a.m.–1 p.m. and 3 p.m.–6 p.m."))
    expect(day(form, 0).get_by_role("textbox", name="Monday opens")).to_have_count(3)


def test_24_hours_put_the_times_away_and_give_them_back(form):
    start_on(form, 0)
    type_hours(form, "9", "5")
    all_day = form.locator("[name=hours-d0-s0-all_day]")
    all_day.check()
    expect_sentence(form, re.compile("^Monday open 24 hours; "))
    expect(form.locator("[name=hours-d0-s0-opens]")).to_be_hidden()
    all_day.uncheck()
    expect_sentence(form, re.compile("^Monday 9 a.m.–5 p.m.; "))


def test_a_holiday_becomes_a_closure_and_is_offered_no_more(form):
    form.locator("summary", has_text="Coming US holidays").click()
    offer = form.get_by_role("button", name="Add closure: Christmas Day", exact=True)
    offer.click()
    row = form.locator(".kp-hours__exception").locator("visible=true")
    expect(row.get_by_label("Reason")).to_have_value("Christmas Day")
    expect(row.get_by_label("Date", exact=True)).to_have_value(re.compile("-12-25$"))
    expect(row).to_contain_text("Closed all day")
    expect(offer).to_be_hidden()
    expect(form.locator(".kp-hours__preview")).to_contain_text("(Christmas Day) closed")

    press(form, "Remove this exception")
    expect(row).to_have_count(0)
    expect(offer).to_be_visible()


def test_an_exception_may_have_other_hours(form):
    press(form, "Add an exception")
    form.page.keyboard.type("12242040")
    row = form.locator(".kp-hours__exception").locator("visible=true")
    row.get_by_label("Reason").fill("Christmas Eve")
    row.get_by_role("button", name="Open at other hours").click()
    type_hours(form, "9", "12")
    form.page.keyboard.press("Tab")
    expect_hours(form, "x0-s0", "9 am", "12 pm")


def test_a_mistake_is_told_while_it_can_still_be_seen(form):
    start_on(form, 0)
    type_hours(form, "9", "5 o’clock")
    problems = form.locator(".kp-hours__problems")
    expect_sentence(form, "")
    expect(problems).to_be_empty()
    form.page.keyboard.press("Shift+Tab")
    start_on(form, 1)
    expect(problems).to_contain_text("Monday: “5 o’clock” is not a time.")
    wrong = form.locator("[name=hours-d0-s0-closes]")
    expect(wrong).to_have_attribute("aria-invalid", "true")
    wrong.fill("5")
    start_on(form, 1)
    expect(problems).to_be_empty()
    expect(wrong).not_to_have_attribute("aria-invalid", "true")


def test_an_error_keeps_what_was_typed(form):
    start_on(form, 0)
    type_hours(form, "9", "5")
    day(form, 0).get_by_role("button", name="Add another period").click()
    type_hours(form, "4 pm", "8 pm")
    start_on(form, 1)
    type_hours(form, "9 or so", "")
    admin.name_page(form.page, "Night clinic")
    form.page.get_by_role("button", name="Save draft").click()

    expect(admin.errors(form.page).first).to_contain_text(
        "Monday 9 a.m.–5 p.m. overlaps Monday 4 p.m.–8 p.m."
    )
    expect_hours(form, "d0-s1", "4 pm", "8 pm")
    expect_hours(form, "d1-s0", "9 or so", "")
    expect(form.locator("[name=hours-d0-s1-opens]")).to_have_attribute("aria-invalid", "true")
    expect(form.locator("[name=hours-d1-s0-opens]")).to_have_attribute("aria-invalid", "true")


def test_hours_are_saved_and_shown_again(form):
    start_on(form, 0)
    type_hours(form, "9", "17.30")
    admin.name_page(form.page, "Morning clinic")
    form.page.locator("#id_street").fill("1 Ocotillo Lane")
    form.page.locator("#id_city").fill("Phoenix")
    admin.save_draft(form.page)
    expect_hours(form, "d0-s0", "9 am", "5:30 pm")
    expect_sentence(form, "Monday 9 a.m.–5:30 p.m.; Tuesday to Sunday closed.")


def test_the_form_fits_a_phone(form):
    form.page.set_viewport_size({"width": 375, "height": 800})
    start_on(form, 0)
    type_hours(form, "9", "5")
    press(form, "Copy to weekdays")
    expect_sentence(form, re.compile("^Monday to Friday"))
    width = form.page.evaluate("document.documentElement.scrollWidth")
    assert width <= 375
