"""``manage.py send_enquiry_notifications``: empty the outbox of enquiries."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ketamine_pages.enquiries.delivery import failing_deliveries, send_due
from ketamine_pages.enquiries.records import EnquiryNotification

BUDGET = 5 * 60


class Command(BaseCommand):
    """Send what is due."""

    help = (
        "Sends what is due in the outbox of enquiries: what failed before, and what no task worker "
        "has sent. Run it every few minutes. Exits with 1 while any notification is failing."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        sent = send_due(EnquiryNotification.objects.all(), BUDGET)
        self.stdout.write(f"Notifications sent: {sent}.")
        if failing := failing_deliveries().count():
            raise CommandError(f"Notifications that fail: {failing}.")
