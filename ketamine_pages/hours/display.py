"""Opening hours as pages print them: texts in the active language for templates and for the script.

A page may come from a cache. So what is printed depends on the date alone, and what changes during
the day is left to ``open-now.js``, which is told here what to say from which instant on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext

from ketamine_pages.hours import core as hours
from ketamine_pages.hours.core import DatedException, DayGroup, DayHours, Hours, Schedule, Wording
from ketamine_pages.hours.form import get_wording
from ketamine_pages.hours.sentences import NO_BREAK, sentences

# Exceptions are announced this long before.
EXCEPTION_DAYS = 14
# How many days ahead a cached page can tell what is open. Cards come in numbers, so: fewer.
PAGE_DAYS = 15
CARD_DAYS = 8
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Line:
    """One row of a table of hours.

    ``texts`` are the stretches of the day, or one word such as "Closed". A regular row is for
    ``weekdays``, which holds their digits (0 is Monday); the row of an exception is for the dates
    from ``first`` to ``last``.
    """

    label: str
    texts: tuple[str, ...]
    reason: str = ""
    is_closed: bool = False
    weekdays: str = ""
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True)
class HoursDisplay:
    """The hours of one location on one date, in one language.

    ``week`` has a row for each weekday, ``groups`` the same with equal days joined, both without
    exceptions; ``exceptions`` are those of the coming two weeks. ``today`` is the row of the
    date, exceptions applied, and ``today_text`` the same on one line. ``data`` is for the script.
    """

    week: tuple[Line, ...]
    groups: tuple[Line, ...]
    exceptions: tuple[Line, ...]
    today: Line
    today_text: str
    data: dict[str, Any]


def display(schedule: Schedule, at: datetime, *, days: int = PAGE_DAYS) -> HoursDisplay | None:
    """What a page prints of ``schedule`` at the aware datetime ``at``; ``None`` without hours.

    ``days`` is how many days ahead the script can tell what is open.
    """
    if not schedule.periods and not schedule.exceptions:
        return None
    try:
        on = _local(schedule, at).date()
    except hours.UnknownTimeZoneError:
        # A draft, or a zone that has gone from the server's list since.
        return None
    return _display(schedule, on, days, get_language() or "")


def running_until(schedule: Schedule, at: datetime) -> str:
    """When hours that began the evening before end, such as "2 a.m."; empty at other times."""
    local = _local(schedule, at)
    yesterday = local.date() - DAY
    ends = [item.span(yesterday)[1] for item in schedule.hours_on(yesterday)]
    later = [end for end in ends if end > local]
    return get_wording().format_time(max(later).time()) if later else ""


def zone_place(time_zone: str) -> str:
    """The place that a time zone is named after: "New York" for ``America/New_York``."""
    return time_zone.rpartition("/")[2].replace("_", " ")


def _local(schedule: Schedule, at: datetime) -> datetime:
    return at.astimezone(schedule.zone).replace(tzinfo=None)


# A date and a language decide everything, and the same clinics are shown again and again.
@lru_cache(maxsize=512)
def _display(schedule: Schedule, on: date, days: int, language: str) -> HoursDisplay:
    wording = get_wording()
    [today] = hours.days(schedule, on, 1)
    coming = hours.upcoming_exceptions(schedule, on, within_days=EXCEPTION_DAYS)
    return HoursDisplay(
        week=tuple(_weekday_line(row, wording) for row in hours.regular_week(schedule)),
        groups=tuple(_group_line(group, wording) for group in hours.summary(schedule)),
        exceptions=tuple(_exception_line(item, wording) for item in coming),
        today=_weekday_line(today, wording),
        today_text=_day_text(today, wording),
        data=_script_data(schedule, on, days, wording),
    )


def _texts(items: Sequence[Hours], wording: Wording) -> tuple[str, ...]:
    texts = [hours.describe_hours(item, wording) for item in items] or [wording.closed]
    return tuple(capfirst(text) for text in texts)


def _weekday_line(row: DayHours, wording: Wording) -> Line:
    return Line(
        wording.weekdays[row.weekday],
        _texts(row.hours, wording),
        row.reason,
        row.is_closed,
        str(row.weekday),
        row.date,
        row.date,
    )


def _group_line(group: DayGroup, wording: Wording) -> Line:
    weekdays = "".join(str(row.weekday) for row in group.days)
    label = hours.describe_days(group, wording)
    return Line(label, _texts(group.hours, wording), "", group.is_closed, weekdays)


def _exception_line(item: DatedException, wording: Wording) -> Line:
    label = f"{wording.weekdays[item.starts.weekday()]}, {_day_and_month(item.starts)}"
    if item.last != item.starts:
        ends = {"first": _day_and_month(item.starts), "last": _day_and_month(item.last)}
        label = wording.dates % ends
    texts = _texts(item.hours, wording)
    return Line(label, texts, item.reason, item.is_closed, "", item.starts, item.last)


def _day_and_month(day: date) -> str:
    # Two weeks ahead at most, or running: nobody needs the year.
    return date_format(day, "MONTH_DAY_FORMAT").replace(" ", NO_BREAK)


def _script_data(schedule: Schedule, on: date, days: int, wording: Wording) -> dict[str, Any]:
    """What ``open-now.js`` says and when, so that it only has to compare instants with its clock.

    ``texts`` are pairs of a state and a sentence. ``says`` are rows ``[instant, place]``: from then
    on the pair at that place of ``texts`` holds. ``days`` are rows ``[instant, date, weekday,
    hours]``, one for each coming day and from its beginning on (weekday 0 is Monday, the hours are
    a text). The last row of both is an instant alone, from which on nothing is known. ``today`` is
    the translated word.
    """
    zone = schedule.zone
    rows = hours.days(schedule, on, days)
    until = _iso(hours.day_start(zone, on + days * DAY))
    texts: dict[tuple[str, str], int] = {}
    says: list[list[Any]] = []
    for at, state, text in sentences(schedule, on, days, wording):
        place = texts.setdefault((state, text), len(texts))
        if not says or says[-1][1] != place:
            says.append([_iso(at), place])
    return {
        "today": gettext("Today"),
        "texts": list(texts),
        "says": [*says, [until]],
        "days": [
            *(
                [
                    _iso(hours.day_start(zone, on + offset * DAY)),
                    (on + offset * DAY).isoformat(),
                    row.weekday,
                    _day_text(row, wording),
                ]
                for offset, row in enumerate(rows)
            ),
            [until],
        ],
    }


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _day_text(row: DayHours, wording: Wording) -> str:
    text = capfirst(hours.describe_day(row.hours, wording))
    return wording.because % {"hours": text, "reason": row.reason} if row.reason else text
