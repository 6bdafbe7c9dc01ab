"""The week as a table and as a sentence."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from ketamine_pages.hours.core import (
    DatedException,
    Hours,
    Period,
    Schedule,
    Wording,
    days,
    describe_day,
    describe_exception,
    describe_week,
    regular_week,
    summary,
    today,
    upcoming_exceptions,
)

MORNING, AFTERNOON = Hours(time(9), time(12)), Hours(time(13), time(17))
CLINIC = Schedule(
    "America/New_York",
    (
        *(Period(day, time(13), time(17)) for day in range(5)),
        *(Period(day, time(9), time(12)) for day in range(5)),
        Period(5, time(), time(), by_appointment=True),
    ),
    (
        DatedException(date(2026, 11, 26), reason="Thanksgiving Day"),
        DatedException(date(2026, 11, 27), hours=(Hours(time(10), time(14)),)),
    ),
)


def only(*periods: Period) -> str:
    return describe_week(summary(Schedule("America/New_York", periods)))


def test_the_usual_week_is_one_sentence() -> None:
    assert describe_week(summary(CLINIC)) == (
        "Monday to Friday 09:00–12:00 and 13:00–17:00; Saturday by appointment; Sunday closed"
    )


@pytest.mark.parametrize(
    ("weekdays", "expected"),
    [
        ((0, 1, 2, 4), "Monday to Wednesday and Friday"),
        ((0, 2, 4), "Monday, Wednesday and Friday"),
        ((0, 1), "Monday and Tuesday"),
        ((0, 1, 5, 6), "Monday, Tuesday, Saturday and Sunday"),
        ((3,), "Thursday"),
        ((0, 1, 2, 4, 5, 6), "Monday to Wednesday and Friday to Sunday"),
    ],
)
def test_days_of_equal_hours_are_joined(weekdays: tuple[int, ...], expected: str) -> None:
    text = only(*(Period(day, time(9), time(17)) for day in weekdays))
    assert f"{expected} 09:00–17:00" in text.split("; ")


def test_seven_equal_days_are_every_day() -> None:
    assert only(*(Period(day, time(), time()) for day in range(7))) == "Every day open 24 hours"
    assert only() == "Every day closed"


def test_a_group_has_its_rows_and_runs() -> None:
    group = summary(CLINIC)[0]
    assert [row.weekday for row in group.days] == [0, 1, 2, 3, 4]
    assert group.runs == ((0, 4),)
    assert group.hours == (MORNING, AFTERNOON)
    assert [group.is_closed for group in summary(CLINIC)] == [False, False, True]


def test_a_week_is_from_monday_to_sunday_without_exceptions() -> None:
    rows = regular_week(CLINIC)
    assert [row.weekday for row in rows] == list(range(7))
    assert [row.hours for row in rows[3:5]] == [(MORNING, AFTERNOON)] * 2
    assert {(row.date, row.exception, row.reason) for row in rows} == {(None, None, "")}


def test_dated_days_have_their_exceptions() -> None:
    rows = days(CLINIC, date(2026, 11, 23), 7)
    assert [row.exception is not None for row in rows] == [False] * 3 + [True] * 2 + [False] * 2
    assert (rows[3].is_closed, rows[3].reason) == (True, "Thanksgiving Day")
    assert (rows[4].hours, rows[4].reason) == ((Hours(time(10), time(14)),), "")


def test_days_need_not_begin_with_the_week() -> None:
    assert [row.weekday for row in days(CLINIC, date(2026, 11, 27), 3)] == [4, 5, 6]


@pytest.mark.parametrize(
    ("now", "expected"), [("2026-11-26T04:59", "2026-11-25"), ("2026-11-26T05:00", "2026-11-26")]
)
def test_today_is_the_day_at_the_location(now: str, expected: str) -> None:
    row = today(CLINIC, datetime.fromisoformat(now).replace(tzinfo=UTC))
    assert row.date == date.fromisoformat(expected)


def test_upcoming_exceptions_come_soonest_first_and_not_when_over() -> None:
    old, far = DatedException(date(2026, 11, 1)), DatedException(date(2027, 7, 4))
    running = DatedException(date(2026, 11, 20), date(2026, 11, 25))
    schedule = replace(CLINIC, exceptions=(far, *CLINIC.exceptions, running, old))
    found = upcoming_exceptions(schedule, date(2026, 11, 25))
    assert found == (running, *CLINIC.exceptions)


def test_a_day_in_words() -> None:
    assert describe_day(()) == "closed"
    appointment = Hours(time(18), time(0), by_appointment=True)
    assert describe_day((MORNING, AFTERNOON, appointment)) == (
        "09:00–12:00, 13:00–17:00 and 18:00–00:00 by appointment"
    )


def test_an_exception_in_words() -> None:
    assert describe_exception(DatedException(date(2026, 12, 25))) == "25 December 2026"


def test_words_times_and_dates_are_the_callers() -> None:
    words = {"closed": "geschlossen", "Sunday": "Sonntag"}
    wording = Wording.translated(
        lambda message: words.get(message, message),
        format_time=lambda value: f"{value.hour} h",
        format_date=lambda value: f"{value:%d/%m}",
    )
    assert describe_week(summary(CLINIC)[2:], wording) == "Sonntag geschlossen"
    assert describe_day((MORNING,), wording) == "9 h–12 h"
    assert describe_exception(CLINIC.exceptions[0], wording) == "26/11 (Thanksgiving Day)"
