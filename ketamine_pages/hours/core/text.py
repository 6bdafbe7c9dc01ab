"""Hours in words, in any language.

``Wording`` holds every word; the caller passes a translated one, and its own way to write times
and dates. Nothing here decides what is open.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from ketamine_pages.hours.core.schedule import DatedException, Hours, Period
from ketamine_pages.hours.core.week import DayGroup


def gettext_noop(message: str) -> str:
    """Return ``message`` as it is: only marks it for makemessages.

    Django's own cannot be used, as this room needs no Django. ``Wording.translated`` looks the
    translation up.
    """
    return message


def _plain_time(value: time) -> str:
    return value.strftime("%H:%M")


def _plain_date(value: date) -> str:
    return f"{value.day} {value:%B %Y}"


@dataclass(frozen=True)
class Wording:
    """The words and patterns that hours are told in, English unless told otherwise."""

    weekdays: tuple[str, ...] = (
        gettext_noop("Monday"),
        gettext_noop("Tuesday"),
        gettext_noop("Wednesday"),
        gettext_noop("Thursday"),
        gettext_noop("Friday"),
        gettext_noop("Saturday"),
        gettext_noop("Sunday"),
    )
    every_day: str = gettext_noop("Every day")
    day_range: str = gettext_noop("%(first)s to %(last)s")
    item_and_item: str = gettext_noop("%(items)s and %(last)s")
    time_range: str = gettext_noop("%(opens)s–%(closes)s")
    hours_by_appointment: str = gettext_noop("%(hours)s by appointment")
    by_appointment: str = gettext_noop("by appointment")
    all_day: str = gettext_noop("open 24 hours")
    closed: str = gettext_noop("closed")
    because: str = gettext_noop("%(hours)s (%(reason)s)")
    days_and_hours: str = gettext_noop("%(days)s %(hours)s")
    group_separator: str = gettext_noop("; ")
    item_separator: str = gettext_noop(", ")
    on_date: str = gettext_noop("%(weekday)s, %(date)s, %(hours)s")
    dates: str = gettext_noop("%(first)s to %(last)s")
    format_time: Callable[[time], str] = _plain_time
    format_date: Callable[[date], str] = _plain_date

    @classmethod
    def translated(
        cls,
        gettext: Callable[[str], str],
        *,
        format_time: Callable[[time], str] = _plain_time,
        format_date: Callable[[date], str] = _plain_date,
    ) -> Wording:
        """The wording in the language that ``gettext`` translates to."""
        words: dict[str, Any] = {
            field.name: gettext(field.default)
            for field in dataclasses.fields(cls)
            if isinstance(field.default, str)
        }
        weekdays = tuple(gettext(name) for name in ENGLISH.weekdays)
        return cls(weekdays, format_time=format_time, format_date=format_date, **words)

    def join(self, items: Sequence[str]) -> str:
        """``items`` as a list in words, like "A, B and C"."""
        if len(items) < 2:
            return "".join(items)
        values = {"items": self.item_separator.join(items[:-1]), "last": items[-1]}
        return self.item_and_item % values


ENGLISH = Wording()


def describe_hours(hours: Hours, wording: Wording = ENGLISH) -> str:
    """One stretch of a day, like "09:00–12:00 by appointment" or "open 24 hours"; no full stop."""
    if hours.is_all_day:
        return wording.by_appointment if hours.by_appointment else wording.all_day
    values = {
        "opens": wording.format_time(hours.opens),
        "closes": wording.format_time(hours.closes),
    }
    text = wording.time_range % values
    return wording.hours_by_appointment % {"hours": text} if hours.by_appointment else text


def describe_day(hours: Sequence[Hours], wording: Wording = ENGLISH) -> str:
    """All stretches of a day: "09:00–12:00 and 13:00–17:00"; "closed" where there is none."""
    if not hours:
        return wording.closed
    return wording.join([describe_hours(item, wording) for item in hours])


def describe_days(group: DayGroup, wording: Wording = ENGLISH) -> str:
    """The weekdays of ``group``, like "Monday to Wednesday and Friday" or "Every day"."""
    if len(group.days) == 7:
        return wording.every_day
    items: list[str] = []
    for first, last in group.runs:
        names = [wording.weekdays[weekday] for weekday in (first, last)]
        if last - first < 2:
            items += dict.fromkeys(names)
        else:
            items.append(wording.day_range % {"first": names[0], "last": names[1]})
    return wording.join(items)


def describe_week(groups: Sequence[DayGroup], wording: Wording = ENGLISH) -> str:
    """The sentence for the week that ``summary`` returns, without a full stop."""
    return wording.group_separator.join(
        wording.days_and_hours
        % {"days": describe_days(group, wording), "hours": describe_day(group.hours, wording)}
        for group in groups
    )


def describe_period(period: Period, wording: Wording = ENGLISH) -> str:
    """Weekday and hours, like "Monday 09:00–12:00"."""
    values = {
        "days": wording.weekdays[period.weekday],
        "hours": describe_hours(period.hours, wording),
    }
    return wording.days_and_hours % values


def describe_dated(day: date, hours: Hours, wording: Wording = ENGLISH) -> str:
    """Date and hours, like "Friday, 25 December 2026, 09:00–12:00"."""
    values = {
        "weekday": wording.weekdays[day.weekday()],
        "date": wording.format_date(day),
        "hours": describe_hours(hours, wording),
    }
    return wording.on_date % values


def describe_exception(exception: DatedException, wording: Wording = ENGLISH) -> str:
    """Dates and reason, without hours: "24 December 2026 to 1 January 2027 (Holidays)"."""
    text = wording.format_date(exception.starts)
    if exception.last != exception.starts:
        text = wording.dates % {"first": text, "last": wording.format_date(exception.last)}
    if exception.reason:
        text = wording.because % {"hours": text, "reason": exception.reason}
    return text
