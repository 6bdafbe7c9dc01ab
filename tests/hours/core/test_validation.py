"""Each mistake is told in words that name what it is about, and where it stands."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from ketamine_pages.hours.core import (
    DatedException,
    Hours,
    Period,
    Schedule,
    TemporaryStatus,
    Wording,
    validate,
)
from ketamine_pages.hours.core.validation import MESSAGES

NEW_YORK = "America/New_York"
CHRISTMAS_EVE = date(2026, 12, 24)  # A Thursday.
THURSDAY_NIGHT = Period(3, time(22), time(3))


def hours(text: str) -> Hours:
    opens, closes = (time.fromisoformat(part) for part in text.split("-"))
    return Hours(opens, closes)


def period(weekday: int, text: str) -> Period:
    return Period(weekday, hours(text).opens, hours(text).closes)


def told(schedule: Schedule, on: date | None = None) -> list[str]:
    return [str(problem) for problem in validate(schedule, on=on)]


@pytest.mark.parametrize(
    ("periods", "expected"),
    [
        (
            [(0, "12:00-17:00"), (0, "09:00-13:00")],
            "Monday 09:00–13:00 overlaps Monday 12:00–17:00.",
        ),
        (
            [(1, "02:00-10:00"), (0, "22:00-03:00")],
            "Monday 22:00–03:00 runs past midnight and overlaps Tuesday 02:00–10:00.",
        ),
        (
            [(0, "01:00-05:00"), (6, "22:00-02:00")],
            "Sunday 22:00–02:00 runs past midnight and overlaps Monday 01:00–05:00.",
        ),
        (
            [(6, "22:00-02:00"), (0, "01:00-05:00")],
            "Sunday 22:00–02:00 runs past midnight and overlaps Monday 01:00–05:00.",
        ),
        (
            [(6, "22:00-02:00"), (6, "21:00-23:00")],
            "Sunday 21:00–23:00 overlaps Sunday 22:00–02:00.",
        ),
        (
            [(2, "00:00-00:00"), (2, "09:00-10:00")],
            "Wednesday open 24 hours overlaps Wednesday 09:00–10:00.",
        ),
        ([(4, "09:00-12:00"), (4, "09:00-12:00")], "Friday 09:00–12:00 is listed twice."),
        (
            [(4, "09:00-09:00")],
            "Friday 09:00–09:00 has no length, as it opens and closes at the same time. "
            "A whole day is from midnight to midnight.",
        ),
    ],
)
def test_weekly_mistakes_name_the_periods(periods: list[tuple[int, str]], expected: str) -> None:
    assert told(Schedule(NEW_YORK, tuple(period(*item) for item in periods))) == [expected]


@pytest.mark.parametrize(
    "periods",
    [
        [(0, "09:00-12:00"), (0, "12:00-17:00")],
        [(0, "22:00-02:00"), (1, "02:00-10:00")],
        [(6, "22:00-02:00"), (0, "02:00-10:00")],
        [(day, "00:00-00:00") for day in range(7)],
        [(day, "08:00-07:59") for day in range(7)],
        [(0, "18:00-00:00"), (1, "00:00-02:00")],
        [],
    ],
)
def test_hours_that_only_touch_are_fine(periods: list[tuple[int, str]]) -> None:
    assert told(Schedule(NEW_YORK, tuple(period(*item) for item in periods))) == []


def test_by_appointment_overlaps_like_other_hours() -> None:
    periods = (period(0, "09:00-12:00"), Period(0, time(9), time(12), by_appointment=True))
    assert told(Schedule(NEW_YORK, periods)) == [
        "Monday 09:00–12:00 overlaps Monday 09:00–12:00 by appointment."
    ]


def test_a_problem_tells_where_it_stands() -> None:
    periods = (period(3, "10:00-11:00"), period(0, "12:00-17:00"), period(0, "09:00-13:00"))
    [problem] = validate(Schedule(NEW_YORK, periods))
    assert problem.code == "overlap"
    assert problem.paths == (("periods", 2), ("periods", 1))


def test_every_pair_is_reported() -> None:
    periods = tuple(period(0, text) for text in ("09:00-12:00", "10:00-13:00", "11:00-14:00"))
    assert len(told(Schedule(NEW_YORK, periods))) == 3


class TestTimeZone:
    def test_a_slip_of_the_pen_is_recognised(self) -> None:
        assert told(Schedule("America/Pheonix")) == [
            "There is no time zone “America/Pheonix”. Did you mean “America/Phoenix”?"
        ]

    @pytest.mark.parametrize("name", ["", "America", "My clock", "../../etc/passwd", "localtime"])
    def test_anything_else_is_unknown(self, name: str) -> None:
        [problem] = validate(Schedule(name))
        assert str(problem).startswith(f"There is no time zone “{name}”.")
        assert problem.paths == (("time_zone",),)


class TestExceptions:
    def schedule(self, *exceptions: DatedException, periods=(THURSDAY_NIGHT,)) -> Schedule:
        return Schedule(NEW_YORK, periods, exceptions)

    def test_two_for_the_same_date_are_named(self) -> None:
        holidays = DatedException(date(2026, 12, 23), date(2027, 1, 1), reason="Holidays")
        christmas = DatedException(date(2026, 12, 25), reason="Christmas Day")
        [problem] = validate(self.schedule(christmas, holidays))
        assert str(problem) == (
            "The exception for 23 December 2026 to 1 January 2027 (Holidays) overlaps "
            "the exception for 25 December 2026 (Christmas Day)."
        )
        assert problem.paths == (("exceptions", 1), ("exceptions", 0))

    def test_the_same_one_twice_is_one_problem(self) -> None:
        twice = DatedException(CHRISTMAS_EVE, hours=(hours("22:00-03:00"),))
        assert len(told(self.schedule(twice, twice))) == 1

    def test_ranges_that_follow_each_other_are_fine(self) -> None:
        one = DatedException(date(2026, 12, 20), date(2026, 12, 23))
        assert told(self.schedule(one, DatedException(CHRISTMAS_EVE))) == []

    def test_an_end_before_the_start_is_refused(self) -> None:
        assert told(self.schedule(DatedException(CHRISTMAS_EVE, date(2026, 12, 23)))) == [
            "The exception for 24 December 2026 to 23 December 2026 ends before it starts."
        ]

    def test_its_own_hours_must_not_overlap(self) -> None:
        exception = DatedException(
            CHRISTMAS_EVE, hours=(hours("09:00-12:00"), hours("11:00-13:00"))
        )
        [problem] = validate(self.schedule(exception))
        assert str(problem) == (
            "Thursday, 24 December 2026, 09:00–12:00 overlaps "
            "Thursday, 24 December 2026, 11:00–13:00."
        )
        assert problem.paths == (("exceptions", 0, "hours", 0), ("exceptions", 0, "hours", 1))

    def test_its_hours_must_have_a_length(self) -> None:
        [message] = told(
            self.schedule(DatedException(CHRISTMAS_EVE, hours=(hours("09:00-09:00"),)))
        )
        assert message.startswith("Thursday, 24 December 2026, 09:00–09:00 has no length")

    def test_the_evening_before_runs_into_it(self) -> None:
        exception = DatedException(date(2026, 12, 25), hours=(hours("02:00-10:00"),))
        [problem] = validate(self.schedule(exception))
        assert str(problem) == (
            "Thursday, 24 December 2026, 22:00–03:00 runs past midnight and overlaps "
            "Friday, 25 December 2026, 02:00–10:00."
        )
        assert problem.paths == (("periods", 0), ("exceptions", 0, "hours", 0))

    def test_it_runs_into_the_day_after(self) -> None:
        exception = DatedException(date(2026, 12, 23), hours=(hours("23:00-22:30"),))
        assert told(self.schedule(exception)) == [
            "Wednesday, 23 December 2026, 23:00–22:30 runs past midnight and overlaps "
            "Thursday, 24 December 2026, 22:00–03:00."
        ]

    def test_a_range_runs_into_itself_and_is_told_once(self) -> None:
        nights = (hours("08:00-10:00"), hours("22:00-09:00"))
        exception = DatedException(date(2026, 12, 19), date(2026, 12, 23), nights)
        assert told(self.schedule(exception)) == [
            "Saturday, 19 December 2026, 22:00–09:00 runs past midnight and overlaps "
            "Sunday, 20 December 2026, 08:00–10:00."
        ]

    def test_two_neighbours_that_collide_are_told_once(self) -> None:
        one = DatedException(CHRISTMAS_EVE, hours=(hours("22:00-03:00"),))
        other = DatedException(date(2026, 12, 25), hours=(hours("01:00-02:00"),))
        assert len(told(self.schedule(one, other, periods=()))) == 1

    # The night of the 24th may run into the 25th, so it is over on the 26th.
    @pytest.mark.parametrize(("on", "count"), [("2026-12-25", 1), ("2026-12-26", 0)])
    def test_what_is_over_is_left_alone(self, on: str, count: int) -> None:
        night = DatedException(CHRISTMAS_EVE, hours=(hours("09:00-12:00"), hours("11:00-13:00")))
        assert len(told(self.schedule(night), date.fromisoformat(on))) == count


class TestNotice:
    starts = datetime(2026, 11, 30, 8, tzinfo=UTC)

    def test_it_must_end_after_it_starts(self) -> None:
        notice = TemporaryStatus("No lift.", self.starts, self.starts)
        assert told(Schedule(NEW_YORK, temporary=notice)) == [
            "The temporary notice ends before it starts."
        ]

    def test_it_must_say_something(self) -> None:
        notice = TemporaryStatus(" ", self.starts, self.starts + timedelta(hours=1))
        assert told(Schedule(NEW_YORK, temporary=notice)) == ["The temporary notice says nothing."]


def test_messages_can_be_translated() -> None:
    german = {
        MESSAGES["overlap"]: "%(first)s überschneidet sich mit %(second)s.",
        "Monday": "Montag",
        "%(opens)s–%(closes)s": "%(opens)s bis %(closes)s Uhr",
    }

    def gettext(message: str) -> str:
        return german.get(message, message)

    wording = Wording.translated(gettext, format_time=lambda value: value.strftime("%H.%M"))
    [problem] = validate(Schedule(NEW_YORK, (period(0, "09:00-13:00"), period(0, "12:00-17:00"))))
    assert problem.message(wording, gettext) == (
        "Montag 09.00 bis 13.00 Uhr überschneidet sich mit Montag 12.00 bis 17.00 Uhr."
    )
