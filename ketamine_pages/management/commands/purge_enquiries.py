"""``manage.py purge_enquiries``: delete enquiries that are kept no longer."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from ketamine_pages.enquiries.privacy.retention import purge


class Command(BaseCommand):
    """Delete what is due."""

    help = (
        "Deletes enquiries that have been kept for as long as their form said, whatever their "
        "status, with their notes, access log and notifications. Run it every night. Prints "
        "numbers and nothing else."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="Say what would be deleted, and delete nothing."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        purged = purge(dry_run=options["dry_run"])
        what = "To be deleted" if options["dry_run"] else "Deleted"
        self.stdout.write(f"{what}: {purged}.")
