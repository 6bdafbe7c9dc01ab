"""``manage.py export_enquiries``: everything that is kept of one person, in a file."""

from __future__ import annotations

import os
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.views.decorators.debug import sensitive_variables

from ketamine_pages.enquiries.export import WRITERS, make_table
from ketamine_pages.enquiries.handling import record_export
from ketamine_pages.enquiries.privacy.arguments import add_person_arguments, find_person
from ketamine_pages.enquiries.privacy.person import as_json
from ketamine_pages.enquiries.records import Enquiry

FORMATS = ("json", *WRITERS)


class Command(BaseCommand):
    """Write the file, and say so in the logs of the enquiries."""

    help = (
        "Writes all enquiries of one person into a new file that only its owner can read. JSON has "
        "the notes and accesses as well. Prints numbers and nothing else. Exits with 1 if some "
        "enquiries could not be searched."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        add_person_arguments(parser)
        parser.add_argument("--format", choices=FORMATS, default="json")
        parser.add_argument("--output", required=True, help="The file, which must not exist yet.")

    @sensitive_variables()
    def handle(self, *args: Any, **options: Any) -> None:
        found = find_person(self, options)
        enquiries = list(found.enquiries)
        if enquiries:
            content = write(enquiries, options["format"])
            try:
                # Neither a file that no log knows of, nor a log of a file that there is not.
                with transaction.atomic():
                    record_export(enquiries, None, options["format"])
                    write_new_file(options["output"], content)
            except OSError as error:
                raise CommandError(f"No file was written: {error.strerror}.") from None
        self.stdout.write(f"Exported: {len(enquiries)}.")
        if found.unreadable:
            raise CommandError("The export may not be complete.")


def write(enquiries: list[Enquiry], file_format: str) -> bytes:
    """The content of the file."""
    if file_format == "json":
        return as_json(enquiries)
    return WRITERS[file_format](make_table(enquiries))


def write_new_file(path: str, content: bytes) -> None:
    """Write a file that nobody else can read, and never over another one."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
