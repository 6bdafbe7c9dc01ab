"""Between the clock on the wall and instants, by one rule.

A wall time happens at the first instant at which the local clock shows that time or a later one.
Hence a time that is skipped in spring happens at the moment of the change, and a time that comes
twice in autumn happens the first time: hours that end at 01:30 that night end at the first 01:30
and do not begin again at the second 01:00.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

# Links that some systems keep in the zone directory: they name whatever zone the server has.
NOT_PLACES = {"localtime", "posixrules"}


class UnknownTimeZoneError(ValueError):
    """Raised where no time zone has the name that a schedule gives."""


def zone_for(name: str) -> ZoneInfo:
    """The zone with the IANA name ``name``.

    Raises ``UnknownTimeZoneError``, also for folders of zones and for names that are no path.
    """
    try:
        if name in NOT_PLACES:
            raise ValueError
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise UnknownTimeZoneError(f"There is no time zone {name!r}.") from error


def require_aware(at: datetime) -> datetime:
    """``at`` in UTC. Raises ``ValueError`` for a naive datetime, which names no instant."""
    if at.utcoffset() is None:
        raise ValueError("An aware datetime is needed, as an instant decides what is open.")
    return at.astimezone(UTC)


def local_time(zone: ZoneInfo, at: datetime) -> datetime:
    """What the wall clock of ``zone`` shows at the aware datetime ``at``, as a naive datetime."""
    return at.astimezone(zone).replace(tzinfo=None, fold=0)


def instant(zone: ZoneInfo, wall: datetime) -> datetime:
    """The UTC instant of the naive wall-clock datetime ``wall``."""
    earlier = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if local_time(zone, earlier) == wall:
        return earlier
    # In a gap, fold=1 reads the wall time with the later offset: an instant before the change.
    before, after = wall.replace(tzinfo=zone, fold=1).astimezone(UTC), earlier
    offset = before.astimezone(zone).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) // 2
        if middle.astimezone(zone).utcoffset() == offset:
            before = middle
        else:
            after = middle
    # Changes fall on whole seconds, and the bisection stopped less than one after it.
    return after.replace(microsecond=0)


def day_start(zone: ZoneInfo, day: date) -> datetime:
    """The UTC instant at which ``day`` begins in ``zone``."""
    return instant(zone, datetime.combine(day, time()))
