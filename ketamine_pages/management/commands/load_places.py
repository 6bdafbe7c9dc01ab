"""``manage.py load_places``: places of other countries for the location finder."""

from __future__ import annotations

from argparse import FileType
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ketamine_pages.locations.finder.places_file import PlacesFileError, load_places


class Command(BaseCommand):
    """Load a list of places."""

    help = (
        "Reads a CSV file (UTF-8) with the columns country, postal_code, name, latitude and "
        "longitude, and optionally region. The places of each country in the file replace those "
        "that were there; other countries stay as they are. A file with a fault changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        # utf-8-sig: spreadsheets put a mark before the first column's name.
        parser.add_argument(
            "file", type=FileType("r", encoding="utf-8-sig"), help="Path, or - for standard input."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        with options["file"] as file:
            try:
                report = load_places(file)
            except PlacesFileError as error:
                raise CommandError(str(error)) from error
        for country, count in sorted(report.loaded.items()):
            self.stdout.write(f"{country}: {count} places.")
        if report.repeated:
            self.stdout.write(f"{report.repeated} rows repeated an earlier one and were left out.")
