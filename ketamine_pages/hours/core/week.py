"""Days as rows for a table, and a week with its equal days joined for a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from ketamine_pages.hours.core.clock import local_time, require_aware
from ketamine_pages.hours.core.schedule import DatedException, Hours, Schedule


@dataclass(frozen=True, slots=True)
class DayHours:
    """One day with its hours: a row of the table that pages print.

    ``hours`` are those that start that day, earliest first; none means closed. ``date`` is None
    in a regular week. ``exception`` is set where the day differs from its weekday.
    """

    weekday: int
    hours: tuple[Hours, ...]
    date: date | None = None
    exception: DatedException | None = None

    @property
    def is_closed(self) -> bool:
        return not self.hours

    @property
    def reason(self) -> str:
        """Why the day is different; empty on a regular day."""
        return self.exception.reason if self.exception else ""


@dataclass(frozen=True, slots=True)
class DayGroup:
    """Days of the week with the same hours.

    ``days`` are the rows. ``runs`` are their weekdays as (first, last) pairs of neighbours:
    Monday to Wednesday and Friday are ``((0, 2), (4, 4))``.
    """

    days: tuple[DayHours, ...]
    runs: tuple[tuple[int, int], ...]

    @property
    def hours(self) -> tuple[Hours, ...]:
        return self.days[0].hours

    @property
    def is_closed(self) -> bool:
        return self.days[0].is_closed


def days(schedule: Schedule, first: date, count: int) -> tuple[DayHours, ...]:
    """``count`` days from the date ``first`` on; exceptions replace the weekly hours."""
    dates = [first + timedelta(days=offset) for offset in range(count)]
    return tuple(
        DayHours(day.weekday(), schedule.hours_on(day), day, schedule.exception_on(day))
        for day in dates
    )


def regular_week(schedule: Schedule) -> tuple[DayHours, ...]:
    """The seven weekdays from Monday as they usually are, without dates and exceptions."""
    return tuple(DayHours(weekday, schedule.regular_hours(weekday)) for weekday in range(7))


def today(schedule: Schedule, at: datetime) -> DayHours:
    """The row of the calendar day that it is at the location at the aware datetime ``at``.

    Soon after midnight the hours of the evening before, which are not in this row, may still run:
    ``timeline`` tells. Raises ``ValueError`` for a naive ``at`` and ``UnknownTimeZoneError``.
    """
    return days(schedule, local_time(schedule.zone, require_aware(at)).date(), 1)[0]


def summary(schedule: Schedule) -> tuple[DayGroup, ...]:
    """The regular week with equal days joined, in the order of their first days."""
    groups: dict[tuple[Hours, ...], list[DayHours]] = {}
    for row in regular_week(schedule):
        groups.setdefault(row.hours, []).append(row)
    return tuple(DayGroup(tuple(rows), _runs(rows)) for rows in groups.values())


def upcoming_exceptions(
    schedule: Schedule, on: date, *, within_days: int = 60
) -> tuple[DatedException, ...]:
    """Exceptions in force on ``on`` or starting at most ``within_days`` later, soonest first."""
    until = on + timedelta(days=within_days)
    found = [item for item in schedule.exceptions if item.starts <= until and item.last >= on]
    return tuple(sorted(found, key=lambda item: (item.starts, item.last)))


def _runs(rows: list[DayHours]) -> tuple[tuple[int, int], ...]:
    runs: list[tuple[int, int]] = []
    for row in rows:
        if runs and row.weekday == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], row.weekday)
        else:
            runs.append((row.weekday, row.weekday))
    return tuple(runs)
