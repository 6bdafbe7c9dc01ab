"""Random schedules as pages print them must agree with opening-hours-py.

The page is read here as a visitor and ``open-now.js`` do: what the script says at an instant is
looked up by the clock alone, and the words of a sentence or a row are turned back into times.
"""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from ketamine_pages.hours.core import TemporaryStatus
from ketamine_pages.hours.display import CARD_DAYS, PAGE_DAYS, HoursDisplay, display, running_until
from tests.hours.core.oracle import DAY, STATES, Oracle
from tests.hours.core.strategies import Case, cases, few, many

WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
SENTENCE = re.compile(
    r"(Open|Closed|By appointment) now"
    r"(?: · (opens|by appointment from|closes|until) (?:(tomorrow|[A-Z]\w+day) )?(.+))?"
)
# What a sentence calls the states, and how it tells that one ends or comes next.
NAMES = {"open": "Open", "closed": "Closed", "by-appointment": "By appointment"}
ENDS = {"open": "closes", "by-appointment": "until"}
BEGINS = {"open": "opens", "by-appointment": "by appointment from"}
LATER = [timedelta(), timedelta(minutes=1), timedelta(hours=7), 3 * DAY, 13 * DAY]


def stamp(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def latest(rows: list, at: datetime) -> list:
    """The row that holds at an instant, found as the script finds it."""
    return [row for row in rows if row[0] <= stamp(at)][-1]


def said(shown: HoursDisplay, at: datetime) -> tuple[str, str]:
    """State and sentence that visitors read at an instant."""
    state, text = shown.data["texts"][latest(shown.data["says"], at)[1]]
    return state, text.replace("\N{NO-BREAK SPACE}", " ")


def read_clock(text: str) -> time:
    """ "9:30 a.m." as a time of day."""
    if (word := text.lower()) in ("noon", "midnight"):
        return time(12 if word == "noon" else 0)
    pattern = "%I:%M %p" if ":" in text else "%I %p"
    return datetime.strptime(text.replace(".", ""), pattern).time()  # noqa: DTZ007


def read_moment(now: datetime, day: str, clock: str) -> datetime:
    """The time on the wall that somebody understands who reads the words at ``now``."""
    told = read_clock(clock)
    if day == "tomorrow":
        return datetime.combine(now.date() + DAY, told)
    if day:
        # Everybody takes the name of today's weekday for today, and not for a week later.
        ahead = (WEEKDAYS.index(day) - now.weekday()) % 7
        return datetime.combine(now.date() + ahead * DAY, told)
    today = datetime.combine(now.date(), told)
    return today if today > now else today + DAY


def read_hours(row: list) -> list[tuple[datetime, datetime, str]]:
    """From when to when something is on, by the clock on the wall, as the row of a day tells it."""
    midnight = datetime.combine(date.fromisoformat(row[1]), time())
    if row[3] == "Closed":
        return []
    found = []
    for text in re.split(", | and ", row[3]):
        if text in ("Open 24 hours", "open 24 hours", "By appointment", "by appointment"):
            state = "open" if text.endswith("hours") else "by-appointment"
            found.append((midnight, midnight + DAY, state))
            continue
        state = "by-appointment" if text.endswith(" by appointment") else "open"
        first, last = (read_clock(each) for each in text.removesuffix(" by appointment").split("–"))
        ends = midnight if last > first else midnight + DAY
        found.append((datetime.combine(midnight, first), datetime.combine(ends, last), state))
    return found


@many
@given(cases())
def test_the_state_that_the_script_tells_is_that_of_the_oracle(case: Case) -> None:
    shown = display(case.schedule, case.instants[0])
    if shown is None:
        assert not case.schedule.periods
        return
    oracle = Oracle(case.schedule)
    for later in LATER:
        at = case.instants[0] + later
        assert said(shown, at)[0] == oracle.state(at)


@many
@given(cases())
def test_the_next_change_that_the_sentence_tells_is_that_of_the_oracle(case: Case) -> None:
    shown = display(case.schedule, case.instants[0])
    oracle, zone = Oracle(case.schedule), case.schedule.zone
    for later in LATER if shown else ():
        at = case.instants[0] + later
        status, verb, day, clock = SENTENCE.fullmatch(said(shown, at)[1]).groups()
        assert status == NAMES[oracle.state(at)]
        change = oracle.next_change(at)
        # Who reads the page in an hour that comes twice knows that the clock has shown it before.
        local = oracle.asked(at).replace(tzinfo=None)
        wall = change and change.astimezone(zone).replace(tzinfo=None)
        if clock is None:
            assert wall is None or (wall.date() - local.date()).days > 6
        else:
            assert read_moment(local, day, clock) == wall
            following = oracle.state(change)
            assert verb == (BEGINS.get(following) or ENDS[oracle.state(at)])


@few
@given(cases())
def test_the_hours_of_the_days_are_those_of_the_oracle(case: Case) -> None:
    shown = display(case.schedule, case.instants[0])
    oracle = Oracle(case.schedule)
    rows = shown.data["days"][:-1] if shown else []
    for before, row in pairwise(rows):
        # Every edge of the day and the minute before it, past midnight from the row before.
        stretches = read_hours(before) + read_hours(row)
        edges = {edge for starts, ends, _ in stretches for edge in (starts, ends)}
        midnight = datetime.fromisoformat(row[1])
        for wall in {midnight, *edges, *(edge - timedelta(minutes=1) for edge in edges)}:
            if wall.date() == midnight.date():
                on = [state for starts, ends, state in stretches if starts <= wall < ends]
                assert (on or ["closed"])[0] == STATES[oracle.on_the_wall.state(wall)[0]]


@few
@given(cases(), st.sampled_from([PAGE_DAYS, CARD_DAYS]))
def test_the_days_follow_each_other_from_today_on(case: Case, days: int) -> None:
    at = case.instants[0]
    shown = display(case.schedule, at, days=days)
    if shown is None:
        return
    today = at.astimezone(case.schedule.zone).date()
    *rows, end = shown.data["days"]
    assert [row[1] for row in rows] == [(today + n * DAY).isoformat() for n in range(days)]
    assert shown.data["says"][0][0] == rows[0][0]
    assert shown.data["says"][-1] == end
    for row in rows:
        starts = datetime.fromisoformat(row[0]).astimezone(case.schedule.zone)
        assert (starts.date().isoformat(), starts.weekday()) == tuple(row[1:3])
        # Midnight, or what comes first where midnight is skipped.
        before = starts.astimezone(UTC) - timedelta(seconds=1)
        assert before.astimezone(case.schedule.zone).date() < starts.date()
    assert (shown.today.first, shown.today_text) == (today, rows[0][3])


@few
@given(cases(), st.integers(-50, 50), st.integers(1, 100))
def test_a_temporary_closure_shuts_and_nothing_else(case: Case, before: int, hours: int) -> None:
    at = case.instants[0]
    starts = at + timedelta(hours=before)
    ends = starts + timedelta(hours=hours)
    notice = TemporaryStatus("No water.", starts, ends, closed=True)
    shown = display(replace(case.schedule, temporary=notice), at)
    oracle = Oracle(case.schedule)
    second = timedelta(seconds=1)
    for moment in (at, starts - second, starts, ends - second, ends) if shown else ():
        if stamp(moment) >= shown.data["says"][0][0]:
            expected = "shut" if starts <= moment < ends else oracle.state(moment)
            assert said(shown, moment)[0] == expected


@few
@given(cases())
def test_what_still_runs_from_the_evening_before_is_in_its_row(case: Case) -> None:
    for at in case.instants:
        local = at.astimezone(case.schedule.zone).replace(tzinfo=None)
        yesterday = (local.date() - DAY).isoformat()
        shown = display(case.schedule, at - 2 * DAY, days=4)
        rows = [row for row in shown.data["days"] if yesterday in row] if shown else []
        ends = [ends for row in rows for _, ends, _ in read_hours(row) if ends > local]
        told = running_until(case.schedule, at)
        assert (read_clock(told) if told else None) == (max(ends).time() if ends else None)
