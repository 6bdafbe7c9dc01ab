"""What staff are told above the inbox and on the dashboard."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext, ngettext

from ketamine_pages.answers import AnswersUnreadable, get_codec
from ketamine_pages.enquiries.delivery import enquiries_nobody_heard_of, failing_deliveries
from ketamine_pages.enquiries.permissions import visible_enquiries
from ketamine_pages.enquiries.privacy.retention import overdue
from ketamine_pages.enquiries.records import Enquiry, EnquiryStatus

if TYPE_CHECKING:
    from ketamine_pages.editing import Asker


def get_notices(user: Asker) -> list[str]:
    """What is wrong with the enquiries that a user may see, a sentence or two each."""
    return list(_notices(visible_enquiries(user)))


def _notices(visible: QuerySet[Enquiry]) -> Iterator[str]:
    known = visible.order_by().values("pk")
    if (
        number := failing_deliveries()
        .filter(enquiry__in=known)
        .values("enquiry")
        .distinct()
        .count()
    ):
        yield ngettext(
            "%(number)d enquiry could not be announced by e-mail yet. It is here, nothing is lost; "
            "look here more often until the mail works again.",
            "%(number)d enquiries could not be announced by e-mail yet. They are here, nothing is "
            "lost; look here more often until the mail works again.",
            number,
        ) % {"number": number}
    if number := enquiries_nobody_heard_of().filter(pk__in=known).count():
        yield ngettext(
            "Nobody was told of %(number)d enquiry, since neither its form nor the clinic details "
            "name a recipient.",
            "Nobody was told of %(number)d enquiries, since neither their form nor the clinic "
            "details name a recipient.",
            number,
        ) % {"number": number}
    if number := overdue().filter(pk__in=known).count():
        yield ngettext(
            "%(number)d enquiry should have been deleted by now. Tell the people who run this site "
            "that the command “ketamine_pages_due” does not run.",
            "%(number)d enquiries should have been deleted by now. Tell the people who run this "
            "site that the command “ketamine_pages_due” does not run.",
            number,
        ) % {"number": number}
    if not _has_keys():
        yield gettext(
            "The keys of this site are missing or faulty, so enquiries may not be readable. "
            "Nothing is lost; tell the people who run this site."
        )


def _has_keys() -> bool:
    try:
        return not get_codec().problems()
    except AnswersUnreadable:
        return False


def count_waiting(user: Asker) -> tuple[int, int]:
    """How many new enquiries a user may see, and how many that are possible spam."""
    counts = visible_enquiries(user).aggregate(
        new=Count("pk", filter=Q(status=EnquiryStatus.NEW, is_suspected=False)),
        suspected=Count("pk", filter=Q(status=EnquiryStatus.NEW, is_suspected=True)),
    )
    return counts["new"], counts["suspected"]
