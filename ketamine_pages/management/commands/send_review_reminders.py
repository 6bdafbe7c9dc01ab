"""``manage.py send_review_reminders``: tell owners what is waiting for a clinician."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ketamine_pages.admin.reviews.digest import send_digests


class Command(BaseCommand):
    """Send one digest to each owner."""

    help = (
        "Brings the status of all clinical reviews up to date, then sends each owner one e-mail "
        "about what is overdue, due within 30 days, changed since its review or never reviewed. "
        "Says nothing twice about the same state. Exits with 1 if an e-mail could not be sent; "
        "what it was about is sent with the next run."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        result = send_digests()
        self.stdout.write(f"Digests sent: {result.sent}.")
        if result.without_address:
            self.stdout.write(
                f"Nobody to write to: {result.without_address}. Give reviewers a user account "
                "with an e-mail address."
            )
        for address, error in result.failed:
            self.stderr.write(f"No e-mail to {address}: {error}")
        if result.failed:
            raise CommandError(f"E-mails that failed: {len(result.failed)}.")
