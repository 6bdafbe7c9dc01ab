"""Random schedules without contradictions, and instants at which they are likely to go wrong."""

import os
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from ketamine_pages.hours.core import DatedException, Hours, Period, Schedule, validate

EXAMPLES = int(os.environ.get("HOURS_EXAMPLES", "300"))
many = settings(
    max_examples=EXAMPLES,
    derandomize="HOURS_EXAMPLES" not in os.environ,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
few = settings(many, max_examples=100)

DAY = 24 * 60
WEEK = 7 * DAY
# Changes of one hour at 02:00 and at 01:00, of half an hour, at midnight both ways, and none.
ZONES = [
    "America/New_York",
    "America/Los_Angeles",
    "America/Phoenix",
    "America/Havana",
    "Asia/Beirut",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Europe/London",
    "Pacific/Honolulu",
]
FIRST, LAST = date(2024, 1, 10), date(2028, 12, 20)


@dataclass(frozen=True)
class Case:
    schedule: Schedule
    instants: tuple[datetime, ...]


@cache
def clock_changes(zone_name: str) -> tuple[date, ...]:
    """The dates between FIRST and LAST on which the clocks change."""
    zone = ZoneInfo(zone_name)
    dates = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days)]
    noon = {day: datetime.combine(day, time(12), zone).utcoffset() for day in dates}
    return tuple(day for day in dates[1:] if noon[day] != noon[day - timedelta(days=1)])


def _time(minutes: int) -> time:
    return time(minutes % DAY // 60, minutes % 60)


@st.composite
def arcs(draw, ring: int) -> list[tuple[int, Hours]]:
    """Stretches on a ring of minutes, often touching, never overlapping, none over a day long."""
    grain = draw(st.sampled_from([1, 15, 30, 60, DAY]))
    point = st.integers(0, ring // grain - 1).map(lambda n: n * grain)
    cuts = sorted(draw(st.sets(point, min_size=1, max_size=ring // DAY * 2 + 2)))
    found = []
    for start, end in zip(cuts, [*cuts[1:], cuts[0] + ring], strict=True):
        whole_day = end - start == DAY and start % DAY == 0
        kind = draw(st.sampled_from(["open", "open", "by appointment", None]))
        if kind and (end - start < DAY or whole_day):
            hours = Hours(_time(start), _time(end), by_appointment=kind == "by appointment")
            found.append((start, hours))
    return found


@st.composite
def dated_exceptions(draw, around: date) -> tuple[DatedException, ...]:
    found = []
    starts = around + timedelta(days=draw(st.integers(-4, 3)))
    for _ in range(draw(st.integers(0, 3))):
        length = draw(st.sampled_from([1, 1, 1, 2, 5]))
        hours = draw(st.one_of(st.just([]), arcs(DAY)))
        ends = None if length == 1 else starts + timedelta(days=length - 1)
        found.append(DatedException(starts, ends, tuple(item for _, item in hours)))
        starts += timedelta(days=length + draw(st.integers(0, 4)))
    return tuple(found)


@st.composite
def schedules(draw, zone_name: str, around: date) -> Schedule:
    periods = tuple(
        Period(start // DAY, hours.opens, hours.closes, hours.by_appointment)
        for start, hours in draw(arcs(WEEK))
    )
    schedule = Schedule(zone_name, periods, draw(dated_exceptions(around)))
    # Exceptions and weeks are drawn apart; where a night of one runs into the other, drop it.
    while problems := validate(schedule):
        bad = {path[1] for problem in problems for path in problem.paths if path[0] == "exceptions"}
        kept = [item for i, item in enumerate(schedule.exceptions) if i != max(bad)]
        schedule = replace(schedule, exceptions=tuple(kept))
    return schedule


@st.composite
def cases(draw) -> Case:
    zone_name = draw(st.sampled_from(ZONES))
    zone = ZoneInfo(zone_name)
    anywhere = st.dates(FIRST, LAST)
    changes = clock_changes(zone_name)
    around = draw(st.one_of(st.sampled_from(changes), anywhere) if changes else anywhere)
    schedule = draw(schedules(zone_name, around))
    every = [*schedule.periods, *(h for e in schedule.exceptions for h in e.hours)]
    edges = sorted({t.hour * 60 + t.minute for h in every for t in (h.opens, h.closes)} | {0})
    minute = st.one_of(
        st.sampled_from(edges), st.integers(0, DAY - 1), st.integers(0, 4 * 12).map(lambda n: n * 5)
    )
    instants = []
    for _ in range(4):
        day = around + timedelta(days=draw(st.sampled_from([0, 0, 0, -1, -2, 1, 2, 5, 8])))
        wall = datetime.combine(day, time(), zone)
        wall += timedelta(minutes=draw(minute) + draw(st.sampled_from([0, 0, -1, 1])))
        instants.append(wall.replace(fold=draw(st.integers(0, 1))).astimezone(UTC))
    return Case(schedule, tuple(instants))
