"""Places of the United States, from the ``zipcodes`` package (extra ``us``), offline."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache
from string import capwords
from typing import Any

from ketamine_pages.locations.finder.geocoders import (
    MAX_ALTERNATIVES,
    Geocoder,
    Place,
    PlaceNotFoundError,
)
from ketamine_pages.locations.finder.states import STATES

try:
    import zipcodes
except ImportError:
    zipcodes = None  # type: ignore[assignment]

ZIP_CODE = re.compile(r"(?:^|\s)(\d{5})(?:-\d{4})?$", re.ASCII)
COUNTRY = re.compile(r"[\s,]+(usa?|u\.s\.a?\.?|united states(?: of america)?)$", re.IGNORECASE)
# As the postal service's list writes city names, which knows no abbreviations.
WORDS = {"St": "Saint", "Ste": "Sainte", "Ft": "Fort", "Mt": "Mount"}


class USGeocoder(Geocoder):
    """ZIP codes, "City, ST", "City, State" and "City"; knows nothing without ``zipcodes``.

    Of several cities of one name it takes the one with most ZIP codes and names the others.
    """

    @classmethod
    def missing(cls) -> str:
        return "" if zipcodes else "wagtail-ketamine-pages[us]"

    def geocode(self, text: str) -> Place:
        if zipcodes:
            plain = COUNTRY.sub("", " ".join(text.split()))
            code = ZIP_CODE.search(plain)
            place = _by_zip_code(code[1]) if code else _by_city(plain)
            if place:
                return place
        raise PlaceNotFoundError(text)


# The package looks through its whole list for each question.
@lru_cache(maxsize=4096)
def _by_zip_code(code: str) -> Place | None:
    for row in zipcodes.matching(code):
        if _has_point(row):
            label = f"{row['city']}, {row['state']} {code}"
            return Place(label, float(row["lat"]), float(row["long"]))
    return None


@lru_cache(maxsize=4096)
def _by_city(text: str) -> Place | None:
    for city, state in _readings(text):
        states: dict[str, list[Any]] = defaultdict(list)
        for row in _rows(city):
            if _has_point(row) and state in {"", row["state"]}:
                states[row["state"]].append(row)
        if states:
            ranked = sorted(states, key=lambda name: (-len(states[name]), name))
            rows = states[ranked[0]]
            others = [f"{rows[0]['city']}, {name}" for name in ranked[1 : MAX_ALTERNATIVES + 1]]
            return Place(
                f"{rows[0]['city']}, {ranked[0]}",
                sum(float(row["lat"]) for row in rows) / len(rows),
                sum(float(row["long"]) for row in rows) / len(rows),
                tuple(others),
            )
    return None


def _readings(text: str) -> list[tuple[str, str]]:
    """City and state as ``text`` may mean them: "Phoenix, AZ", "Phoenix AZ", "New York"."""
    city, comma, state = text.rpartition(",")
    if comma:
        code = STATES.get(state.strip(" .").casefold())
        return [(city, code)] if code else []
    readings = [(text, "")]
    words = text.split()
    for count in (1, 2, 3):
        code = STATES.get(" ".join(words[-count:]).strip(".").casefold())
        if code and len(words) > count:
            readings.append((" ".join(words[:-count]), code))
    return readings


def _rows(city: str) -> list[Any]:
    name = capwords(re.sub(r"[’'`]", " ", city.replace(".", " ").replace(",", " ")))
    full = " ".join(WORDS.get(word, word) for word in name.split())
    for each in dict.fromkeys([name, full]):
        if rows := zipcodes.filter_by(city=each) if each else []:
            return list(rows)
    return []


def _has_point(row: Mapping[str, Any]) -> bool:
    # The list has army post offices abroad at 0, 0.
    return bool(float(row["lat"] or 0) or float(row["long"] or 0))
