"""Finds what an editor has got wrong in a schedule, and tells it so that it can be put right.

A problem carries its values and its message apart, so that the caller can translate it and can
mark the rows of the form it came from.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import combinations
from zoneinfo import available_timezones

from ketamine_pages.hours.core.clock import UnknownTimeZoneError, zone_for
from ketamine_pages.hours.core.schedule import DatedException, Hours, Period, Schedule
from ketamine_pages.hours.core.text import (
    ENGLISH,
    Wording,
    describe_dated,
    describe_exception,
    describe_period,
    gettext_noop,
)

MESSAGES = {
    "overlap": gettext_noop("%(first)s overlaps %(second)s."),
    "overnight": gettext_noop("%(first)s runs past midnight and overlaps %(second)s."),
    "repeated": gettext_noop("%(first)s is listed twice."),
    "empty": gettext_noop(
        "%(first)s has no length, as it opens and closes at the same time. "
        "A whole day is from midnight to midnight."
    ),
    "exceptions": gettext_noop(
        "The exception for %(first)s overlaps the exception for %(second)s."
    ),
    "backwards": gettext_noop("The exception for %(first)s ends before it starts."),
    "time-zone": gettext_noop("There is no time zone “%(first)s”."),
    "time-zone-guess": gettext_noop(
        "There is no time zone “%(first)s”. Did you mean “%(second)s”?"
    ),
    "notice-backwards": gettext_noop("The temporary notice ends before it starts."),
    "notice-empty": gettext_noop("The temporary notice says nothing."),
}

Path = tuple[str | int, ...]
DAY = timedelta(days=1)
# Any Monday will do: the weekly periods are laid out from it to compare them.
MONDAY = date(2024, 1, 1)


@dataclass(frozen=True, slots=True)
class DatedHours:
    """Hours that start on one date, as a message names them."""

    date: date
    hours: Hours


Subject = Period | DatedHours | DatedException | str


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in a schedule.

    ``code`` is a key of ``MESSAGES``, ``subjects`` what the message names, at most two, and
    ``paths`` where they stand in the schedule: ``("periods", 3)``, ``("exceptions", 0, "hours",
    1)``, ``("time_zone",)``. ``str()`` of it is the English message.
    """

    code: str
    subjects: tuple[Subject, ...] = ()
    paths: tuple[Path, ...] = ()

    def __str__(self) -> str:
        return self.message()

    def message(
        self, wording: Wording = ENGLISH, gettext: Callable[[str], str] = gettext_noop
    ) -> str:
        """The sentence for the editor, in the language of ``wording`` and ``gettext``."""
        texts = [_describe(subject, wording) for subject in self.subjects]
        return gettext(MESSAGES[self.code]) % dict(zip(("first", "second"), texts, strict=False))


@dataclass(frozen=True, slots=True)
class _Placed:
    """Hours laid out on the calendar, for comparison by the clock on the wall."""

    subject: Period | DatedHours
    path: Path
    starts: datetime
    ends: datetime

    def overlaps(self, other: _Placed) -> bool:
        return self.starts < other.ends and other.starts < self.ends


def validate(schedule: Schedule, *, on: date | None = None) -> list[Problem]:
    """All mistakes that keep ``schedule`` from having one meaning; an empty list where it has one.

    Looks for: an unknown time zone; hours without length; weekly periods that overlap, past
    midnight and from Sunday to Monday included; exceptions that end before they start or that
    overlap one another; hours of an exception that overlap each other or those of the day before
    or after; a temporary notice that ends before it starts or says nothing. With ``on``,
    exceptions that were over the day before that date are left alone, so that last year's
    holidays cannot keep an editor from saving this year's hours.
    """
    current = [
        (index, item)
        for index, item in enumerate(schedule.exceptions)
        if on is None or item.last >= on - DAY
    ]
    return [
        *_time_zone(schedule),
        *_weekly(schedule),
        *_exception_dates(current),
        *_exception_hours(schedule, current),
        *_notice(schedule),
    ]


def _describe(subject: Subject, wording: Wording) -> str:
    if isinstance(subject, Period):
        return describe_period(subject, wording)
    if isinstance(subject, DatedHours):
        return describe_dated(subject.date, subject.hours, wording)
    if isinstance(subject, DatedException):
        return describe_exception(subject, wording)
    return subject


def _time_zone(schedule: Schedule) -> Iterator[Problem]:
    name = schedule.time_zone
    try:
        zone_for(name)
    except UnknownTimeZoneError:
        guesses = difflib.get_close_matches(name[:64], available_timezones(), n=1, cutoff=0.7)
        code = "time-zone-guess" if guesses else "time-zone"
        yield Problem(code, (name, *guesses), (("time_zone",),))


def _weekly(schedule: Schedule) -> Iterator[Problem]:
    placed = []
    for index, period in enumerate(schedule.periods):
        path: Path = ("periods", index)
        if period.hours.is_empty:
            yield Problem("empty", (period,), (path,))
            continue
        starts, ends = period.hours.span(MONDAY + period.weekday * DAY)
        placed.append(_Placed(period, path, starts, ends))
    for one, other in combinations(placed, 2):
        # The week is a ring: what one Sunday night runs into is the Monday of the next week.
        for weeks in (0, 1, -1):
            shift = timedelta(weeks=weeks)
            later = _Placed(other.subject, other.path, other.starts + shift, other.ends + shift)
            if one.overlaps(later):
                yield _overlap(one, later)
                break


def _overlap(one: _Placed, other: _Placed) -> Problem:
    first, second = (one, other) if one.starts <= other.starts else (other, one)
    paths = (first.path, second.path)
    if first.subject == second.subject:
        return Problem("repeated", (first.subject,), paths)
    code = "overlap" if first.starts.date() == second.starts.date() else "overnight"
    return Problem(code, (first.subject, second.subject), paths)


def _exception_dates(current: list[tuple[int, DatedException]]) -> Iterator[Problem]:
    valid = []
    for index, exception in current:
        path: Path = ("exceptions", index)
        if exception.last < exception.starts:
            yield Problem("backwards", (exception,), (path,))
        else:
            valid.append((exception.starts, path, exception))
    for (_, path, one), (_, other_path, other) in combinations(sorted(valid, key=_by_date), 2):
        if other.starts <= one.last:
            yield Problem("exceptions", (one, other), (path, other_path))


def _by_date(item: tuple[date, Path, DatedException]) -> date:
    return item[0]


def _exception_hours(
    schedule: Schedule, current: list[tuple[int, DatedException]]
) -> Iterator[Problem]:
    seen: set[date] = set()
    for index, exception in current:
        for number, hours in enumerate(exception.hours):
            if hours.is_empty:
                subject = DatedHours(exception.starts, hours)
                yield Problem("empty", (subject,), (("exceptions", index, "hours", number),))
        if exception.last < exception.starts:
            continue
        if schedule.exception_on(exception.starts) is exception:
            for one, other in combinations(_placed_on(schedule, exception.starts), 2):
                if one.overlaps(other):
                    yield _overlap(one, other)
        # Within a range every night is alike, so its first one speaks for all of them.
        nights = {exception.starts - DAY, exception.last}
        if exception.last > exception.starts:
            nights.add(exception.starts)
        for night in sorted(nights - seen):
            for one in _placed_on(schedule, night):
                for other in _placed_on(schedule, night + DAY):
                    if one.overlaps(other):
                        yield _overlap(one, other)
        seen |= nights


def _placed_on(schedule: Schedule, day: date) -> list[_Placed]:
    """The hours that start on ``day``, exceptions applied, with where each comes from."""
    found: list[tuple[Path, Hours]] = []
    exception = schedule.exception_on(day)
    if exception is None:
        for index, period in enumerate(schedule.periods):
            if period.weekday == day.weekday():
                found.append((("periods", index), period.hours))
    else:
        # By identity: of two equal exceptions the later listed one is in force.
        index = next(i for i, item in enumerate(schedule.exceptions) if item is exception)
        for number, hours in enumerate(exception.hours):
            found.append((("exceptions", index, "hours", number), hours))
    return [
        _Placed(DatedHours(day, hours), path, *hours.span(day))
        for path, hours in found
        if not hours.is_empty
    ]


def _notice(schedule: Schedule) -> Iterator[Problem]:
    notice = schedule.temporary
    if notice is None:
        return
    if notice.ends <= notice.starts:
        yield Problem("notice-backwards", (), (("temporary", "ends"),))
    if not notice.message.strip():
        yield Problem("notice-empty", (), (("temporary", "message"),))
