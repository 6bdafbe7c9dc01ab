"""The page that nobody tends any more: what its dates mean, whether or not any job runs.

After the last day of a review come days of grace. When these are over, the page says that a new
reading is overdue; when as many months more have passed as the site allows, its numbers go.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum

from ketamine_pages.rules.review import add_months

DAY = timedelta(days=1)
#: How many months before its numbers go a page is announced.
MONTHS_OF_NOTICE = 1


class Tending(IntEnum):
    """How far a page has been left alone; each stage is worse than those before it."""

    TENDED = 0
    #: The days of grace are over: the page says that a new reading is overdue.
    OVERDUE = 1
    #: Numbers go within a month, unless somebody reads the page.
    WITHHELD_SOON = 2
    #: Statistics and other numbers are withheld, and search engines are asked to leave.
    WITHHELD = 3


@dataclass(frozen=True)
class Patience:
    """How long a site waits for a new reading: ``months`` after the grace, ``None`` for ever."""

    grace_days: int
    months: int | None

    def overdue_from(self, next_due: date) -> date:
        """The first day on which the page says that a new reading is overdue."""
        return self._grace_ends(next_due) + DAY

    def announced_from(self, next_due: date) -> date | None:
        """The first day on which the site is told that numbers will go."""
        if self.months is None:
            return None
        return add_months(self._grace_ends(next_due), self.months - MONTHS_OF_NOTICE) + DAY

    def withheld_from(self, next_due: date) -> date | None:
        """The first day without numbers; ``None`` where they never go."""
        if self.months is None:
            return None
        return add_months(self._grace_ends(next_due), self.months) + DAY

    def begun_on(self, day: date) -> set[date]:
        """The last days of reviews whose pages say something else from ``day`` on."""
        before = day - DAY
        found = {before, before - timedelta(days=self.grace_days)}
        return found | self.withheld_on(day)

    def withheld_on(self, day: date) -> set[date]:
        """The last days of reviews whose pages lose their numbers on ``day``."""
        if self.months is None:
            return set()
        near = add_months(day, -self.months) - timedelta(days=self.grace_days)
        # Months differ in length, and several days of one may end on the last day of another.
        candidates = (near + DAY * shift for shift in range(-4, 5))
        return {each for each in candidates if self.withheld_from(each) == day}

    def _grace_ends(self, next_due: date) -> date:
        return next_due + timedelta(days=self.grace_days)


def judge_tending(next_due: date | None, today: date, patience: Patience) -> Tending:
    """How far a page has been left alone whose last review holds until ``next_due``.

    What nobody has ever reviewed (``None``), or whose review has no end, has no such dates.
    """
    if next_due is None or today < patience.overdue_from(next_due):
        return Tending.TENDED
    withheld, announced = patience.withheld_from(next_due), patience.announced_from(next_due)
    if withheld is not None and today >= withheld:
        return Tending.WITHHELD
    if announced is not None and today >= announced:
        return Tending.WITHHELD_SOON
    return Tending.OVERDUE
