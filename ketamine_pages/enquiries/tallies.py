"""How many enquiries came in an hour, and the bound that a flood cannot get over.

In the database rather than the cache, so that it holds while the cache is down.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from ketamine_pages.conf import conf
from ketamine_pages.enquiries.records import EnquiryTally

EVERYBODY = ""


class OverLimit(Exception):
    """So many enquiries came in this hour that another is only counted."""


def open_tallies(source: str, *, is_suspected: bool) -> datetime:
    """Have the rows in which :func:`reserve` counts; returns their hour.

    Before the transaction that reserves: several that all wait for a new row, and then count in it,
    would stop each other on MariaDB.
    """
    hour = this_hour()
    for each, _limit in _limits(source, is_suspected):
        _tally(each, hour)
    return hour


def reserve(source: str, hour: datetime, *, is_suspected: bool) -> None:
    """Count an enquiry that is about to be stored, inside the transaction that stores it.

    Raises ``OverLimit`` where too many of this address, or too many suspected ones from anywhere,
    are stored already. A visitor who is not suspected is never held up by what others send.
    """
    for each, limit in _limits(source, is_suspected):
        # One statement, so that two at once cannot both have the last place.
        free = _rows(each, hour).filter(stored__lt=limit)
        if not free.update(stored=F("stored") + 1):
            raise OverLimit


def count_only(source: str) -> None:
    """Count an enquiry that is not stored."""
    for each in {source, EVERYBODY}:
        tally = _tally(each, this_hour())
        tally.update(counted_only=F("counted_only") + 1)


def count_so_far(source: str) -> int:
    """How many enquiries have come from ``source`` in this hour, stored or only counted."""
    counts = _rows(source, this_hour()).values_list("stored", "counted_only").first()
    return sum(counts or ())


def this_hour() -> datetime:
    """The beginning of the current hour."""
    return timezone.now().replace(minute=0, second=0, microsecond=0)


def _limits(source: str, is_suspected: bool) -> list[tuple[str, int]]:
    limits = [(source, conf.enquiry_stored_per_address)] if source else []
    if is_suspected:
        limits.append((EVERYBODY, conf.enquiry_suspects_per_hour))
    return limits


def _rows(source: str, hour: datetime) -> QuerySet[EnquiryTally]:
    return EnquiryTally.objects.filter(source=source, hour=hour)


def _tally(source: str, hour: datetime) -> QuerySet[EnquiryTally]:
    rows = _rows(source, hour)
    if not rows.exists():
        with transaction.atomic():
            EnquiryTally.objects.bulk_create(
                [EnquiryTally(source=source, hour=hour)], ignore_conflicts=True
            )
    return rows
