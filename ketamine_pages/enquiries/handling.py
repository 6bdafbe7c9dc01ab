"""What staff do with an enquiry. Each is recorded in the same transaction as it is done.

The access log goes with the enquiry; the audit log of Wagtail stays, and holds nothing that a
visitor or the staff wrote.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import TYPE_CHECKING

from django.db import transaction
from django.views.decorators.debug import sensitive_variables
from wagtail.admin.utils import get_user_display_name
from wagtail.log_actions import log

from ketamine_pages.answers import SealedText
from ketamine_pages.enquiries.delivery import queue_notifications
from ketamine_pages.enquiries.handling_records import EnquiryAccess, EnquiryAction, EnquiryNote
from ketamine_pages.enquiries.records import Enquiry, EnquiryStatus
from ketamine_pages.site.settings import ClinicSettings

if TYPE_CHECKING:
    from django.contrib.auth.models import User

LOG_PREFIX = "ketamine_pages.enquiry."


def log_action(action: str) -> str:
    """The name of an action in the audit log."""
    return f"{LOG_PREFIX}{action}"


def name_of(user: User | None) -> str:
    """What a user is called, for records that stay when the account goes; empty for none."""
    return "" if user is None else str(get_user_display_name(user))[:255]


def record(enquiries: Iterable[Enquiry], user: User | None, action: str, detail: str = "") -> None:
    """Write a line into the access log of each enquiry."""
    EnquiryAccess.objects.bulk_create(
        [
            EnquiryAccess(
                enquiry=enquiry, user=user, user_name=name_of(user), action=action, detail=detail
            )
            for enquiry in enquiries
        ],
        batch_size=500,
    )


@transaction.atomic
def change_status(enquiry: Enquiry, status: str, user: User | None) -> bool:
    """Set the status; returns whether it was another. A suspected enquiry that is dealt with is
    suspected no longer."""
    before = _locked(enquiry)
    is_cleared = before.is_suspected and status in (EnquiryStatus.CONTACTED, EnquiryStatus.CLOSED)
    enquiry.status = status
    enquiry.is_suspected = before.is_suspected and not is_cleared
    if before.status == status:
        return False
    enquiry.save(update_fields=["status", "is_suspected"])
    record([enquiry], user, EnquiryAction.STATUS, status)
    log(
        enquiry,
        log_action(EnquiryAction.STATUS),
        user=user,
        data={"from": before.status, "to": status},
    )
    return True


@transaction.atomic
def assign(enquiry: Enquiry, assignee: User | None, user: User | None) -> bool:
    """Assign to a user or, with ``None``, to nobody; returns whether it was another."""
    before = _locked(enquiry)
    enquiry.assignee = assignee
    if before.assignee_id == (assignee.pk if assignee else None):
        return False
    enquiry.save(update_fields=["assignee"])
    record([enquiry], user, EnquiryAction.ASSIGNED, name_of(assignee))
    log(
        enquiry,
        log_action(EnquiryAction.ASSIGNED),
        user=user,
        data={"to": str(assignee.pk) if assignee else None},
    )
    return True


@sensitive_variables()
@transaction.atomic
def add_note(enquiry: Enquiry, text: str, user: User | None) -> EnquiryNote:
    """Write a note, which is sealed like the answers."""
    _locked(enquiry)
    note = EnquiryNote.objects.create(
        enquiry=enquiry, author=user, author_name=name_of(user), text=SealedText(text)
    )
    record([enquiry], user, EnquiryAction.NOTED)
    log(enquiry, log_action(EnquiryAction.NOTED), user=user)
    return note


@transaction.atomic
def mark_not_spam(enquiry: Enquiry, user: User | None) -> bool:
    """Put a suspected enquiry, or one marked as spam, among the new ones; those who would have been
    told are told now. Returns whether anything changed."""
    before = _locked(enquiry)
    if not before.is_suspected and before.status != EnquiryStatus.SPAM:
        return False
    enquiry.is_suspected, enquiry.status = False, EnquiryStatus.NEW
    enquiry.save(update_fields=["is_suspected", "status"])
    record([enquiry], user, EnquiryAction.NOT_SPAM)
    log(enquiry, log_action(EnquiryAction.NOT_SPAM), user=user)
    if before.is_suspected:
        queue_notifications(enquiry, get_recipients(enquiry))
    return True


def for_each(enquiries: Iterable[Enquiry], change: Callable[[Enquiry], bool]) -> int:
    """Apply ``change``, which returns whether it changed an enquiry; returns how many changed.

    Those that were deleted meanwhile, as by the purge, are passed over.
    """
    changed = 0
    for enquiry in enquiries:
        with suppress(Enquiry.DoesNotExist):
            changed += change(enquiry)
    return changed


@transaction.atomic
def delete(enquiry: Enquiry, user: User | None = None) -> None:
    """Delete an enquiry with its notes, its access log and what waits to be sent about it."""
    log(enquiry, "wagtail.delete", user=user, deleted=True)
    enquiry.delete()


@transaction.atomic
def record_export(enquiries: Iterable[Enquiry], user: User | None, file_format: str) -> None:
    """Record an export, in the access log of each enquiry and in Wagtail's audit log."""
    enquiries = list(enquiries)
    record(enquiries, user, EnquiryAction.EXPORTED, file_format)
    for enquiry in enquiries:
        log(
            enquiry,
            log_action(EnquiryAction.EXPORTED),
            user=user,
            data={"format": file_format},
        )


def get_recipients(enquiry: Enquiry) -> list[str]:
    """Who is told about an enquiry as its form stands today; nobody where the form is gone."""
    page = enquiry.page.specific if enquiry.page else None
    if page is None or not hasattr(page, "get_recipients"):
        return []
    location = enquiry.location.specific if enquiry.location else None
    clinic = ClinicSettings.for_site(enquiry.site) if enquiry.site else None
    return list(page.get_recipients(location, clinic))


def _locked(enquiry: Enquiry) -> Enquiry:
    """The enquiry as it is now. Raises ``Enquiry.DoesNotExist`` where it was deleted meanwhile."""
    # Without the answers: no key is needed, and nothing can be written back.
    return Enquiry.objects.select_for_update().defer("answers").get(pk=enquiry.pk)
