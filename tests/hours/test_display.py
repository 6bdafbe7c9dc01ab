"""Hours as pages print them."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, time
from unittest import mock

import pytest
from django.utils import timezone, translation

from ketamine_pages.hours.core import DatedException, Hours, Period, Schedule, TemporaryStatus
from ketamine_pages.hours.display import display, running_until, zone_place
from ketamine_pages.templatetags.ketamine_pages_hours import hours_of

# A Monday morning in Phoenix.
NOW = datetime(2026, 11, 23, 17, tzinfo=UTC)
OFFICE = tuple(Period(day, time(9), time(17)) for day in range(5))
CLINIC = Schedule("America/Phoenix", OFFICE)


def with_exceptions(*exceptions):
    return replace(CLINIC, exceptions=exceptions)


def rows(lines):
    return [(line.label, *line.texts) for line in lines]


def test_a_location_without_hours_has_none_to_show():
    assert display(Schedule("America/Phoenix"), NOW) is None


@pytest.mark.parametrize(
    ("periods", "expected"),
    [
        ([Period(0, time(9), time(17))], ("9 a.m.–5 p.m.",)),
        ([Period(0, time(9), time(17, 30))], ("9 a.m.–5:30 p.m.",)),
        (
            [Period(0, time(13), time(17)), Period(0, time(9), time(12))],
            ("9 a.m.–noon", "1 p.m.–5 p.m."),
        ),
        ([Period(0, time(22), time(2))], ("10 p.m.–2 a.m.",)),
        ([Period(0, time(18), time(0))], ("6 p.m.–midnight",)),
        ([Period(0, time(), time())], ("Open 24 hours",)),
        ([Period(0, time(), time(), by_appointment=True)], ("By appointment",)),
        ([Period(0, time(9), time(12), True)], ("9 a.m.–noon by appointment",)),
        ([Period(1, time(9), time(12))], ("Closed",)),
    ],
    ids=["plain", "half", "split", "overnight", "midnight", "24", "appointment", "by", "closed"],
)
def test_a_day_is_told_in_the_words_of_the_page(periods, expected):
    shown = display(Schedule("America/Phoenix", tuple(periods)), NOW)
    assert shown.week[0].texts == expected
    assert shown.today.texts == expected


def test_the_week_has_a_row_for_each_day():
    week = display(CLINIC, NOW).week
    assert [line.label for line in week][::6] == ["Monday", "Sunday"]
    assert [line.is_closed for line in week] == [False] * 5 + [True] * 2
    assert [line.weekdays for line in week] == list("0123456")


def test_a_card_joins_days_with_the_same_hours():
    groups = display(CLINIC, NOW).groups
    assert rows(groups) == [
        ("Monday to Friday", "9 a.m.–5 p.m."),
        ("Saturday and Sunday", "Closed"),
    ]
    assert [line.weekdays for line in groups] == ["01234", "56"]


def test_another_language_has_its_own_words_and_clock():
    with translation.override("es"):
        assert display(CLINIC, NOW).week[0].texts == ("09:00–17:00",)


def test_an_exception_of_the_coming_two_weeks_is_shown_with_its_reason():
    closed = DatedException(date(2026, 11, 26), reason="Thanksgiving Day")
    [line] = display(with_exceptions(closed), NOW).exceptions
    assert (line.label, line.texts, line.reason) == (
        "Thursday, November\N{NO-BREAK SPACE}26",
        ("Closed",),
        "Thanksgiving Day",
    )


def test_an_exception_of_several_days_names_the_first_and_the_last():
    short = DatedException(date(2026, 11, 30), date(2026, 12, 2), (Hours(time(9), time(12)),))
    [line] = display(with_exceptions(short), NOW).exceptions
    assert (line.label, line.texts) == (
        "November\N{NO-BREAK SPACE}30 to December\N{NO-BREAK SPACE}2",
        ("9 a.m.–noon",),
    )


@pytest.mark.parametrize(
    ("day", "shown"),
    [
        (date(2026, 11, 22), 0),
        (date(2026, 11, 23), 1),
        (date(2026, 12, 7), 1),
        (date(2026, 12, 8), 0),
    ],
    ids=["yesterday", "today", "in two weeks", "later"],
)
def test_only_coming_exceptions_are_shown(day, shown):
    assert len(display(with_exceptions(DatedException(day)), NOW).exceptions) == shown


def test_the_hours_of_today_are_those_of_its_exception():
    shown = display(with_exceptions(DatedException(date(2026, 11, 23), reason="Snow")), NOW)
    assert (shown.today.label, shown.today.texts, shown.today.reason) == (
        "Monday",
        ("Closed",),
        "Snow",
    )
    assert shown.today_text == "Closed (Snow)"


def test_today_is_the_day_at_the_location():
    # Sunday evening in Honolulu, Monday morning in Berlin.
    at = datetime(2026, 11, 23, 5, tzinfo=UTC)
    days = [
        display(replace(CLINIC, time_zone=zone), at).today.label
        for zone in ("Pacific/Honolulu", "Europe/Berlin")
    ]
    assert days == ["Sunday", "Monday"]


def test_the_script_gets_what_to_say_and_when():
    data = display(CLINIC, NOW, days=2).data
    assert plain(data) == {
        "today": "Today",
        "texts": [
            ("closed", "Closed now · opens 9 a.m."),
            ("open", "Open now · closes 5 p.m."),
            ("closed", "Closed now · opens tomorrow 9 a.m."),
        ],
        "says": [
            ["2026-11-23T07:00:00Z", 0],
            ["2026-11-23T16:00:00Z", 1],
            ["2026-11-24T00:00:00Z", 2],
            ["2026-11-24T07:00:00Z", 0],
            ["2026-11-24T16:00:00Z", 1],
            ["2026-11-25T00:00:00Z", 2],
            ["2026-11-25T07:00:00Z"],
        ],
        "days": [
            ["2026-11-23T07:00:00Z", "2026-11-23", 0, "9 a.m.–5 p.m."],
            ["2026-11-24T07:00:00Z", "2026-11-24", 1, "9 a.m.–5 p.m."],
            ["2026-11-25T07:00:00Z"],
        ],
    }
    assert json.loads(json.dumps(data))["says"] == data["says"]


def plain(data):
    """``data`` with ordinary spaces."""
    texts = [(state, text.replace("\N{NO-BREAK SPACE}", " ")) for state, text in data["texts"]]
    return {**data, "texts": texts}


def said(schedule, *moment):
    """State and sentence at a moment by the clock in UTC."""
    at = datetime(*moment, tzinfo=UTC)
    data = plain(display(schedule, at, days=1).data)
    now = at.strftime("%Y-%m-%dT%H:%M:%SZ")
    return data["texts"][[place for start, *place in data["says"] if start <= now][-1][0]]


OFFICE_IN_UTC = Schedule("UTC", OFFICE)
BAR = Schedule("UTC", (Period(4, time(20), time(2)),))
ALWAYS = Schedule("UTC", tuple(Period(day, time(), time()) for day in range(7)))
MIXED = Schedule("UTC", (Period(0, time(9), time(12)), Period(0, time(12), time(15), True)))
# Open from Tuesday until Thursday night without a break, as hours that touch.
NIGHTS = Schedule("UTC", (Period(1, time(2, 30), time(2)), Period(2, time(2), time(1, 30))))
EARLY = Schedule("UTC", (Period(4, time(20), time(22)), Period(5, time(2), time(4))))
RARE = Schedule("UTC", (Period(0, time(9), time(12)),))


@pytest.mark.parametrize(
    ("schedule", "moment", "state", "text"),
    [
        (OFFICE_IN_UTC, (2026, 11, 23, 8), "closed", "Closed now · opens 9 a.m."),
        (OFFICE_IN_UTC, (2026, 11, 23, 9), "open", "Open now · closes 5 p.m."),
        (OFFICE_IN_UTC, (2026, 11, 23, 17), "closed", "Closed now · opens tomorrow 9 a.m."),
        (OFFICE_IN_UTC, (2026, 11, 27, 17), "closed", "Closed now · opens Monday 9 a.m."),
        (OFFICE_IN_UTC, (2026, 11, 29, 12), "closed", "Closed now · opens tomorrow 9 a.m."),
        (BAR, (2026, 11, 27, 23), "open", "Open now · closes 2 a.m."),
        (BAR, (2026, 11, 28, 1), "open", "Open now · closes 2 a.m."),
        (ALWAYS, (2026, 11, 28, 1), "open", "Open now"),
        (EARLY, (2026, 11, 27, 23), "closed", "Closed now · opens tomorrow 2 a.m."),
        (NIGHTS, (2026, 11, 25, 1), "open", "Open now · closes tomorrow 1:30 a.m."),
        (MIXED, (2026, 11, 23, 8), "closed", "Closed now · opens 9 a.m."),
        (MIXED, (2026, 11, 23, 10), "open", "Open now · by appointment from noon"),
        (MIXED, (2026, 11, 23, 13), "by-appointment", "By appointment now · until 3 p.m."),
        (RARE, (2026, 11, 23, 13), "closed", "Closed now"),
        (RARE, (2026, 11, 24, 13), "closed", "Closed now · opens Monday 9 a.m."),
    ],
)
def test_the_sentence_tells_the_next_change(schedule, moment, state, text):
    assert said(schedule, *moment) == (state, text)


@pytest.mark.parametrize(
    ("hour", "expected"),
    [
        (10, ("open", "Open now · closes noon")),
        (12, ("shut", "Temporarily closed · opens 3 p.m.")),
        (15, ("open", "Open now · closes 5 p.m.")),
    ],
)
def test_a_temporary_closure_is_told_as_such(hour, expected):
    starts, ends = (datetime(2026, 11, 23, hour, tzinfo=UTC) for hour in (12, 15))
    notice = TemporaryStatus("No water.", starts, ends, closed=True)
    shut = replace(OFFICE_IN_UTC, temporary=notice)
    assert said(shut, 2026, 11, 23, hour) == expected


def test_a_closure_that_ends_at_night_is_over_by_then():
    starts, ends = (datetime(2026, 11, day, tzinfo=UTC) for day in (23, 24))
    notice = TemporaryStatus("No water.", starts, ends, closed=True)
    shut = replace(OFFICE_IN_UTC, temporary=notice)
    assert said(shut, 2026, 11, 23, 20)[1] == "Temporarily closed · opens tomorrow 9 a.m."
    assert said(shut, 2026, 11, 24, 1) == ("closed", "Closed now · opens 9 a.m.")


def test_what_is_shown_stays_the_same_all_day():
    evening = datetime(2026, 11, 24, 6, 59, tzinfo=UTC)
    assert display(CLINIC, evening) == display(CLINIC, NOW)
    assert display(CLINIC, evening.replace(hour=7)) != display(CLINIC, NOW)


@pytest.mark.parametrize(
    ("hour", "expected"),
    [(23, ""), (0, "2 a.m."), (1, "2 a.m."), (2, ""), (12, "")],
)
def test_after_midnight_the_evening_before_is_still_told(hour, expected):
    bar = Schedule("UTC", (Period(4, time(22), time(2)),))
    day = 20 if hour == 23 else 21
    assert running_until(bar, datetime(2026, 11, day, hour, tzinfo=UTC)) == expected


@pytest.mark.parametrize(
    ("zone", "place"),
    [
        ("America/New_York", "New York"),
        ("America/Argentina/Buenos_Aires", "Buenos Aires"),
        ("UTC", "UTC"),
    ],
)
def test_a_time_zone_is_named_after_its_place(zone, place):
    assert zone_place(zone) == place


@pytest.mark.parametrize(("detail", "days"), [("", 15), ("card", 8)])
def test_the_script_knows_as_many_days_as_the_reference_promises(detail, days):
    with mock.patch.object(timezone, "now", return_value=NOW):
        hours = hours_of(CLINIC, detail) if detail else hours_of(CLINIC)
    # The last row is the instant from which on nothing is known.
    assert len(hours.data["days"]) == days + 1
