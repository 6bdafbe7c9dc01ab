"""Reads a CSV file of places into the table :class:`PostalPlace`: all of it, or nothing."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, TextIO

from django.core.exceptions import ValidationError
from django.db import transaction

from ketamine_pages.batches import in_batches
from ketamine_pages.locations.finder.postal_place import PostalPlace

REQUIRED = ("country", "postal_code", "name", "latitude", "longitude")
# A country has tens of thousands of places, and each is small.
INSERTED_AT_ONCE = 2000
MOST_FAULTS_TOLD = 20


class PlacesFileError(Exception):
    """Raised where the file cannot be used; the message names the lines at fault."""


@dataclass
class Report:
    """What was loaded: how many places by country code, and how many rows said nothing new."""

    loaded: Counter[str] = field(default_factory=Counter)
    repeated: int = 0


def load_places(file: TextIO) -> Report:
    """Replace the places of the countries in ``file``. Raises ``PlacesFileError``."""
    try:
        with transaction.atomic():
            return _load(file)
    except (csv.Error, UnicodeDecodeError) as error:
        raise PlacesFileError(f"This is no CSV file in UTF-8: {error}.") from error


def _load(file: TextIO) -> Report:
    report = Report()
    faults: list[str] = []
    for places in in_batches(_read(file, report, faults), INSERTED_AT_ONCE):
        PostalPlace.objects.bulk_create(places)
    if faults:
        raise PlacesFileError(_told(faults))
    if not report.loaded:
        raise PlacesFileError("The file has no places.")
    return report


def _read(file: TextIO, report: Report, faults: list[str]) -> Iterator[PostalPlace]:
    """The places of ``file``, each once; deletes those of a country when its first one comes."""
    seen: set[tuple[str, str, str, str]] = set()
    for line, row in _rows(file):
        country = row["country"].upper()
        try:
            place = _place(row)
        except ValidationError as error:
            faults.append(f"Line {line}: {_in_one_line(error)}")
            continue
        key = (country, place.code_key, place.name_key, place.region_key)
        if key in seen:
            report.repeated += 1
            continue
        seen.add(key)
        if country not in report.loaded:
            PostalPlace.objects.filter(country=country).delete()
        report.loaded[country] += 1
        yield place


def _rows(file: TextIO) -> Iterator[tuple[int, dict[str, str]]]:
    reader = csv.DictReader(file)
    missing = [name for name in REQUIRED if name not in (reader.fieldnames or [])]
    if missing:
        raise PlacesFileError(f"Line 1: columns are missing: {', '.join(missing)}.")
    for row in reader:
        # Cells beyond the last column come under None, cells that are not there as None.
        yield reader.line_num, {name: (row.get(name) or "").strip() for name in row if name}


def _place(row: dict[str, str]) -> PostalPlace:
    place = PostalPlace(
        country=row["country"].upper(),
        postal_code=row["postal_code"],
        name=row["name"],
        region=row.get("region", ""),
    )
    # What is missing or no number is for full_clean to tell.
    place.latitude = _number(row["latitude"])
    place.longitude = _number(row["longitude"])
    place.full_clean()
    return place


def _number(text: str) -> Any:
    # NaN is between any limits.
    return None if text.casefold().strip("+-") in {"", "nan"} else text


def _in_one_line(error: ValidationError) -> str:
    return " ".join(
        f"{name}: {' '.join(messages)}" for name, messages in error.message_dict.items()
    )


def _told(faults: list[str]) -> str:
    lines = faults[:MOST_FAULTS_TOLD]
    if len(faults) > MOST_FAULTS_TOLD:
        lines.append(f"… and {len(faults) - MOST_FAULTS_TOLD} more lines.")
    return "\n".join([*lines, "Nothing was loaded."])
