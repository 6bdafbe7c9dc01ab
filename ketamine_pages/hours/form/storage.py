"""Opening hours as one value of a page, and the JSON they are stored as."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from ketamine_pages.hours.core import (
    DatedException,
    Hours,
    Period,
    Schedule,
    TemporaryStatus,
    describe_week,
    summary,
)
from ketamine_pages.hours.form.wording import describe_closure, get_wording

# The week and its exceptions mean the same in every zone; only what is open now does not.
ANY_ZONE = "UTC"


class UnreadableHoursError(ValueError):
    """Raised for stored data that are no opening hours."""


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """Weekly periods and dated exceptions; false where there are neither. ``str()`` tells them."""

    periods: tuple[Period, ...] = ()
    exceptions: tuple[DatedException, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.periods or self.exceptions)

    def __str__(self) -> str:
        wording = get_wording()
        parts = [describe_week(summary(self.schedule(ANY_ZONE)), wording)] if self.periods else []
        parts += [describe_closure(exception, wording) for exception in self.exceptions]
        return wording.group_separator.join(parts)

    def schedule(self, time_zone: str, temporary: TemporaryStatus | None = None) -> Schedule:
        """These hours at a place in ``time_zone`` (IANA name), as ``hours.core`` takes them."""
        return Schedule(time_zone, self.periods, self.exceptions, temporary)

    def to_json(self) -> dict[str, Any]:
        """A JSON-able dict: times as ``HH:MM``, dates as ``YYYY-MM-DD``, weekdays 0 for Monday."""
        return {
            "periods": [
                {"day": period.weekday, **_hours_to_json(period.hours)} for period in self.periods
            ],
            "exceptions": [
                {
                    "from": item.starts.isoformat(),
                    "to": item.last.isoformat(),
                    "reason": item.reason,
                    "hours": [_hours_to_json(hours) for hours in item.hours],
                }
                for item in self.exceptions
            ],
        }

    @classmethod
    def from_json(cls, data: Any) -> OpeningHours:
        """The hours in what :meth:`to_json` has made; none for ``None`` and an empty dict.

        Raises ``UnreadableHoursError`` for anything else.
        """
        if data is None:
            return cls()
        try:
            return cls(
                periods=tuple(_read_period(item) for item in _rows(data, "periods")),
                exceptions=tuple(_read_exception(item) for item in _rows(data, "exceptions")),
            )
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise UnreadableHoursError(f"These are no opening hours: {data!r:.200}.") from error


def _hours_to_json(hours: Hours) -> dict[str, Any]:
    return {
        "opens": hours.opens.isoformat("minutes"),
        "closes": hours.closes.isoformat("minutes"),
        "appointment": hours.by_appointment,
    }


def _rows(data: Mapping[str, Any], name: str) -> Iterable[Mapping[str, Any]]:
    rows = data.get(name, [])
    if not isinstance(rows, list):
        raise TypeError
    return rows


def _read_hours(data: Mapping[str, Any]) -> Hours:
    return Hours(
        time.fromisoformat(data["opens"]),
        time.fromisoformat(data["closes"]),
        bool(data.get("appointment", False)),
    )


def _read_period(data: Mapping[str, Any]) -> Period:
    hours, day = _read_hours(data), data["day"]
    if type(day) is not int:
        raise TypeError
    return Period(day, hours.opens, hours.closes, hours.by_appointment)


def _read_exception(data: Mapping[str, Any]) -> DatedException:
    starts, reason = date.fromisoformat(data["from"]), data.get("reason", "")
    ends = date.fromisoformat(data["to"]) if data.get("to") else starts
    if not isinstance(reason, str):
        raise TypeError
    return DatedException(
        starts,
        None if ends == starts else ends,
        tuple(_read_hours(item) for item in _rows(data, "hours")),
        reason,
    )
