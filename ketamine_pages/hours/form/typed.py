"""Opening hours as they stand in the form, right or wrong: every input keeps what was typed.

Rows have keys, which are also part of the names of their inputs: ``d0-s1`` is the second period of
Monday, ``x2`` the third exception and ``x2-s0`` its first period.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from ketamine_pages.hours.core import DatedException, Hours
from ketamine_pages.hours.form.storage import OpeningHours
from ketamine_pages.hours.form.times import show_time

Row = TypeVar("Row")

# Far more than anybody needs, and far less than would burden a server.
MAX_PERIODS = 24
MAX_EXCEPTIONS = 400
PERIOD_NAME = re.compile(r"-(d[0-6]|x\d{1,3})-s(\d{1,2})-(opens|closes|all_day|appointment)")
EXCEPTION_NAME = re.compile(r"-x(\d{1,3})-(from|to|reason)")


@dataclass(frozen=True, slots=True)
class TypedPeriod:
    """One row of the form, as typed: from when to when, or all day."""

    opens: str = ""
    closes: str = ""
    all_day: bool = False
    appointment: bool = False

    def __bool__(self) -> bool:
        return bool(self.opens or self.closes or self.all_day or self.appointment)


@dataclass(frozen=True, slots=True)
class TypedException:
    """One exception as typed: on which dates, why, and its periods."""

    starts: str = ""
    ends: str = ""
    reason: str = ""
    periods: tuple[TypedPeriod, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.starts or self.ends or self.reason or any(self.periods))


@dataclass(frozen=True, slots=True)
class TypedHours:
    """All rows of the form; ``days`` holds those of the seven days from Monday on."""

    days: tuple[tuple[TypedPeriod, ...], ...] = ((),) * 7
    exceptions: tuple[TypedException, ...] = ()

    def __bool__(self) -> bool:
        return any(period for day in self.days for period in day) or any(self.exceptions)


def from_data(data: Mapping[str, Any], name: str) -> TypedHours:
    """What a sent form says for the field ``name``; rows beyond the limits are left out."""
    periods: dict[str, dict[int, dict[str, str]]] = {}
    exceptions: dict[int, dict[str, str]] = {}
    for key in data:
        if not key.startswith(f"{name}-"):
            continue
        rest, value = key[len(name) :], str(data[key]).strip()
        if found := PERIOD_NAME.fullmatch(rest):
            periods.setdefault(found[1], {}).setdefault(int(found[2]), {})[found[3]] = value
        elif found := EXCEPTION_NAME.fullmatch(rest):
            exceptions.setdefault(int(found[1]), {})[found[2]] = value

    def read_periods(row: str) -> tuple[TypedPeriod, ...]:
        return _in_order(periods.get(row, {}), MAX_PERIODS, _read_period, TypedPeriod())

    for row in periods:
        if row.startswith("x"):
            exceptions.setdefault(int(row[1:]), {})
    numbered = {
        number: TypedException(
            values.get("from", ""),
            values.get("to", ""),
            values.get("reason", ""),
            read_periods(f"x{number}"),
        )
        for number, values in exceptions.items()
    }
    return TypedHours(
        tuple(read_periods(f"d{day}") for day in range(7)),
        _in_order(numbered, MAX_EXCEPTIONS, lambda row: row, TypedException()),
    )


def from_hours(hours: OpeningHours) -> TypedHours:
    """Stored hours as an editor would type them."""
    return TypedHours(
        tuple(
            _show_all(period.hours for period in hours.periods if period.weekday == day)
            for day in range(7)
        ),
        tuple(_show_exception(item) for item in hours.exceptions),
    )


def _in_order(
    rows: Mapping[int, Any], limit: int, read: Callable[[Any], Row], empty: Row
) -> tuple[Row, ...]:
    """The rows as a tuple, each at the place of its number; ``empty`` where a number is missing."""
    numbers = [number for number in rows if number < limit]
    return tuple(
        read(rows[number]) if number in rows else empty
        for number in range(max(numbers, default=-1) + 1)
    )


def _read_period(values: Mapping[str, str]) -> TypedPeriod:
    return TypedPeriod(
        values.get("opens", ""),
        values.get("closes", ""),
        bool(values.get("all_day")),
        bool(values.get("appointment")),
    )


def _show_exception(exception: DatedException) -> TypedException:
    ends = exception.last.isoformat() if exception.last != exception.starts else ""
    periods = _show_all(exception.hours)
    return TypedException(exception.starts.isoformat(), ends, exception.reason, periods)


def _show_all(hours: Iterable[Hours]) -> tuple[TypedPeriod, ...]:
    return tuple(
        # “By appointment” alone has no fixed hours.
        TypedPeriod(all_day=not item.by_appointment, appointment=item.by_appointment)
        if item.is_all_day
        else TypedPeriod(
            show_time(item.opens), show_time(item.closes), appointment=item.by_appointment
        )
        for item in sorted(hours)
    )
