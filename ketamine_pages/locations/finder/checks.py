"""System checks about the location finder, and the values of its settings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.core import checks

from ketamine_pages.conf import conf
from ketamine_pages.locations.finder.geocoders import geocoder_class, geocoder_entries
from ketamine_pages.usable import Usable, is_between

if TYPE_CHECKING:
    from django.apps import AppConfig


def _is_geocoder(value: object) -> bool:
    try:
        return bool([geocoder_class(path)(**options) for path, options in geocoder_entries(value)])
    except (ImportError, TypeError, ValueError):
        return False


def _is_tile_url(value: object) -> bool:
    if value == "":
        return True
    if not isinstance(value, str) or not all(part in value for part in ("{z}", "{x}", "{y}")):
        return False
    return value.startswith(("https://", "http://", "/"))


USABLE: dict[str, Usable] = {
    "DISTANCE_UNIT": (lambda value: value in ("mi", "km"), '"mi" or "km"'),
    "FINDER_MAX_RESULTS": (is_between(1, 1000), "a whole number between 1 and 1000"),
    "FINDER_PAGE_SIZE": (is_between(1, 100), "a whole number between 1 and 100"),
    "GEOCODER": (
        _is_geocoder,
        "the dotted path of a Geocoder, a dict of BACKEND and OPTIONS, or a list of these",
    ),
    "MAP_ATTRIBUTION": (lambda value: isinstance(value, str), "a text"),
    "MAP_TILE_URL": (
        _is_tile_url,
        'the address of map tiles with {z}, {x} and {y}, or ""',
    ),
}


def check_geocoders(
    app_configs: Sequence[AppConfig] | None = None, **kwargs: Any
) -> list[checks.CheckMessage]:
    """W002: a geocoder lacks what it is made of, so the finder does not know its places."""
    try:
        entries = geocoder_entries(conf.geocoder)
        geocoders = [geocoder_class(path) for path, _options in entries]
    except (AttributeError, ImportError, ValueError):
        # E001 and E003 report these.
        return []
    return [
        checks.Warning(
            f"{geocoder.__name__} knows no places until {missing!r} is installed.",
            hint=f'Run "pip install {missing}", or set KETAMINE_PAGES["GEOCODER"].',
            id="ketamine_pages.W002",
        )
        for geocoder in geocoders
        if (missing := geocoder.missing())
    ]
