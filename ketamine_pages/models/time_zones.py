"""The time zones that an editor chooses from."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from django.conf import settings
from django.utils.translation import gettext

US_ZONES = [
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Phoenix",
    "America/Los_Angeles",
    "America/Anchorage",
    "Pacific/Honolulu",
]


def time_zone_choices() -> list[Any]:
    """The zones of the United States, then all others by name."""
    others = sorted(zone for zone in available_timezones() if "/" in zone)
    return [
        (gettext("United States"), [(zone, _zone_label(zone)) for zone in US_ZONES]),
        (gettext("All time zones"), [(z, _zone_label(z)) for z in others if z not in US_ZONES]),
    ]


def _zone_label(zone: str) -> str:
    return zone.replace("_", " ")


def default_time_zone() -> str:
    """The site's own zone where that is a place, else none: UTC is nobody's clock on the wall."""
    return settings.TIME_ZONE if "/" in settings.TIME_ZONE else ""
