"""From a schedule to instants: what is open when, and what comes next.

Everything is computed in UTC, because datetimes of one zone compare by the clock on the wall and
ignore which of two equal times in autumn is meant. Results are UTC, with the wall-clock time
beside them where a person will read it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from operator import itemgetter

from ketamine_pages.hours.core.clock import instant, local_time, require_aware
from ketamine_pages.hours.core.schedule import Schedule, State, TemporaryStatus

YEAR = timedelta(days=366)
FORTNIGHT = timedelta(days=14)
# Once nothing irregular lies ahead, a week repeats for ever; the three weeks leave room for hours
# that fall into the gap of a clock change in one of them.
SETTLED = timedelta(days=22)


@dataclass(frozen=True, slots=True)
class Interval:
    """A stretch of one state, from ``start`` up to but not including ``end``, both UTC."""

    start: datetime
    end: datetime
    state: State


@dataclass(frozen=True, slots=True)
class Change:
    """The next change of state.

    ``at`` is UTC. ``local`` is the wall-clock time there, naive on purpose: Django's templates
    would turn an aware one into the server's zone. ``days_ahead`` counts calendar days at the
    location: 0 is today, 1 tomorrow.
    """

    at: datetime
    local: datetime
    state: State
    days_ahead: int


@dataclass(frozen=True, slots=True)
class Status:
    """The state at one instant; ``change`` is None where none follows within a year."""

    state: State
    change: Change | None
    notice: TemporaryStatus | None

    @property
    def is_open(self) -> bool:
        """Whether one can walk in; by appointment is not open."""
        return self.state is State.OPEN


def status(schedule: Schedule, at: datetime) -> Status:
    """The state of ``schedule`` at the aware datetime ``at``, and the next change.

    Raises ``ValueError`` for a naive ``at`` and ``UnknownTimeZoneError``, which is one.
    """
    now = require_aware(at)
    notice = schedule.temporary
    if notice is not None and not notice.is_active(now):
        notice = None
    horizon = _horizon(schedule, now)
    current, *later = timeline(schedule, now, now + min(horizon, FORTNIGHT))
    if not later and horizon > FORTNIGHT:
        current, *later = timeline(schedule, now, now + horizon)
    change = None
    if later:
        zone = schedule.zone
        local = local_time(zone, later[0].start)
        days_ahead = (local.date() - local_time(zone, now).date()).days
        change = Change(later[0].start, local, later[0].state, days_ahead)
    return Status(current.state, change, notice)


def intervals(schedule: Schedule, start: datetime, end: datetime) -> list[Interval]:
    """When the location is open or by appointment between two aware datetimes, in order.

    Touching stretches of one state are one interval, and both ends are cut to the window. Raises
    ``ValueError`` for naive datetimes and ``UnknownTimeZoneError``.
    """
    return [item for item in timeline(schedule, start, end) if item.state is not State.CLOSED]


def timeline(schedule: Schedule, start: datetime, end: datetime) -> list[Interval]:
    """Like :func:`intervals` with the closed stretches between them: no gap, no overlap.

    Empty where ``end`` is not after ``start``.
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


def _horizon(schedule: Schedule, now: datetime) -> timedelta:
    """How far to look for a change: a year at most, less where the weeks only repeat."""
    last: date = now.date()
    for exception in schedule.exceptions:
        last = max(last, exception.last)
    if schedule.temporary is not None:
        last = max(last, schedule.temporary.ends.astimezone(UTC).date())
    return min(last - now.date() + SETTLED, YEAR)
