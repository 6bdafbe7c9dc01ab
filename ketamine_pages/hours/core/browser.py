"""Hours for the script in the page, which tells "open now" on a page from a cache.

The script compares the visitor's clock with instants and does no time-zone mathematics. The data
depend on the calendar day only, so that the markup of a page stays the same throughout a day.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from ketamine_pages.hours.core.clock import day_start, local_time, require_aware
from ketamine_pages.hours.core.resolver import timeline
from ketamine_pages.hours.core.schedule import Schedule
from ketamine_pages.hours.core.week import days as days_from


def browser_data(
    schedule: Schedule,
    at: datetime,
    *,
    days: int = 15,
    label: Callable[[datetime], str] | None = None,
) -> dict[str, Any]:
    """The states of the coming ``days`` calendar days, today included, as a JSON-able dict.

    Instants are UTC in ISO 8601 (``2026-11-22T14:00:00Z``), dates and times those at the
    location, weekdays 0 for Monday. ``label`` turns the naive local datetime of a transition into
    the words a visitor reads ("9 a.m."). The keys::

        timeZone      IANA name
        validUntil    from here on the script must say nothing, the printed week stands
        transitions   [{at, state, date, time, weekday, label?}]; the first is the state at the
                      beginning of today, so that the last one not after now is the state
        days          [{date, weekday, start, end, reason, exception,
                        hours: [{opens, closes, byAppointment, allDay}]}]; start and end tell
                      which row is today
        notice        {message, from, until, closed} or null; to be shown from from to until

    Raises ``ValueError`` for a naive ``at`` and ``UnknownTimeZoneError``.
    """
    zone = schedule.zone
    rows = days_from(schedule, local_time(zone, require_aware(at)).date(), days + 1)
    starts = [day_start(zone, row.date) for row in rows if row.date is not None]
    transitions = []
    for interval in timeline(schedule, starts[0], starts[-1]):
        local = local_time(zone, interval.start)
        transition = {
            "at": _iso(interval.start),
            "state": interval.state.value,
            "date": local.date().isoformat(),
            "time": local.strftime("%H:%M"),
            "weekday": local.weekday(),
        }
        if label is not None:
            transition["label"] = label(local)
        transitions.append(transition)
    return {
        "timeZone": schedule.time_zone,
        "validUntil": _iso(starts[-1]),
        "transitions": transitions,
        "days": [
            {
                "date": local_time(zone, start).date().isoformat(),
                "weekday": row.weekday,
                "start": _iso(start),
                "end": _iso(end),
                "reason": row.reason,
                "exception": row.exception is not None,
                "hours": [
                    {
                        "opens": hours.opens.strftime("%H:%M"),
                        "closes": hours.closes.strftime("%H:%M"),
                        "byAppointment": hours.by_appointment,
                        "allDay": hours.is_all_day,
                    }
                    for hours in row.hours
                ],
            }
            for row, start, end in zip(rows[:-1], starts[:-1], starts[1:], strict=True)
        ],
        "notice": _notice(schedule, starts[0], starts[-1]),
    }


def _notice(schedule: Schedule, start: datetime, end: datetime) -> dict[str, Any] | None:
    notice = schedule.temporary
    if notice is None or notice.ends <= start or notice.starts >= end:
        return None
    return {
        "message": notice.message,
        "from": _iso(notice.starts),
        "until": _iso(notice.ends),
        "closed": notice.closed,
    }


def _iso(moment: datetime) -> str:
    # Milliseconds are as fine as a browser's clock; none are shown where there are none.
    moment = moment.astimezone(UTC).replace(tzinfo=None)
    return moment.isoformat(timespec="milliseconds" if moment.microsecond else "seconds") + "Z"
