"""Golden tables for the nights on which the clocks change, and for zones where they never do."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from ketamine_pages.hours.core import Period, Schedule, State
from ketamine_pages.hours.core.clock import day_start, instant, zone_for
from tests.hours.core.asking import found_at, open_intervals

SATURDAY, SUNDAY = 5, 6
SPRING = date(2027, 3, 14)  # New York: 02:00 EST becomes 03:00 EDT, at 07:00 UTC.
AUTUMN = date(2026, 11, 1)  # New York: 02:00 EDT becomes 01:00 EST, at 06:00 UTC.


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def period(weekday: int, text: str) -> Period:
    opens, closes = (time.fromisoformat(part) for part in text.split("-"))
    return Period(weekday, opens, closes)


# (weekday, hours, the night's Sunday, opens and closes in UTC)
GOLDEN = [
    # Spring: 02:00 to 03:00 does not exist.
    ("opens in the gap", SUNDAY, "02:30-05:00", SPRING, "2027-03-14T07:00", "2027-03-14T09:00"),
    ("closes in the gap", SUNDAY, "01:00-02:30", SPRING, "2027-03-14T06:00", "2027-03-14T07:00"),
    (
        "ends as the gap begins",
        SUNDAY,
        "01:00-02:00",
        SPRING,
        "2027-03-14T06:00",
        "2027-03-14T07:00",
    ),
    (
        "begins as the gap ends",
        SUNDAY,
        "03:00-04:00",
        SPRING,
        "2027-03-14T07:00",
        "2027-03-14T08:00",
    ),
    ("across the gap", SUNDAY, "01:00-04:00", SPRING, "2027-03-14T06:00", "2027-03-14T08:00"),
    (
        "overnight into the gap",
        SATURDAY,
        "22:00-02:30",
        SPRING,
        "2027-03-14T03:00",
        "2027-03-14T07:00",
    ),
    (
        "overnight across the gap",
        SATURDAY,
        "22:00-06:00",
        SPRING,
        "2027-03-14T03:00",
        "2027-03-14T10:00",
    ),
    ("a day of 23 hours", SUNDAY, "00:00-00:00", SPRING, "2027-03-14T05:00", "2027-03-15T04:00"),
    # Autumn: 01:00 to 02:00 comes twice.
    ("closes in the repeat", SUNDAY, "00:30-01:30", AUTUMN, "2026-11-01T04:30", "2026-11-01T05:30"),
    ("opens in the repeat", SUNDAY, "01:30-05:00", AUTUMN, "2026-11-01T05:30", "2026-11-01T10:00"),
    ("within the repeat", SUNDAY, "01:15-01:45", AUTUMN, "2026-11-01T05:15", "2026-11-01T05:45"),
    ("all of the repeat", SUNDAY, "01:00-02:00", AUTUMN, "2026-11-01T05:00", "2026-11-01T07:00"),
    (
        "overnight until the repeat",
        SATURDAY,
        "22:00-01:30",
        AUTUMN,
        "2026-11-01T02:00",
        "2026-11-01T05:30",
    ),
    (
        "overnight across the repeat",
        SATURDAY,
        "22:00-02:00",
        AUTUMN,
        "2026-11-01T02:00",
        "2026-11-01T07:00",
    ),
    ("a day of 25 hours", SUNDAY, "00:00-00:00", AUTUMN, "2026-11-01T04:00", "2026-11-02T05:00"),
]


@pytest.mark.parametrize(
    ("weekday", "hours", "sunday", "opens", "closes"),
    [row[1:] for row in GOLDEN],
    ids=[row[0] for row in GOLDEN],
)
def test_hours_on_the_night_of_a_change(
    weekday: int, hours: str, sunday: date, opens: str, closes: str
) -> None:
    schedule = Schedule("America/New_York", (period(weekday, hours),))
    noon = datetime.combine(sunday, time(12), UTC)
    found = open_intervals(schedule, noon - timedelta(hours=36), noon + timedelta(hours=36))
    assert [(item.start, item.end) for item in found] == [(utc(opens), utc(closes))]


def test_hours_that_lie_in_the_gap_do_not_happen() -> None:
    schedule = Schedule("America/New_York", (period(SUNDAY, "02:10-02:50"),))
    current, following = found_at(schedule, utc("2027-03-14T00:00"))
    assert current.state is State.CLOSED
    assert following.start == utc("2027-03-21T06:10")


def test_a_closure_that_lies_in_the_gap_does_not_happen() -> None:
    periods = (period(SUNDAY, "00:00-02:10"), period(SUNDAY, "02:50-08:00"))
    _, following = found_at(Schedule("America/New_York", periods), utc("2027-03-14T06:30"))
    assert following.start == utc("2027-03-14T12:00")


# The wall clock shows 01:15 at both instants; the doors closed at the first 01:30.
@pytest.mark.parametrize(
    ("at", "state"), [("2026-11-01T05:15", State.OPEN), ("2026-11-01T06:15", State.CLOSED)]
)
def test_hours_do_not_begin_again_when_an_hour_comes_twice(at: str, state: State) -> None:
    schedule = Schedule("America/New_York", (period(SATURDAY, "22:00-01:30"),))
    assert found_at(schedule, utc(at))[0].state is state


@pytest.mark.parametrize("sunday", [SPRING, AUTUMN])
def test_arizona_keeps_its_hours_when_others_change_theirs(sunday: date) -> None:
    schedule = Schedule("America/Phoenix", (period(SATURDAY, "22:00-02:30"),))
    found = open_intervals(
        schedule, datetime.combine(sunday, time(), UTC), datetime.combine(sunday, time(23), UTC)
    )
    assert [item.start.time() for item in found] == [time(5)]
    assert [item.end.time() for item in found] == [time(9, 30)]


def test_the_navajo_nation_changes_clocks_within_arizona() -> None:
    hours = (period(SUNDAY, "09:00-17:00"),)
    at = utc("2027-03-14T15:30")
    assert found_at(Schedule("America/Phoenix", hours), at)[0].state is State.CLOSED
    assert found_at(Schedule("America/Shiprock", hours), at)[0].state is State.OPEN


@pytest.mark.parametrize("day", [SPRING, AUTUMN])
def test_round_the_clock_never_changes(day: date) -> None:
    schedule = Schedule("America/New_York", tuple(Period(n, time(), time()) for n in range(7)))
    noon = datetime.combine(day, time(12), UTC)
    current, following = found_at(schedule, noon)
    assert (current.state, following) == (State.OPEN, None)
    assert len(open_intervals(schedule, noon - timedelta(days=3), noon + timedelta(days=3))) == 1


@pytest.mark.parametrize(
    ("zone", "wall", "expected"),
    [
        # Clocks go from 00:00 to 01:00, so that the day begins at 01:00.
        ("America/Havana", "2026-03-08T00:00", "2026-03-08T05:00"),
        ("America/Havana", "2026-03-08T00:59:59.5", "2026-03-08T05:00"),
        # From midnight back to 23:00: midnight comes once, after the second 23:59.
        ("Asia/Beirut", "2026-10-24T23:30", "2026-10-24T20:30"),
        ("Asia/Beirut", "2026-10-25T00:00", "2026-10-24T22:00"),
        # Half an hour, from 02:00 to 02:30.
        ("Australia/Lord_Howe", "2026-10-04T02:10", "2026-10-03T15:30"),
        # A whole day that was left out.
        ("Pacific/Apia", "2011-12-30T12:00", "2011-12-30T10:00"),
        ("Asia/Kathmandu", "2026-01-01T00:00", "2025-12-31T18:15"),
    ],
)
def test_a_wall_time_happens_when_the_clock_first_shows_it_or_later(
    zone: str, wall: str, expected: str
) -> None:
    assert instant(zone_for(zone), datetime.fromisoformat(wall)) == utc(expected)


def test_a_day_may_begin_at_one() -> None:
    assert day_start(zone_for("America/Havana"), date(2026, 3, 8)) == utc("2026-03-08T05:00")
