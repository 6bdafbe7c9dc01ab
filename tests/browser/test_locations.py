"""Locations in a browser: what is open now, cards, and how many clicks a card takes."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.browser import admin
from tests.browser.axe import resize

pytestmark = pytest.mark.browser

PHOENIX = "/clinics/phoenix/"
TREATMENT_PAGE = "/treatments/ketamine-infusion-therapy/"
PAGES = [PHOENIX, TREATMENT_PAGE]
MOST_CLICKS = 8
BEHIND_UTC = timedelta(hours=7)


def next_weekday(weekday: int) -> date:
    """The first such day (0 is Monday) from tomorrow in Phoenix on, at most a week ahead."""
    today = (datetime.now(UTC) - BEHIND_UTC).date()
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


def in_phoenix(weekday: int, hour: int, minute: int = 0) -> datetime:
    """An instant by the clock in Phoenix, which is seven hours behind UTC all year."""
    day = next_weekday(weekday)
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC) + BEHIND_UTC


@pytest.fixture
def visit(new_context):
    """Opens the page of the clinic in Phoenix at an instant, anywhere in the world."""

    def visit(at, time_zone="America/Phoenix", address=PHOENIX):
        page = new_context(timezone_id=time_zone).new_page()
        page.clock.install(time=at)
        page.goto(address)
        return page

    return visit


def status(page):
    return page.locator("[data-kp-status]").first


@pytest.mark.parametrize("time_zone", ["America/Phoenix", "Europe/Berlin", "Pacific/Auckland"])
def test_what_is_open_is_the_same_wherever_the_browser_is(visit, time_zone):
    page = visit(in_phoenix(1, 10, 30), time_zone)
    expect(status(page)).to_have_text("Open now · closes noon")
    expect(page.locator("tr[aria-current] th").first).to_have_text("Tuesday")


@pytest.mark.parametrize(
    ("weekday", "hour", "text"),
    [
        (1, 7, "Closed now · opens 8 a.m."),
        (1, 12, "Closed now · opens 1 p.m."),
        (1, 14, "Open now · closes 5 p.m."),
        (1, 18, "Closed now · opens tomorrow 8 a.m."),
        (5, 10, "By appointment now · until 1 p.m."),
        (6, 10, "Closed now · opens tomorrow 8 a.m."),
    ],
)
def test_the_next_change_is_told(visit, weekday, hour, text):
    # Holidays move, so a day that is one has other words.
    page = visit(in_phoenix(weekday, hour))
    exceptions = page.locator("[data-kp-dates]").evaluate_all(
        "rows => rows.map((row) => row.dataset.kpDates.slice(0, 10))"
    )
    near = {next_weekday(weekday) + timedelta(days=days) for days in (0, 1)}
    if near & {date.fromisoformat(day) for day in exceptions}:
        pytest.skip("A holiday of these weeks falls on the day.")
    expect(status(page)).to_have_text(text)


def test_the_text_follows_the_clock_without_a_reload(visit):
    page = visit(in_phoenix(1, 11, 59))
    expect(status(page)).to_have_text("Open now · closes noon")
    page.clock.run_for("01:01")
    expect(status(page)).to_have_text("Closed now · opens 1 p.m.")


def test_only_a_change_is_announced(visit):
    page = visit(in_phoenix(1, 11, 58))
    expect(status(page)).to_have_attribute("aria-live", "polite")
    page.evaluate(
        "place => { window.changes = 0; new MutationObserver(() => window.changes++)"
        ".observe(document.querySelector('[data-kp-status]'), { childList: true }); }"
    )
    page.clock.run_for("01:00")
    assert page.evaluate("window.changes") == 0
    page.clock.run_for("02:00")
    assert page.evaluate("window.changes") == 1


def test_cards_announce_nothing(visit):
    page = visit(in_phoenix(1, 10), address=TREATMENT_PAGE)
    expect(status(page)).to_have_text(re.compile("now"))
    expect(page.locator("[aria-live]")).to_have_count(0)


def test_a_tab_that_comes_back_is_right_at_once(visit):
    page = visit(in_phoenix(1, 11))
    expect(status(page)).to_have_text("Open now · closes noon")
    page.clock.set_fixed_time(in_phoenix(1, 14))
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(status(page)).to_have_text("Open now · closes 5 p.m.")


def test_an_old_page_says_nothing_of_a_day_that_it_does_not_know(visit):
    page = visit(datetime.now(UTC) + timedelta(days=16))
    expect(page.locator(".kp-hours").first).to_be_visible()
    expect(status(page)).to_be_hidden()
    expect(page.locator("[data-kp-today]")).to_be_hidden()
    expect(page.locator("[aria-current=date]")).to_have_count(0)


def test_a_notice_goes_by_itself(visit):
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    expect(visit(tomorrow).locator(".kp-alert")).to_be_visible()
    page = visit(datetime.now(UTC) + timedelta(days=12))
    expect(page.locator(".kp-hours").first).to_be_visible()
    expect(page.locator(".kp-alert")).to_be_hidden()


def test_the_week_stands_there_without_javascript(new_context):
    page = new_context(java_script_enabled=False).new_page()
    page.goto(PHOENIX)
    expect(
        page.get_by_role("row", name=re.compile("^Monday 8 a.m.–noon 1 p.m.–5 p.m."))
    ).to_be_visible()
    expect(status(page)).to_be_hidden()
    page.goto(TREATMENT_PAGE)
    card = page.locator(".kp-clinic").first
    card.get_by_text("All hours").click()
    expect(card.get_by_role("row", name=re.compile("^Friday"))).to_be_visible()


@pytest.mark.parametrize("address", PAGES)
def test_a_page_with_locations_complains_of_nothing(page, watch, address):
    response = page.goto(address, wait_until="networkidle")
    assert response.headers["content-security-policy"] == "default-src 'self'"
    expect(status(page)).to_be_visible()
    assert watch.complaints == []


def test_a_card_is_used_from_the_keyboard(page):
    page.goto(TREATMENT_PAGE)
    card = page.locator(".kp-clinic").first
    stops = []
    card.get_by_role("link").first.focus()
    for _stop in range(4):
        stops.append(page.evaluate("document.activeElement.textContent.trim().split('\\n')[0]"))
        if len(stops) == 2:
            page.keyboard.press("Enter")
            expect(card.get_by_role("row", name=re.compile("^Friday"))).to_be_visible()
        page.keyboard.press("Tab")
    assert re.match("Ocotillo Lane Clinic", stops[0])
    assert re.match("All hours", stops[1])
    assert re.match(r"\(602\)", stops[2])
    assert re.match("Directions", stops[3])


def test_the_bar_of_a_phone_calls_the_location(page):
    resize(page, 375)
    page.goto("/clinics/flagstaff/")
    call = page.locator(".kp-bar").get_by_role("link", name=re.compile("^Call "))
    expect(call).to_be_in_viewport()
    expect(call).to_have_attribute("href", "tel:+1-928-555-0167")


def test_a_page_prints_the_hours(page):
    page.goto(PHOENIX)
    page.emulate_media(media="print")
    expect(page.locator(".kp-hours").first).to_be_visible()
    expect(status(page)).to_be_hidden()


def test_a_card_is_on_a_page_and_published_in_eight_clicks(editor):
    """Counted from the dashboard, where the page is among the latest edits."""
    admin.open_create_form(editor, "Benefit list")
    admin.name_page(editor, "Benefits near you")
    # Brings the risks, without which benefits are not published.
    chooser = editor.get_by_role("button", name="Choose treatment").first
    admin.choose(editor, chooser, "Ketamine infusion therapy")
    picks = editor.locator("#panel-child-content-benefits-section")
    admin.choose_several(editor, picks, "Less pain")
    admin.save_draft(editor)

    editor.goto("/admin/")
    clicks = Clicks()
    clicks.on(editor.get_by_role("link", name="Benefits near you").first)
    editor.wait_for_url("**/edit/")
    clicks.on(editor.get_by_role("button", name="Insert a block").last)
    clicks.on(editor.get_by_role("option", name=re.compile("Location cards")))
    cards = admin.section(editor, "Location cards")
    clicks.on(cards.get_by_role("button", name=re.compile("^Choose a")).first)
    window = editor.get_by_role("dialog")
    clicks.on(window.get_by_role("link", name="Ocotillo Lane Clinic, Phoenix"))
    expect(window).to_be_hidden()
    clicks.on(editor.get_by_role("button", name="More actions"))
    clicks.on(editor.get_by_role("button", name="Publish"))
    expect(admin.message(editor)).to_contain_text("published")
    assert clicks.count <= MOST_CLICKS

    editor.goto("/treatments/benefits-near-you/")
    card = editor.locator(".kp-location-cards .kp-clinic")
    expect(card).to_have_count(1)
    expect(card).to_contain_text("100 Ocotillo Lane, Suite 210")
    expect(card).to_contain_text("(602) 555-0161")
    expect(card.locator("[data-kp-text]")).to_contain_text(re.compile("a.m.|Closed|appointment"))


class Clicks:
    """Counts what an editor clicks on."""

    def __init__(self) -> None:
        self.count = 0

    def on(self, target) -> None:
        target.click()
        self.count += 1
