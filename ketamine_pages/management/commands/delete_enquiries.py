"""``manage.py delete_enquiries``: forget one person."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ketamine_pages.enquiries.handling import delete
from ketamine_pages.enquiries.privacy.arguments import add_person_arguments, find_person


class Command(BaseCommand):
    """Delete all enquiries of a person, with what belongs to them."""

    help = (
        "Deletes all enquiries of one person, with notes, access log and notifications, after "
        "asking. That they were deleted stays in the audit log, by reference. Prints numbers and "
        "nothing else. Exits with 1 if some enquiries could not be searched."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        add_person_arguments(parser)
        parser.add_argument("--dry-run", action="store_true", help="Say how many there are.")
        parser.add_argument(
            "--no-input", "--noinput", action="store_true", help="Delete without asking."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        found = find_person(self, options)
        number = len(found.keys)
        if options["dry_run"]:
            self.stdout.write(f"To be deleted: {number}.")
        elif not number or options["no_input"] or self._agrees(number):
            for enquiry in found.enquiries.defer("answers"):
                delete(enquiry)
            self.stdout.write(f"Deleted: {number}.")
        else:
            raise CommandError("Nothing was deleted.")
        if found.unreadable:
            raise CommandError("There may be more.")

    def _agrees(self, number: int) -> bool:
        return input(f"Delete {number} for good? Type “yes”: ").strip().lower() == "yes"
