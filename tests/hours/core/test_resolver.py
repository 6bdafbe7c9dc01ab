"""What is open when, and what comes next, away from clock changes."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from ketamine_pages.hours.core import (
    DatedException,
    Hours,
    Interval,
    Period,
    Schedule,
    State,
    TemporaryStatus,
    UnknownTimeZoneError,
    timeline,
)
from tests.hours.core.asking import found_at, open_intervals

ZONE = ZoneInfo("America/New_York")
NAIVE = datetime.fromisoformat("2026-11-30T10:00")
OPEN, CLOSED, APPOINTMENT = State.OPEN, State.CLOSED, State.BY_APPOINTMENT
# Split shifts on weekdays; Friday evening runs into Saturday; Saturday noon by appointment.
CLINIC = Schedule(
    "America/New_York",
    (
        *(Period(day, time(9), time(12)) for day in range(5)),
        *(Period(day, time(13), time(17)) for day in range(4)),
        Period(4, time(20), time(2)),
        Period(5, time(10), time(14), by_appointment=True),
    ),
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


# Monday 30 November 2026 onwards: the instant, the state, the next change and its state.
@pytest.mark.parametrize(
    ("now", "state", "change", "then"),
    [
        ("2026-11-30T08:59:59", CLOSED, "2026-11-30T09:00", OPEN),
        ("2026-11-30T09:00", OPEN, "2026-11-30T12:00", CLOSED),
        ("2026-11-30T11:59:59.999", OPEN, "2026-11-30T12:00", CLOSED),
        ("2026-11-30T12:00", CLOSED, "2026-11-30T13:00", OPEN),
        ("2026-11-30T17:00", CLOSED, "2026-12-01T09:00", OPEN),
        ("2026-12-04T23:00", OPEN, "2026-12-05T02:00", CLOSED),
        ("2026-12-05T01:00", OPEN, "2026-12-05T02:00", CLOSED),
        ("2026-12-05T02:00", CLOSED, "2026-12-05T10:00", APPOINTMENT),
        ("2026-12-05T11:00", APPOINTMENT, "2026-12-05T14:00", CLOSED),
        ("2026-12-05T15:00", CLOSED, "2026-12-07T09:00", OPEN),
    ],
)
def test_the_state_and_the_next_change(now: str, state: State, change: str, then: State) -> None:
    current, following = found_at(CLINIC, at(now))
    assert current.state is state
    assert (following.start, following.state) == (at(change), then)


def test_the_zone_of_the_question_does_not_matter() -> None:
    now = at("2026-11-30T10:00")
    assert found_at(CLINIC, now.astimezone(ZoneInfo("Asia/Tokyo"))) == found_at(CLINIC, now)


def test_open_and_then_by_appointment_is_a_change() -> None:
    periods = (Period(0, time(9), time(12)), Period(0, time(12), time(14), by_appointment=True))
    schedule = Schedule("America/New_York", periods)
    _, following = found_at(schedule, at("2026-11-30T10:00"))
    assert (following.start, following.state) == (at("2026-11-30T12:00"), APPOINTMENT)


def test_hours_that_touch_are_one_interval() -> None:
    periods = (
        Period(0, time(9), time(12)),
        Period(0, time(12), time(0)),
        Period(1, time(0), time(3)),
    )
    found = open_intervals(
        Schedule("America/New_York", periods), at("2026-11-30T00:00"), at("2026-12-02T00:00")
    )
    assert found == [Interval(at("2026-11-30T09:00"), at("2026-12-01T03:00"), OPEN)]


def test_intervals_are_cut_to_the_window_and_in_utc() -> None:
    found = open_intervals(CLINIC, at("2026-12-05T01:00"), at("2026-12-05T11:00"))
    assert [(item.start, item.end, item.state) for item in found] == [
        (at("2026-12-05T01:00"), at("2026-12-05T02:00"), OPEN),
        (at("2026-12-05T10:00"), at("2026-12-05T11:00"), APPOINTMENT),
    ]
    assert all(item.start.tzinfo is UTC and item.end.tzinfo is UTC for item in found)


def test_a_window_without_length_has_no_intervals() -> None:
    assert timeline(CLINIC, at("2026-12-05T01:00"), at("2026-12-05T01:00")) == []


def test_no_hours_are_closed_for_good() -> None:
    current, following = found_at(Schedule("America/New_York"), at("2026-11-30T10:00"))
    assert (current.state, following) == (CLOSED, None)


def test_a_long_closure_shows_when_it_opens_again() -> None:
    closed = DatedException(date(2026, 11, 30), date(2027, 6, 30))
    _, following = found_at(replace(CLINIC, exceptions=(closed,)), at("2026-11-30T10:00"))
    assert following.start == at("2027-07-01T09:00")


class TestExceptions:
    """Friday 4 December 2026 has an evening until two in the morning."""

    def hours(self, *exceptions: DatedException) -> list[tuple[str, str]]:
        schedule = replace(CLINIC, exceptions=exceptions)
        found = open_intervals(schedule, at("2026-12-04T00:00"), at("2026-12-06T00:00"))
        return [
            tuple(f"{end.astimezone(ZONE):%d %H:%M}" for end in (item.start, item.end))
            for item in found
        ]

    def test_a_closed_date_does_not_cut_the_tail_of_the_evening_before(self) -> None:
        assert self.hours(DatedException(date(2026, 12, 5))) == [
            ("04 09:00", "04 12:00"),
            ("04 20:00", "05 02:00"),
        ]

    def test_a_closed_date_takes_its_own_tail_with_it(self) -> None:
        assert self.hours(DatedException(date(2026, 12, 4))) == [("05 10:00", "05 14:00")]

    def test_other_hours_replace_all_hours_of_the_date(self) -> None:
        other = DatedException(date(2026, 12, 4), hours=(Hours(time(10), time(11)),))
        assert self.hours(other) == [("04 10:00", "04 11:00"), ("05 10:00", "05 14:00")]

    def test_other_hours_may_run_into_the_day_after(self) -> None:
        other = DatedException(date(2026, 12, 4), hours=(Hours(time(23), time(4)),))
        assert self.hours(other) == [("04 23:00", "05 04:00"), ("05 10:00", "05 14:00")]

    def test_a_range_includes_both_ends(self) -> None:
        assert self.hours(DatedException(date(2026, 12, 4), date(2026, 12, 5))) == []

    def test_of_two_for_one_date_the_later_listed_counts(self) -> None:
        other = DatedException(date(2026, 12, 5), hours=(Hours(time(10), time(11)),))
        assert self.hours(DatedException(date(2026, 12, 4), date(2026, 12, 5)), other) == [
            ("05 10:00", "05 11:00")
        ]


def test_overlapping_hours_that_slipped_in_are_joined_and_open_wins() -> None:
    periods = (Period(0, time(9), time(12)), Period(0, time(10), time(14), by_appointment=True))
    found = open_intervals(
        Schedule("America/New_York", periods), at("2026-11-30T00:00"), at("2026-12-01T00:00")
    )
    assert [(item.start.hour - 5, item.end.hour - 5, item.state) for item in found] == [
        (9, 12, OPEN),
        (12, 14, APPOINTMENT),
    ]


def test_hours_without_length_that_slipped_in_are_closed() -> None:
    schedule = Schedule("America/New_York", (Period(0, time(9), time(9)),))
    assert found_at(schedule, at("2026-11-30T09:00"))[0].state is CLOSED


class TestTemporaryStatus:
    notice = TemporaryStatus("No lift today.", at("2026-11-30T08:00"), at("2026-11-30T10:30"))

    @pytest.mark.parametrize(
        ("now", "shown"), [("07:59", False), ("08:00", True), ("10:29", True), ("10:30", False)]
    )
    def test_it_comes_and_goes_by_itself(self, now: str, shown: bool) -> None:
        assert self.notice.is_active(at(f"2026-11-30T{now}")) is shown

    def test_it_leaves_the_hours_alone(self) -> None:
        schedule = replace(CLINIC, temporary=self.notice)
        assert found_at(schedule, at("2026-11-30T10:00"))[0].state is OPEN

    def test_it_can_close_the_location_meanwhile(self) -> None:
        schedule = replace(CLINIC, temporary=replace(self.notice, closed=True))
        current, following = found_at(schedule, at("2026-11-30T10:00"))
        assert current.state is CLOSED
        assert (following.start, following.state) == (at("2026-11-30T10:30"), OPEN)

    def test_a_closure_that_ends_before_it_starts_closes_nothing(self) -> None:
        starts = at("2026-11-30T10:30")
        backwards = TemporaryStatus("Oops.", starts, starts - timedelta(hours=2), closed=True)
        schedule = replace(CLINIC, temporary=backwards)
        assert found_at(schedule, at("2026-11-30T10:00"))[0].state is OPEN

    def test_it_needs_aware_datetimes(self) -> None:
        with pytest.raises(ValueError, match="aware"):
            TemporaryStatus("Oops.", NAIVE, NAIVE + timedelta(days=1))


@pytest.mark.parametrize(
    ("start", "end"), [(NAIVE, at("2026-12-01T10:00")), (at("2026-11-29T10:00"), NAIVE)]
)
def test_a_naive_instant_is_refused(start: datetime, end: datetime) -> None:
    with pytest.raises(ValueError, match="aware"):
        timeline(CLINIC, start, end)


@pytest.mark.parametrize(
    "name", ["", "America", "America/Pheonix", "../etc/passwd", "a\0b", "x" * 999, "localtime"]
)
def test_an_unknown_time_zone_is_refused(name: str) -> None:
    with pytest.raises(UnknownTimeZoneError):
        timeline(Schedule(name), at("2026-11-30T10:00"), at("2026-12-01T10:00"))


@pytest.mark.parametrize("weekday", [-1, 7])
def test_a_weekday_that_is_none_is_refused(weekday: int) -> None:
    with pytest.raises(ValueError, match="from 0"):
        Period(weekday, time(9), time(17))


def test_a_time_with_a_zone_of_its_own_is_refused() -> None:
    with pytest.raises(ValueError, match="wall-clock"):
        Period(0, time(9, tzinfo=UTC), time(17))
