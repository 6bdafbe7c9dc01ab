"""How many enquiries an hour holds: the bound that a flood cannot get over.

In the database rather than the cache, so that it holds while the cache is down.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from ..conf import conf
from ..models import EnquiryTally

EVERYBODY = ""


class OverLimit(Exception):
    """So many enquiries came in this hour that another is only counted."""


def reserve(source: str, *, is_suspected: bool) -> None:
    """Count an enquiry that is about to be stored, inside the transaction that stores it.

    Raises ``OverLimit`` where too many of this address, or too many suspected ones from anywhere,
    are stored already. A visitor who is not suspected is never held up by what others send.
    """
    hour = this_hour()
    if source:
        _take(source, hour, conf.enquiry_stored_per_address)
    if is_suspected:
        _take(EVERYBODY, hour, conf.enquiry_suspects_per_hour)


def count_only(source: str) -> None:
    """Count an enquiry that is not stored."""
    for each in {source, EVERYBODY}:
        tally = _tally(each, this_hour())
        tally.update(counted_only=F("counted_only") + 1)


def this_hour() -> datetime:
    """The beginning of the current hour."""
    return timezone.now().replace(minute=0, second=0, microsecond=0)


def _take(source: str, hour: datetime, limit: int) -> None:
    # One statement, so that two at once cannot both have the last place.
    if not _tally(source, hour).filter(stored__lt=limit).update(stored=F("stored") + 1):
        raise OverLimit


def _tally(source: str, hour: datetime) -> QuerySet[EnquiryTally]:
    rows = EnquiryTally.objects.filter(source=source, hour=hour)
    if not rows.exists():
        with transaction.atomic():
            EnquiryTally.objects.bulk_create(
                [EnquiryTally(source=source, hour=hour)], ignore_conflicts=True
            )
    return rows
