"""Deleting what is kept no longer. Nothing here looks at what a visitor wrote."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from ketamine_pages.batches import BATCH, key_batches
from ketamine_pages.conf import conf
from ketamine_pages.enquiries.handling_records import EnquiryAccess, EnquiryNote
from ketamine_pages.enquiries.records import Enquiry, EnquiryNotification, EnquiryTally

# Tallies speak of hours, and their keys change every day.
TALLIES_KEPT = timedelta(days=2)


@dataclass
class Purged:
    """How many rows of each kind a purge has deleted or, as a dry run, would delete."""

    enquiries: int = 0
    notes: int = 0
    accesses: int = 0
    notifications: int = 0
    tallies: int = 0

    def __str__(self) -> str:
        return ", ".join(f"{field.name}: {getattr(self, field.name)}" for field in fields(self))


def due(now: datetime | None = None) -> QuerySet[Enquiry]:
    """Enquiries that are kept no longer, whatever their status: who has not been called by then
    was promised to be forgotten all the same."""
    return Enquiry.objects.filter(purge_after__lte=now or timezone.now())


def purge(*, dry_run: bool = False) -> Purged:
    """Delete what is due, with everything that belongs to it, batch by batch.

    Interrupted or run twice, it does the rest, or nothing.
    """
    now = timezone.now()
    purged = Purged()
    tallies = EnquiryTally.objects.filter(hour__lt=now - TALLIES_KEPT)
    if dry_run:
        _count(due(now).order_by().values("pk"), purged)
        purged.tallies = tallies.count()
        return purged
    for keys in key_batches(due(now), BATCH):
        with transaction.atomic():
            _count(keys, purged)
            Enquiry.objects.filter(pk__in=keys).delete()
    purged.tallies = tallies.delete()[0]
    return purged


def _count(keys: Collection[int] | QuerySet[Enquiry, Any], purged: Purged) -> None:
    purged.enquiries += Enquiry.objects.filter(pk__in=keys).count()
    purged.notes += EnquiryNote.objects.filter(enquiry__in=keys).count()
    purged.accesses += EnquiryAccess.objects.filter(enquiry__in=keys).count()
    purged.notifications += EnquiryNotification.objects.filter(enquiry__in=keys).count()


def overdue() -> QuerySet[Enquiry]:
    """What should have been deleted so long ago that ``ketamine_pages_due`` seems not to run."""
    return due(timezone.now() - timedelta(hours=conf.due_late_after_hours))
