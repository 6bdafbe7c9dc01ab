"""Times of day as people type them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time

from django.utils.formats import get_format
from django.utils.translation import pgettext

# “9”, “9am”, “9:30 p.m.”, “17.00”, “17h30”, “1730”.
PATTERN = re.compile(r"(\d{1,2})(?:[:.h]?(\d{2})|[:.h])?(?:([ap])\.?(?:m\.?)?)?", re.IGNORECASE)
# Letters of Django's date formats that tell morning and afternoon apart.
TWELVE_HOUR_LETTERS = set("aAfghP")
NOON = 12
# Nobody opens a clinic at three in the night without saying so.
FIRST_MORNING_HOUR = 6


@dataclass(frozen=True, slots=True)
class TypedTime:
    """A time of day as it was typed.

    With ``half_known``, only half is known: "9" may be in the morning or in the evening.
    """

    value: time
    half_known: bool = False

    def later_half(self) -> time:
        return time((self.value.hour + NOON) % 24, self.value.minute)


def parse_time(text: str) -> TypedTime | None:
    """The time of day that ``text`` names, or ``None`` where it names none."""
    text = re.sub(r"\s+", "", text).lower()
    if text == pgettext("time of day", "noon").lower():
        return TypedTime(time(NOON))
    if text == pgettext("time of day", "midnight").lower():
        return TypedTime(time())
    found = PATTERN.fullmatch(text)
    if not found:
        return None
    hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
    if hour > 24 or minute > 59 or (hour == 24 and minute):
        return None
    if half and hour <= NOON:
        return TypedTime(time(hour % NOON + (NOON if half == "p" else 0), minute))
    # “10:30” is how a clock of 24 hours shows it, “9:30” and “10” are not.
    exact = len(found[1]) == 2 and (found[2] or found[1][0] == "0")
    return TypedTime(time(hour % 24, minute), not (exact or half) and 1 <= hour <= NOON)


def settle(opens: TypedTime, closes: TypedTime) -> tuple[time, time]:
    """Opening and closing time, with the half of the day decided where it was left open.

    “9” to “5” is 09:00 to 17:00, and “1” to “5” is 13:00 to 17:00.
    """
    first, last = opens.value, closes.value
    if opens.half_known and first.hour < FIRST_MORNING_HOUR:
        first = opens.later_half()
    if closes.half_known and last <= first:
        later = closes.later_half()
        # Twelve at night is the end of the day.
        if later > first or later == time():
            last = later
    return first, last


def show_time(value: time) -> str:
    """``value`` as an editor would type it; ``parse_time`` and ``settle`` read it the same."""
    if not TWELVE_HOUR_LETTERS & set(get_format("TIME_FORMAT")):
        return value.isoformat("minutes")
    minutes = f":{value:%M}" if value.minute else ""
    return f"{value.hour % NOON or NOON}{minutes} {'pm' if value.hour >= NOON else 'am'}"
