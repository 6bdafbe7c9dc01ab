"""From a schedule to instants: what is open when, and what comes next.

Everything is computed in UTC, because datetimes of one zone compare by the clock on the wall and
ignore which of two equal times in autumn is meant. The instants in the results are UTC.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import groupby
from operator import itemgetter

from ketamine_pages.hours.core.clock import instant, local_time, require_aware
from ketamine_pages.hours.core.schedule import Schedule, State


@dataclass(frozen=True, slots=True)
class Interval:
    """A stretch of one state, from ``start`` up to but not including ``end``, both UTC."""

    start: datetime
    end: datetime
    state: State


def timeline(schedule: Schedule, start: datetime, end: datetime) -> list[Interval]:
    """What the location is between two aware datetimes, in order, without gap or overlap.

    Neighbouring stretches differ in their state; the first and the last are cut to the window.
    Empty where ``end`` is not after ``start``. Raises ``ValueError`` for naive datetimes and
    ``UnknownTimeZoneError``.
    """
    start, end = require_aware(start), require_aware(end)
    if end <= start:
        return []
    steps: list[tuple[datetime, State]] = [(start, State.CLOSED)]
    for moment, state in _steps(schedule, start, end):
        if moment <= start:
            steps[0] = (start, state)
        elif moment < end and state is not steps[-1][1]:
            steps.append((moment, state))
    ends = [moment for moment, _ in steps[1:]] + [end]
    return [
        Interval(moment, until, state) for (moment, state), until in zip(steps, ends, strict=True)
    ]


def _steps(schedule: Schedule, start: datetime, end: datetime) -> Iterator[tuple[datetime, State]]:
    """Every instant at which hours begin or end around the window, with the state from there."""
    edges: list[tuple[datetime, State, int]] = []
    for opens, closes, state in _stretches(schedule, start, end):
        edges += [(opens, state, 1), (closes, state, -1)]
    covering = dict.fromkeys(State, 0)
    for moment, group in groupby(sorted(edges), key=itemgetter(0)):
        for _, state, step in group:
            covering[state] += step
        # CLOSED is counted only for a temporary closure, which beats everything.
        for state in (State.CLOSED, State.OPEN, State.BY_APPOINTMENT):
            if covering[state]:
                yield moment, state
                break
        else:
            yield moment, State.CLOSED


def _stretches(
    schedule: Schedule, start: datetime, end: datetime
) -> Iterator[tuple[datetime, datetime, State]]:
    zone = schedule.zone
    # The day before as well, for the hours that run past midnight into the first day.
    day = local_time(zone, start).date() - timedelta(days=1)
    last = local_time(zone, end).date()
    while day <= last:
        for hours in schedule.hours_on(day):
            opens, closes = hours.span(day)
            yield instant(zone, opens), instant(zone, closes), hours.state
        day += timedelta(days=1)
    notice = schedule.temporary
    if notice is not None and notice.closed and notice.starts < notice.ends:
        yield notice.starts.astimezone(UTC), notice.ends.astimezone(UTC), State.CLOSED
