"""What an opening-hours schedule consists of: plain, frozen values.

Times are wall-clock times at the location. Structural nonsense (a weekday of 9, a time with a
zone of its own) raises ``ValueError`` at once, as only a program can produce it; what an editor
can get wrong is reported by :func:`ketamine_pages.hours.core.validate` instead.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from ketamine_pages.hours.core.clock import zone_for

MIDNIGHT = time(0)


class State(StrEnum):
    """Whether the door is open. The values are fit for a ``data-`` attribute or a CSS class."""

    OPEN = "open"
    CLOSED = "closed"
    BY_APPOINTMENT = "by-appointment"


@dataclass(frozen=True, order=True, slots=True)
class Hours:
    """A stretch of one day, from ``opens`` up to but not including ``closes``.

    ``closes`` earlier than ``opens`` runs past midnight; 18:00 to 00:00 ends at midnight and
    00:00 to 00:00 is the whole day. Any other pair of equal times has no length and is refused
    by ``validate``; the resolver takes it as closed. Raises ``ValueError`` for a time that
    carries a time zone.
    """

    opens: time
    closes: time
    by_appointment: bool = False

    def __post_init__(self) -> None:
        if self.opens.tzinfo or self.closes.tzinfo:
            raise ValueError("Opening hours are wall-clock times without a time zone.")

    @classmethod
    def all_day(cls, *, by_appointment: bool = False) -> Hours:
        """The 24 hours of a day; with ``by_appointment``, a day without fixed hours."""
        return cls(MIDNIGHT, MIDNIGHT, by_appointment)

    @property
    def is_all_day(self) -> bool:
        return self.opens == self.closes == MIDNIGHT

    @property
    def is_empty(self) -> bool:
        return self.opens == self.closes and not self.is_all_day

    @property
    def state(self) -> State:
        """What the location is during these hours."""
        return State.BY_APPOINTMENT if self.by_appointment else State.OPEN

    def span(self, day: date) -> tuple[datetime, datetime]:
        """Opening and closing as naive wall-clock datetimes, if the hours start on ``day``."""
        ends_on = day if self.closes > self.opens or self.is_empty else day + timedelta(days=1)
        return datetime.combine(day, self.opens), datetime.combine(ends_on, self.closes)


@dataclass(frozen=True, order=True, slots=True)
class Period:
    """Hours of every week that start on ``weekday`` (0 is Monday, 6 is Sunday)."""

    weekday: int
    opens: time
    closes: time
    by_appointment: bool = False

    def __post_init__(self) -> None:
        if self.weekday not in range(7):
            raise ValueError("A weekday is a number from 0 (Monday) to 6 (Sunday).")
        Hours(self.opens, self.closes)

    @property
    def hours(self) -> Hours:
        return Hours(self.opens, self.closes, self.by_appointment)


@dataclass(frozen=True, slots=True)
class DatedException:
    """Other hours, or none, for one date or for every date from ``starts`` to ``ends``.

    ``ends`` is included; ``None`` means one day. Empty ``hours`` mean closed. An exception
    replaces the weekly periods that *start* on its dates, no more: when the evening before runs
    past midnight, it runs on, and closing a date does not cut that tail.
    """

    starts: date
    ends: date | None = None
    hours: tuple[Hours, ...] = ()
    reason: str = ""

    @property
    def last(self) -> date:
        """The last date it applies to."""
        return self.starts if self.ends is None else self.ends

    @property
    def is_closed(self) -> bool:
        return not self.hours

    def covers(self, day: date) -> bool:
        return self.starts <= day <= self.last


@dataclass(frozen=True, slots=True)
class TemporaryStatus:
    """A notice that shows from ``starts`` up to ``ends`` and then goes by itself.

    Both are aware datetimes; there is always an end, so that no notice is forgotten on a page.
    With ``closed`` the location counts as closed meanwhile, whatever its hours say, so that
    "closed: burst pipe" never stands beside "open now". Raises ``ValueError`` for naive ones.
    """

    message: str
    starts: datetime
    ends: datetime
    closed: bool = False

    def __post_init__(self) -> None:
        if self.starts.utcoffset() is None or self.ends.utcoffset() is None:
            raise ValueError("A temporary status starts and ends at aware datetimes.")

    def is_active(self, at: datetime) -> bool:
        """Whether the notice shows at the aware datetime ``at``."""
        return self.starts <= at < self.ends


@dataclass(frozen=True, slots=True)
class Schedule:
    """The hours of one location, or of its telephone.

    ``time_zone`` is an IANA name such as ``America/Phoenix``. Periods and exceptions come in any
    order. They should have passed ``validate``; where they have not, overlapping hours are
    joined, open wins over by appointment, and of two exceptions for a date the later listed one
    counts.
    """

    time_zone: str
    periods: tuple[Period, ...] = ()
    exceptions: tuple[DatedException, ...] = ()
    temporary: TemporaryStatus | None = None

    @property
    def zone(self) -> ZoneInfo:
        """The zone that ``time_zone`` names. Raises ``UnknownTimeZoneError``."""
        return zone_for(self.time_zone)

    def exception_on(self, day: date) -> DatedException | None:
        """The exception that replaces the weekly hours of ``day``, or ``None``."""
        return next((item for item in reversed(self.exceptions) if item.covers(day)), None)

    def regular_hours(self, weekday: int) -> tuple[Hours, ...]:
        """The weekly hours that start on ``weekday``, earliest first."""
        return tuple(sorted(p.hours for p in self.periods if p.weekday == weekday))

    def hours_on(self, day: date) -> tuple[Hours, ...]:
        """The hours that start on ``day``, earliest first, exceptions applied."""
        exception = self.exception_on(day)
        if exception is None:
            return self.regular_hours(day.weekday())
        return tuple(sorted(exception.hours))
