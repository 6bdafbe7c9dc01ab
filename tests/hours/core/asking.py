"""Questions to ``timeline`` that several tests ask."""

from datetime import datetime, timedelta

from ketamine_pages.hours.core import Interval, Schedule, State, timeline

YEAR = timedelta(days=366)


def found_at(schedule: Schedule, at: datetime) -> tuple[Interval, Interval | None]:
    """What goes on at ``at``, and what follows it within a year."""
    current, *later = timeline(schedule, at, at + YEAR)
    return current, later[0] if later else None


def open_intervals(schedule: Schedule, start: datetime, end: datetime) -> list[Interval]:
    """When the location is open or by appointment."""
    return [item for item in timeline(schedule, start, end) if item.state is not State.CLOSED]
