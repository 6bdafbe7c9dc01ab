"""Storing an enquiry: all of it, or nothing, and the same form once."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.text import Truncator
from django.views.decorators.debug import sensitive_variables

from ketamine_pages.answers import Answers
from ketamine_pages.enquiries.delivery import queue_notifications
from ketamine_pages.enquiries.records import ConsentWording, Enquiry
from ketamine_pages.enquiries.tallies import OverLimit, count_only, open_tallies, reserve
from ketamine_pages.site.settings import ClinicSettings

TITLE_LENGTH = 255
# A reference that is taken already is one chance in hundreds of millions.
ATTEMPTS = 3


@dataclass(frozen=True, repr=False)
class Submission:
    """A valid form, with what is known about where it came from.

    ``key`` is empty where the form had no token; ``location`` is a page or ``None``.
    """

    page: Any
    site: Any
    location: Any
    answers: Answers
    consent_text: str
    key: str
    source: str
    suspicions: tuple[str, ...]


def find_stored(key: str) -> Enquiry | None:
    """The enquiry with this key, if it has been sent before."""
    return Enquiry.objects.filter(idempotency_key=key).first() if key else None


@sensitive_variables()
def store(submission: Submission) -> Enquiry:
    """Store an enquiry with its notifications, which are sent when the transaction is over.

    The same form gives the same enquiry, also when it arrives twice at once. Raises
    ``OverLimit`` where it was only counted.
    """
    key = submission.key or f"-{secrets.token_urlsafe(18)}"
    # Before the transaction: on SQLite, one that begins with reading cannot wait for its turn.
    consent = ConsentWording.of(submission.consent_text)
    hour = open_tallies(submission.source, is_suspected=bool(submission.suspicions))
    for _attempt in range(ATTEMPTS):
        try:
            with transaction.atomic():
                return _insert(submission, key, consent, hour)
        except IntegrityError:
            if found := _find_locked(key):
                return found
        except OverLimit:
            # Its own transaction was undone, and this has to stay.
            count_only(submission.source)
            raise
    raise IntegrityError("No free reference for an enquiry.")


def _find_locked(key: str) -> Enquiry | None:
    # A locking read sees what the other request has just stored, inside an older transaction of
    # MariaDB as well.
    with transaction.atomic():
        return Enquiry.objects.select_for_update().filter(idempotency_key=key).first()


def _insert(submission: Submission, key: str, consent: ConsentWording, hour: datetime) -> Enquiry:
    page, location = submission.page, submission.location
    is_suspected = bool(submission.suspicions)
    enquiry = Enquiry(
        idempotency_key=key,
        page_id=page.pk,
        page_title=Truncator(page.title).chars(TITLE_LENGTH),
        site=submission.site,
        location_id=location.pk if location else None,
        location_title=Truncator(location.title).chars(TITLE_LENGTH) if location else "",
        language=page.locale.language_code,
        consent=consent,
        answers=submission.answers,
        is_suspected=is_suspected,
        suspicions=submission.suspicions,
    )
    enquiry.keep_for(page.retention_days)
    # First, so that the other half of a double click stops here and is not counted.
    enquiry.save(force_insert=True)
    reserve(submission.source, hour, is_suspected=is_suspected)
    if not is_suspected:
        clinic = ClinicSettings.for_site(submission.site)
        queue_notifications(enquiry, page.get_recipients(location, clinic))
    return enquiry
