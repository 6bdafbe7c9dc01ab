"""Opening hours in the form that Google reads.

* A closed day is 00:00 to 00:00, a day without a break 00:00 to 23:59, and hours that end after
  midnight end earlier than they begin.
* By appointment is neither open nor closed, and the vocabulary has no word for it. Such hours are
  left out, and a weekday that has no others is not mentioned. On a date that differs from its
  weekday silence would mean the hours of the weekday, so there it counts as closed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from ketamine_pages.hours.core import Hours, Schedule, regular_week
from ketamine_pages.schema_org.nodes import Node, node, term

DAY = timedelta(days=1)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MIDNIGHT, LAST_MINUTE = time(0), time(23, 59)
CLOSED = (MIDNIGHT, MIDNIGHT)
# How far ahead dated hours are told.
LONGEST = timedelta(days=366)

Times = tuple[time, time]


def opening_hours(schedule: Schedule) -> list[Node]:
    """The regular week, equal days together; empty where no hours are known."""
    if not schedule.periods and not schedule.exceptions:
        return []
    by_times: dict[Times, list[str]] = {}
    for row in regular_week(schedule):
        for times in _times(row.hours):
            by_times.setdefault(times, []).append(WEEKDAYS[row.weekday])
    return [
        _specification(times, dayOfWeek=[term(day) for day in days])
        for times, days in by_times.items()
    ]


def special_opening_hours(schedule: Schedule, today: date) -> list[Node]:
    """What differs on dates from ``today`` on, for a year: exceptions and a temporary closure.

    ``today`` is the date at the location.
    """
    return [
        _specification(times, validFrom=first.isoformat(), validThrough=last.isoformat())
        for first, last, hours in _runs(_dated(schedule, today))
        for times in _times(hours) or [CLOSED]
    ]


def _times(hours: Sequence[Hours]) -> list[Times]:
    """What is open; ``CLOSED`` for no hours at all, and nothing where all is by appointment."""
    if not hours:
        return [CLOSED]
    return [
        (each.opens, LAST_MINUTE if each.is_all_day else each.closes)
        for each in hours
        if not each.by_appointment and not each.is_empty
    ]


def _dated(schedule: Schedule, today: date) -> dict[date, tuple[Hours, ...]]:
    """The hours of every date from ``today`` on that is not as its weekday."""
    found: dict[date, tuple[Hours, ...]] = {}
    for exception in schedule.exceptions:
        for day in _days(exception.starts, exception.last, today):
            found[day] = schedule.hours_on(day)
    notice = schedule.temporary
    if notice is not None and notice.closed:
        # Closed whatever the hours and exceptions say.
        first, last = _local(schedule, notice.starts), _local(schedule, notice.ends)
        last_day = last.date() if last.time() > MIDNIGHT else last.date() - DAY
        found.update(dict.fromkeys(_days(first.date(), last_day, today), ()))
    return found


def _local(schedule: Schedule, moment: datetime) -> datetime:
    return moment.astimezone(schedule.zone)


def _days(first: date, last: date, today: date) -> Iterable[date]:
    day, end = max(first, today), min(last, today + LONGEST)
    while day <= end:
        yield day
        day += DAY


def _runs(days: dict[date, tuple[Hours, ...]]) -> list[tuple[date, date, tuple[Hours, ...]]]:
    """Neighbouring dates with equal hours as one: first, last and hours."""
    runs: list[tuple[date, date, tuple[Hours, ...]]] = []
    for day in sorted(days):
        if runs and runs[-1][1] + DAY == day and runs[-1][2] == days[day]:
            runs[-1] = (runs[-1][0], day, days[day])
        else:
            runs.append((day, day, days[day]))
    return runs


def _specification(times: Times, **properties: Any) -> Node:
    opens, closes = times
    return node(
        "OpeningHoursSpecification",
        **properties,
        opens=opens.strftime("%H:%M"),
        closes=closes.strftime("%H:%M"),
    )
