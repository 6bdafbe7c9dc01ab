"""E-mails that remind the owners of pages and items of reviews, of each state once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from smtplib import SMTPException
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext

from ketamine_pages.admin.reviews.report import DUE, LABELS, URL_NAME, in_state
from ketamine_pages.batches import BATCH, in_batches
from ketamine_pages.editing import get_row_edit_address
from ketamine_pages.library.clinician import Clinician
from ketamine_pages.reviews.records import ReviewStatus
from ketamine_pages.reviews.tracking import refresh_statuses
from ketamine_pages.rules.findings import ReviewState

if TYPE_CHECKING:
    from django.contrib.auth.models import User

STATES = (
    ReviewState.OVERDUE.value,
    DUE,
    ReviewState.CHANGED.value,
    ReviewState.NEVER.value,
)


@dataclass
class Result:
    """What a run has done. ``failed`` has addresses and errors."""

    sent: int = 0
    without_address: int = 0
    failed: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Line:
    """One page or library item in an e-mail. ``reminder`` is what :func:`get_reminder` says."""

    pk: int
    state: str
    reminder: str
    title: str
    address: str


def send_digests() -> Result:
    """Bring all statuses up to date, and write to owners what is due and not told yet.

    What has no owner who can be written to goes to all reviewers.
    """
    refresh_statuses()
    return send_news()


def count_news() -> int:
    """How many pages and items there is something new about."""
    return sum(1 for _news in _find_news(timezone.localdate()))


def send_news() -> Result:
    """Send what is new, by the statuses as they are stored, to its owner; the rest to reviewers."""
    today = timezone.localdate()
    result = Result()
    by_owner: dict[Any, list[Line]] = defaultdict(list)
    for owner_id, line in _find_news(today):
        by_owner[owner_id].append(line)
    users = get_user_model()._default_manager.filter(is_active=True).exclude(email="")
    owners = users.in_bulk([pk for pk in by_owner if pk is not None])
    reviewers = Clinician.objects.filter(active=True, live=True).values("user")
    stand_ins = list(users.filter(pk__in=reviewers))
    digests: dict[Any, list[Line]] = defaultdict(list)
    for owner_id, lines in by_owner.items():
        # Whoever has left, or has no address, is no reason to forget a page.
        receivers = [owners[owner_id]] if owner_id in owners else stand_ins
        if not receivers:
            result.without_address += len(lines)
        for receiver in receivers:
            digests[receiver] += lines
    for receiver, lines in digests.items():
        _send(receiver, lines, result)
    return result


def _find_news(today: date) -> Iterator[tuple[Any, Line]]:
    for state in STATES:
        rows = ReviewStatus.objects.filter(in_state(state, today)).order_by("pk")
        for row in rows.iterator(chunk_size=BATCH):
            reminder = get_reminder(state, row)
            if row.reminded_of != reminder:
                address = f"{_base_url()}{get_row_edit_address(row) or ''}"
                yield row.owner_id, Line(row.pk, state, reminder, row.title, address)


def get_reminder(state: str, status: ReviewStatus) -> str:
    """What a reminder is about: the same text means that nothing is new."""
    if state in (ReviewState.OVERDUE, DUE):
        return f"{state}:{status.next_due}"
    return f"{state}:{status.review_id or ''}"


def _send(receiver: User, lines: list[Line], result: Result) -> None:
    profile = getattr(receiver, "wagtail_userprofile", None)
    language = profile.get_preferred_language() if profile else settings.LANGUAGE_CODE
    with translation.override(language):
        subject = gettext("Clinical reviews: %(number)s to look at") % {"number": len(lines)}
        text = render_to_string(
            "ketamine_pages/admin/reviews/review_digest.txt",
            {
                "receiver": receiver,
                "groups": [
                    (LABELS[state], [line for line in lines if line.state == state])
                    for state in STATES
                    if any(line.state == state for line in lines)
                ],
                "report": f"{_base_url()}{reverse(URL_NAME)}",
            },
        )
    try:
        send_mail(subject, text, None, [receiver.email])
    except (OSError, SMTPException) as error:
        result.failed.append((receiver.email, str(error)))
        return
    result.sent += 1
    _remember(lines)


def _remember(lines: Iterable[Line]) -> None:
    """Store what an owner was told, so that it is told once.

    After the e-mail has left: the next run makes up for one that has failed.
    """
    by_reminder: dict[str, list[int]] = defaultdict(list)
    for line in lines:
        by_reminder[line.reminder].append(line.pk)
    for reminder, pks in by_reminder.items():
        for batch in in_batches(pks, BATCH):
            ReviewStatus.objects.filter(pk__in=batch).update(reminded_of=reminder)


def _base_url() -> str:
    return str(getattr(settings, "WAGTAILADMIN_BASE_URL", "") or "").rstrip("/")
