"""Telling staff that an enquiry waits: an outbox, and what empties it.

A notification names the enquiry's reference and nothing else. What fails is tried again after one,
two, four … minutes, in the end every six hours, for as long as the enquiry is kept.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable
from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused, SMTPResponseException
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext
from django_tasks import task

from ketamine_pages.batches import BATCH
from ketamine_pages.editing import get_edit_address
from ketamine_pages.enquiries.records import Enquiry, EnquiryNotification, EnquiryStatus

logger = logging.getLogger(__name__)

# For sites without EMAIL_TIMEOUT, where a mail server that hangs would hold a visitor for ever.
TIMEOUT = 10
# No more of a visitor's time than this goes to one enquiry's mails; the rest is for the next run.
BUDGET = 20
LONGEST_WAIT = timedelta(hours=6)
# After this long, what is still unsent was forgotten rather than late.
OVERDUE = timedelta(minutes=15)


def queue_notifications(enquiry: Enquiry, recipients: Iterable[str]) -> None:
    """Put a notification for each recipient into the outbox, and send them after the commit.

    Nothing that goes wrong with sending reaches the caller.
    """
    EnquiryNotification.objects.bulk_create(
        [EnquiryNotification(enquiry=enquiry, recipient=each) for each in recipients],
        ignore_conflicts=True,
    )
    transaction.on_commit(lambda: _enqueue(enquiry.pk))


def _enqueue(enquiry_pk: int | str, attempt_at: datetime | None = None) -> None:
    try:
        notify = notify_staff.using(run_after=attempt_at) if attempt_at else notify_staff
        notify.enqueue(str(enquiry_pk))
    except Exception as error:
        # The queue may be down. What is in the outbox waits for send_enquiry_notifications.
        logger.error("Enquiry notifications were not queued: %s.", type(error).__name__)


@task()
def notify_staff(enquiry_pk: str) -> int:
    """Send what is due about one enquiry; returns how many were sent.

    Comes again by itself where the task backend can put tasks off.
    """
    sent = send_due(EnquiryNotification.objects.filter(enquiry_id=enquiry_pk))
    left = EnquiryNotification.objects.filter(enquiry_id=enquiry_pk, sent_at=None)
    due = left.order_by("next_attempt_at").values_list("next_attempt_at", flat=True).first()
    if due and notify_staff.get_backend().supports_defer:
        _enqueue(enquiry_pk, max(due, timezone.now()))
    return sent


def send_due(notifications: QuerySet[EnquiryNotification], budget: float = BUDGET) -> int:
    """Send those of ``notifications`` whose time has come, each in a message of its own.

    One that is refused does not stop the others; a server that does not answer does, until their
    next attempt. Returns how many were sent.
    """
    until = time.monotonic() + budget
    due = notifications.filter(sent_at=None, next_attempt_at__lte=timezone.now())
    sent, is_down = 0, False
    with _Mailer() as mailer:
        for notification in due.select_related("enquiry").defer("enquiry__answers")[:BATCH]:
            if is_down or time.monotonic() > until:
                break
            if not _claim(notification):
                continue
            error = mailer.send(notification)
            if error is None:
                sent += 1
                _record(notification, sent_at=timezone.now(), last_error="")
            else:
                _record(notification, last_error=type(error).__name__[:100])
                logger.error("An enquiry notification failed: %s.", type(error).__name__)
                is_down = _is_about_the_server(error)
    return sent


def failing_deliveries() -> QuerySet[EnquiryNotification]:
    """What staff should know: notifications that were tried in vain, or that nobody tries."""
    overdue = Q(next_attempt_at__lt=timezone.now() - OVERDUE)
    return EnquiryNotification.objects.filter(sent_at=None).filter(Q(attempts__gt=0) | overdue)


def enquiries_nobody_heard_of() -> QuerySet[Enquiry]:
    """New enquiries about which nobody was to be told, as neither form nor clinic says whom."""
    return Enquiry.objects.filter(status=EnquiryStatus.NEW, is_suspected=False, notifications=None)


def wait_before(attempt: int) -> timedelta:
    """How long after the given number of attempts the next one comes."""
    return min(timedelta(minutes=2 ** min(attempt - 1, 12)), LONGEST_WAIT)


def _claim(notification: EnquiryNotification) -> bool:
    """Take a notification for this process, and have it tried again should the process die."""
    notification.attempts += 1
    mine = EnquiryNotification.objects.filter(
        pk=notification.pk, sent_at=None, attempts=notification.attempts - 1
    )
    return bool(
        mine.update(
            attempts=F("attempts") + 1,
            next_attempt_at=timezone.now() + wait_before(notification.attempts),
        )
    )


def _record(notification: EnquiryNotification, **values: Any) -> None:
    EnquiryNotification.objects.filter(pk=notification.pk).update(**values)


def _is_about_the_server(error: Exception) -> bool:
    # smtplib's errors are OSErrors as well; these are about one message.
    return isinstance(error, OSError) and not isinstance(
        error, SMTPRecipientsRefused | SMTPResponseException
    )


class _Mailer:
    """One connection for several messages, opened for the first."""

    def __enter__(self) -> _Mailer:
        self.connection: Any = None
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._close()

    def _close(self) -> None:
        connection, self.connection = self.connection, None
        if connection is not None:
            try:
                connection.close()
            except Exception as error:
                logger.warning("The mail server hung up: %s.", type(error).__name__)

    def send(self, notification: EnquiryNotification) -> Exception | None:
        """The error, or ``None`` where the message was accepted."""
        try:
            if self.connection is None:
                timeout: dict[str, Any] = {} if settings.EMAIL_TIMEOUT else {"timeout": TIMEOUT}
                self.connection = get_connection(**timeout)
                self.connection.open()
            message = make_message(notification)
            message.connection = self.connection
            message.send()
        except Exception as error:
            # Not to be used again: it may be in the middle of a message.
            self._close()
            return error
        return None


def make_message(notification: EnquiryNotification) -> EmailMessage:
    """The message: a reference and a link, in the language of the site's staff."""
    enquiry = notification.enquiry
    with translation.override(settings.LANGUAGE_CODE):
        context = {"reference": enquiry.reference, "address": get_admin_address(enquiry)}
        return EmailMessage(
            subject=gettext("Enquiry %(reference)s waits") % {"reference": enquiry.reference},
            body=render_to_string("ketamine_pages/enquiries/mail/enquiry_waits.txt", context),
            from_email=getattr(settings, "WAGTAILADMIN_NOTIFICATION_FROM_EMAIL", None),
            to=[notification.recipient],
            headers={"Auto-Submitted": "auto-generated"},
        )


def get_admin_address(enquiry: Enquiry) -> str:
    """Where staff read the enquiry; begins with ``WAGTAILADMIN_BASE_URL``."""
    base = getattr(settings, "WAGTAILADMIN_BASE_URL", None) or ""
    return f"{base}{get_edit_address(enquiry) or reverse('wagtailadmin_home')}"
