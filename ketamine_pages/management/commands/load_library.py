"""``manage.py load_library``: fill the treatment library with starter entries, as drafts."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ketamine_pages.library.starter import FOLDER, StarterLibraryError, load_starter_library


class Command(BaseCommand):
    """Load the starter library."""

    help = (
        "Creates the treatments, conditions, indications, benefits, safety notices and sources of "
        "the starter library as drafts, marked “to be confirmed by a clinician”. Entries that are "
        "there already are left alone, whatever has been changed in them; deleted ones come back."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="Check the data and count; change nothing."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = load_starter_library(FOLDER, dry_run=options["dry_run"])
        except StarterLibraryError as error:
            raise CommandError(str(error)) from error
        for line in report.lines():
            self.stdout.write(line)
