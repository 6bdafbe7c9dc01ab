"""Opening hours for search engines say what the resolver says."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ketamine_pages.hours.core import (
    DatedException,
    Hours,
    Period,
    Schedule,
    State,
    TemporaryStatus,
    day_start,
    validate,
    zone_for,
)
from ketamine_pages.schema_org import graph, opening_hours, special_opening_hours
from ketamine_pages.schema_org.clinics import clinic
from ketamine_pages.schema_org.sites import organization
from tests.hours.core.asking import found_at
from tests.hours.core.strategies import schedules
from tests.schema_org.vocabulary import check

ZONE = "America/Phoenix"
MONDAY = date(2026, 11, 30)
DAY = timedelta(days=1)
NAMES = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


def at(text):
    return time.fromisoformat(text)


def hours(opens, closes, **values):
    return Hours(at(opens), at(closes), **values)


def every_day(opens, closes, **values):
    return tuple(Period(day, at(opens), at(closes), **values) for day in range(7))


def rows(specifications):
    """Days or dates with both ends, in short."""
    found = []
    for each in specifications:
        days = [day.rpartition("/")[2][:2] for day in each.get("dayOfWeek", [])]
        dates = [each[name][5:] for name in ("validFrom", "validThrough") if name in each]
        found.append((" ".join(days or dates), f"{each['opens']}-{each['closes']}"))
    return found


WEEKS = {
    "no hours are known": ((), []),
    "split shifts": (
        (Period(0, at("08:00"), at("12:00")), Period(0, at("13:00"), at("17:00"))),
        [("Mo", "08:00-12:00"), ("Mo", "13:00-17:00"), ("Tu We Th Fr Sa Su", "00:00-00:00")],
    ),
    "all day": (every_day("00:00", "00:00"), [("Mo Tu We Th Fr Sa Su", "00:00-23:59")]),
    "past midnight": (every_day("18:00", "02:00"), [("Mo Tu We Th Fr Sa Su", "18:00-02:00")]),
    "until midnight": (every_day("18:00", "00:00"), [("Mo Tu We Th Fr Sa Su", "18:00-00:00")]),
    "by appointment": (every_day("09:00", "17:00", by_appointment=True), []),
    "by appointment after hours": (
        (
            *every_day("09:00", "12:00"),
            Period(4, at("13:00"), at("17:00"), by_appointment=True),
        ),
        [("Mo Tu We Th Fr Sa Su", "09:00-12:00")],
    ),
}


@pytest.mark.parametrize("name", WEEKS)
def test_week(name):
    periods, expected = WEEKS[name]
    assert rows(opening_hours(Schedule(ZONE, periods))) == expected


def on(day, *stretches, until=None):
    return DatedException(day, until, tuple(stretches))


DATES = {
    "a closed day": ((on(MONDAY),), [("11-30 11-30", "00:00-00:00")]),
    "other hours": (
        (on(MONDAY, hours("10:00", "12:00"), hours("13:00", "14:00")),),
        [("11-30 11-30", "10:00-12:00"), ("11-30 11-30", "13:00-14:00")],
    ),
    "a range that has begun": (
        (on(MONDAY - 3 * DAY, until=MONDAY + DAY),),
        [("11-30 12-01", "00:00-00:00")],
    ),
    "a day that is over": ((on(MONDAY - DAY),), []),
    "by appointment counts as closed": (
        (on(MONDAY, hours("10:00", "12:00", by_appointment=True)),),
        [("11-30 11-30", "00:00-00:00")],
    ),
    "neighbours with equal hours": (
        (on(MONDAY), on(MONDAY + DAY)),
        [("11-30 12-01", "00:00-00:00")],
    ),
}


@pytest.mark.parametrize("name", DATES)
def test_dates(name):
    exceptions, expected = DATES[name]
    schedule = Schedule(ZONE, every_day("09:00", "17:00"), exceptions)
    assert rows(special_opening_hours(schedule, MONDAY)) == expected


def closure(first, last, **values):
    zone = zone_for(ZONE)
    return TemporaryStatus("Pipe", day_start(zone, first), day_start(zone, last + DAY), **values)


def test_a_temporary_closure_wins_over_exceptions():
    schedule = Schedule(
        ZONE,
        every_day("09:00", "17:00"),
        (on(MONDAY, hours("10:00", "11:00"), until=MONDAY + 3 * DAY),),
        closure(MONDAY - DAY, MONDAY + DAY, closed=True),
    )
    assert rows(special_opening_hours(schedule, MONDAY)) == [
        ("11-30 12-01", "00:00-00:00"),
        ("12-02 12-03", "10:00-11:00"),
    ]


def test_a_notice_without_closure_changes_nothing():
    schedule = Schedule(ZONE, every_day("09:00", "17:00"), (), closure(MONDAY, MONDAY))
    assert special_opening_hours(schedule, MONDAY) == []


def test_a_closure_that_ends_in_the_middle_of_a_day_takes_all_of_it():
    zone = zone_for(ZONE)
    ends = datetime(2026, 12, 1, 12, tzinfo=zone)
    notice = TemporaryStatus("Pipe", day_start(zone, MONDAY), ends, closed=True)
    schedule = Schedule(ZONE, every_day("09:00", "17:00"), (), notice)
    assert rows(special_opening_hours(schedule, MONDAY)) == [("11-30 12-01", "00:00-00:00")]


def stretches(regular, special, day):
    """What a search engine takes for open on a date, as naive pairs."""
    dated = [each for each in special if each["validFrom"] <= str(day) <= each["validThrough"]]
    weekday = f"https://schema.org/{NAMES[day.weekday()]}"
    for each in dated or [each for each in regular if weekday in each["dayOfWeek"]]:
        opens, closes = at(each["opens"]), at(each["closes"])
        if opens == closes == time(0):
            continue
        ends = day if closes > opens else day + DAY
        last = timedelta(minutes=1) if closes == time(23, 59) else timedelta()
        yield datetime.combine(day, opens), datetime.combine(ends, closes) + last


@settings(max_examples=150)
@given(data=st.data())
def test_a_search_engine_reads_what_the_resolver_says(data):
    # A zone without changes of the clock, about which the form of Google has nothing to say.
    schedule = data.draw(schedules(ZONE, MONDAY))
    assume(not validate(schedule))
    # Another way to write the whole day, which the form does not tell from it.
    every = [*schedule.periods, *(item for each in schedule.exceptions for item in each.hours)]
    assume(not any(each.closes == time(23, 59) for each in every))
    today = MONDAY - 8 * DAY
    regular, special = opening_hours(schedule), special_opening_hours(schedule, today)
    minutes = data.draw(st.integers(0, 14 * 24 * 60))
    wall = datetime.combine(MONDAY - 6 * DAY, time()) + timedelta(minutes=minutes)
    said = any(
        opens <= wall < closes
        for day in (wall.date() - DAY, wall.date())
        for opens, closes in stretches(regular, special, day)
    )
    current, _ = found_at(schedule, wall.replace(tzinfo=zone_for(ZONE)))
    assert said is (current.state is State.OPEN)


@settings(max_examples=50)
@given(data=st.data())
def test_all_hours_are_in_the_vocabulary(data):
    schedule = data.draw(schedules(ZONE, MONDAY))
    regular, special = opening_hours(schedule), special_opening_hours(schedule, MONDAY - 8 * DAY)
    made = clinic("#c", name="North", hours=regular, special_hours=special)
    assert check(graph([organization("https://clinic.example/", name="Clinic"), made])) == []
