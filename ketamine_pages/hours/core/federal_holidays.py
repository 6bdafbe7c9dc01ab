"""The public holidays of the United States, which the form offers to an editor as closures.

The law (5 U.S.C. 6103) has eleven rules, which are written out here: the ``holidays`` package knows
them as well, but brings 14 MB for all countries, and so only the tests use it, as a check.
Inauguration Day is left out, as it is a holiday in and around Washington only.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from datetime import date, timedelta

from ketamine_pages.hours.core.text import gettext_noop

MONDAY, THURSDAY = 0, 3
YEAR = timedelta(days=365)
# Month and day, or month, weekday and which one of the month, -1 being the last.
FIXED = (
    (gettext_noop("New Year’s Day"), 1, 1),
    (gettext_noop("Juneteenth"), 6, 19),
    (gettext_noop("Independence Day"), 7, 4),
    (gettext_noop("Veterans Day"), 11, 11),
    (gettext_noop("Christmas Day"), 12, 25),
)
FLOATING = (
    (gettext_noop("Martin Luther King Jr. Day"), 1, MONDAY, 3),
    (gettext_noop("Washington’s Birthday"), 2, MONDAY, 3),
    (gettext_noop("Memorial Day"), 5, MONDAY, -1),
    (gettext_noop("Labor Day"), 9, MONDAY, 1),
    (gettext_noop("Columbus Day"), 10, MONDAY, 2),
    (gettext_noop("Thanksgiving Day"), 11, THURSDAY, 4),
)


@dataclass(frozen=True, slots=True)
class Holiday:
    """A holiday. ``observed`` is the day off work where ``date`` is a Saturday or a Sunday.

    ``name`` is English and marked for translation.
    """

    name: str
    date: datetime.date
    observed: datetime.date


def us_federal_holidays(year: int) -> tuple[Holiday, ...]:
    """The eleven federal holidays of ``year`` as the law stands since 2021, in order."""
    found = [(name, date(year, month, day)) for name, month, day in FIXED]
    found += [(name, _nth(year, month, weekday, n)) for name, month, weekday, n in FLOATING]
    # A Saturday's holiday is observed on Friday, a Sunday's on Monday.
    shift = {5: -1, 6: 1}
    return tuple(
        Holiday(name, day, day + timedelta(days=shift.get(day.weekday(), 0)))
        for name, day in sorted(found, key=lambda item: item[1])
    )


def coming_us_federal_holidays(on: date) -> tuple[Holiday, ...]:
    """The federal holidays from ``on`` to a year later, in order; either of their days counts."""
    until = on + YEAR
    years = range(on.year, until.year + 2)
    return tuple(
        holiday
        for year in years
        for holiday in us_federal_holidays(year)
        if on <= max(holiday.date, holiday.observed)
        and min(holiday.date, holiday.observed) <= until
    )


def _nth(year: int, month: int, weekday: int, n: int) -> date:
    if n < 0:
        last = date(year, month + 1, 1) - timedelta(days=1)
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7, weeks=n - 1)
