"""Random schedules: the timeline must agree with opening-hours-py, and with itself.

The default is the same few hundred schedules each time. ``HOURS_EXAMPLES=5000`` draws that many
new ones and compares them at four times as many instants, in about 35 seconds.
"""

from collections import Counter
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import combinations, pairwise

from hypothesis import given
from hypothesis import strategies as st
from opening_hours import OpeningHours

from ketamine_pages.hours.core import (
    DatedException,
    Hours,
    Period,
    Schedule,
    State,
    timeline,
    validate,
)
from tests.hours.core.asking import YEAR, found_at
from tests.hours.core.oracle import Oracle
from tests.hours.core.strategies import Case, cases, few, many


@many
@given(cases())
def test_state_and_next_change_agree_with_the_oracle(case: Case) -> None:
    oracle = Oracle(case.schedule)
    for at in case.instants:
        current, following = found_at(case.schedule, at)
        assert current.state is oracle.state(at)
        change = oracle.next_change(at)
        if following is None:
            assert change is None or change >= at + YEAR
        else:
            assert following.start == change
            assert following.state is oracle.state(following.start)


def test_the_oracle_means_calendar_days_where_we_mean_evenings() -> None:
    raw = OpeningHours("Fr-Sa 20:00-02:00; 2026 Dec 05 off")
    wall = ["2026-12-05T01:00", "2026-12-06T01:00"]
    theirs = [raw.is_open(datetime.fromisoformat(text)) for text in wall]
    schedule = Schedule(
        "Etc/UTC",
        tuple(Period(day, time(20), time(2)) for day in (4, 5)),
        (DatedException(date(2026, 12, 5)),),
    )
    found = [found_at(schedule, datetime.fromisoformat(f"{text}+00:00"))[0] for text in wall]
    ours = [item.state is State.OPEN for item in found]
    assert (theirs, ours) == ([False, True], [True, False])


def test_the_oracle_takes_hours_up_again_when_an_hour_comes_twice() -> None:
    schedule = Schedule("America/New_York", (Period(5, time(22), time(1, 30)),))
    second = datetime(2026, 11, 1, 1, 15, tzinfo=schedule.zone, fold=1)
    raw = OpeningHours("Sa 22:00-01:30", timezone=schedule.zone)
    assert raw.is_open(second)
    assert found_at(schedule, second)[0].state is State.CLOSED


@few
@given(cases())
def test_the_timeline_has_no_gap_and_says_nothing_twice(case: Case) -> None:
    at = case.instants[0]
    found = timeline(case.schedule, at, at + timedelta(days=10))
    assert (found[0].start, found[-1].end) == (at, at + timedelta(days=10))
    for one, following in pairwise(found):
        assert one.end == following.start
        assert one.state is not following.state


@few
@given(cases())
def test_the_timeline_is_the_same_whatever_part_of_it_is_asked_for(case: Case) -> None:
    at = case.instants[0]
    for item in timeline(case.schedule, at, at + timedelta(days=10)):
        middle = item.start + (item.end - item.start) / 2
        assert found_at(case.schedule, middle)[0].state is item.state


times = st.integers(0, 95).map(lambda n: time(n // 4, n % 4 * 15))
period = st.builds(Period, st.integers(0, 6), times, times)


@few
@given(st.lists(period, max_size=5))
def test_weekly_periods_are_refused_exactly_when_a_quarter_hour_is_covered_twice(periods) -> None:
    covered = Counter()
    for item in periods:
        start = item.weekday * 96 + item.opens.hour * 4 + item.opens.minute // 15
        length = (item.closes.hour - item.opens.hour) * 4
        length += (item.closes.minute - item.opens.minute) // 15
        if item.opens == item.closes:
            length = 96 if item.opens == time() else 0
        covered.update((start + n) % (7 * 96) for n in range(length % 96 or length))
    empty = any(item.opens == item.closes != time() for item in periods)
    wrong = empty or any(count > 1 for count in covered.values())
    assert bool(validate(Schedule("America/New_York", tuple(periods)))) is wrong


@few
@given(cases(), st.lists(st.builds(Hours, times, times), max_size=2), st.integers(0, 3))
def test_an_exception_is_refused_exactly_when_an_instant_is_covered_twice(
    case: Case, hours: list[Hours], length: int
) -> None:
    starts = date(2027, 2, 10)
    exception = DatedException(starts, starts + timedelta(days=length), tuple(hours))
    schedule = replace(case.schedule, exceptions=(exception,))
    spans = []
    for offset in range(-1, length + 2):
        day = starts + timedelta(days=offset)
        spans += [item.span(day) for item in schedule.hours_on(day)]
    twice = any(a[0] < b[1] and b[0] < a[1] for a, b in combinations(spans, 2))
    empty = any(item.is_empty for item in hours)
    assert bool(validate(schedule)) is (twice or empty)
