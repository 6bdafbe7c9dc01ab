"""E-mails that remind the owners of pages and items of reviews, of each state once."""

from __future__ import annotations

import logging
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.core.mail import send_mail
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractPage, Site, get_page_models

from ketamine_pages.admin.reviews import report
from ketamine_pages.admin.reviews.report import DUE, URL_NAME, in_state
from ketamine_pages.batches import BATCH, in_batches
from ketamine_pages.editing import get_row_edit_address
from ketamine_pages.library.clinician import Clinician
from ketamine_pages.reviews.records import ReviewStatus
from ketamine_pages.reviews.tending import in_stage
from ketamine_pages.reviews.tracking import refresh_statuses
from ketamine_pages.rules.findings import ReviewState
from ketamine_pages.rules.reviewing.tending import Tending
from ketamine_pages.site.settings import ClinicSettings
from ketamine_pages.validators import parse_recipients

if TYPE_CHECKING:
    from django.contrib.auth.models import User

logger = logging.getLogger(__name__)

GRACE_OVER = "grace-over"
WITHHELD_SOON = "withheld-soon"
# Each row is in one of these groups at most: in the first that it belongs to.
LABELS = {
    WITHHELD_SOON: _("without numbers within a month or already, unless a clinician reads it"),
    GRACE_OVER: _("overdue, and visitors read so"),
    **{
        state: report.LABELS[state]
        for state in (
            ReviewState.OVERDUE.value,
            DUE,
            ReviewState.CHANGED.value,
            ReviewState.NEVER.value,
        )
    },
}
# What concerns the site, whoever has looked after the text until now.
OF_THE_SITE = (WITHHELD_SOON, GRACE_OVER, ReviewState.OVERDUE.value)


@dataclass
class Result:
    """What a run has done. ``failed`` has addresses and errors."""

    sent: int = 0
    without_address: int = 0
    failed: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Receiver:
    """Somebody who is written to, whether or not there is an account."""

    email: str
    name: str = ""
    language: str = ""

    @classmethod
    def of_user(cls, user: User) -> Self:
        profile = getattr(user, "wagtail_userprofile", None)
        language = profile.get_preferred_language() if profile else ""
        return cls(user.email, user.get_full_name() or user.get_username(), language)


@dataclass(frozen=True)
class Line:
    """One page or library item in an e-mail. ``reminder`` is what :func:`get_reminder` says.

    ``recipients`` are those of its site, for what concerns the site.
    """

    pk: int
    state: str
    reminder: str
    title: str
    address: str
    recipients: tuple[Receiver, ...] = ()


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
    """Send what is new, by the statuses as they are stored, to its owner; the rest to reviewers.

    What is overdue goes to the recipients of the site as well, or else to superusers: the owner may
    have left, and so may all reviewers.
    """
    result = Result()
    news = list(_find_news(timezone.localdate()))
    users = get_user_model()._default_manager.filter(is_active=True).exclude(email="")
    owners = users.in_bulk({owner_id for owner_id, _line in news if owner_id is not None})
    reviewers = Clinician.objects.filter(active=True, live=True).values("user")
    stand_ins = [Receiver.of_user(each) for each in users.filter(pk__in=reviewers)]
    digests: dict[str, tuple[Receiver, list[Line]]] = {}
    for owner_id, line in news:
        # Whoever has left, or has no address, is no reason to forget a page.
        known = [Receiver.of_user(owners[owner_id])] if owner_id in owners else stand_ins
        receivers = {each.email.lower(): each for each in (*line.recipients, *known)}
        result.without_address += not receivers
        for email, receiver in receivers.items():
            digests.setdefault(email, (receiver, []))[1].append(line)
    owed = Counter(line.pk for _receiver, lines in digests.values() for line in lines)
    for receiver, lines in digests.values():
        if _send(receiver, lines, result):
            owed.subtract(line.pk for line in lines)
            _remember(line for line in lines if not owed[line.pk])
    return result


class _Recipients:
    """Who is told what concerns a site; asked once for each."""

    def __init__(self) -> None:
        self._by_site: dict[Any, tuple[Receiver, ...]] = {}

    def get(self, row: ReviewStatus) -> tuple[Receiver, ...]:
        target = row.content_object
        site = target.get_site() if isinstance(target, AbstractPage) else None
        site = site or Site.objects.filter(is_default_site=True).first()
        if site not in self._by_site:
            self._by_site[site] = tuple(self._find(site))
        return self._by_site[site]

    def _find(self, site: Site | None) -> list[Receiver]:
        named = ClinicSettings.for_site(site).enquiry_recipients if site else ""
        if addresses := parse_recipients(named):
            return [Receiver(each) for each in addresses]
        users = get_user_model()._default_manager.filter(is_active=True, is_superuser=True)
        return [Receiver.of_user(each) for each in users.exclude(email="")]


def _find_news(today: date) -> Iterator[tuple[Any, Line]]:
    told, recipients = Q(pk__in=[]), _Recipients()
    for state in LABELS:
        found = _in_group(state, today)
        rows = ReviewStatus.objects.filter(found).exclude(told).order_by("pk")
        told |= found
        for row in rows.iterator(chunk_size=BATCH):
            reminder = get_reminder(state, row)
            if row.reminded_of != reminder:
                address = f"{_base_url()}{get_row_edit_address(row) or ''}"
                also = recipients.get(row) if state in OF_THE_SITE else ()
                yield row.owner_id, Line(row.pk, state, reminder, row.title, address, also)


def _in_group(group: str, today: date) -> Q:
    """Rows of ``ReviewStatus`` that belong to a group of the digest; to others as well."""
    pages = Q(content_type__in=ContentType.objects.get_for_models(*get_page_models()).values())
    if group == WITHHELD_SOON:
        # When the numbers are gone it is too late for a first word, but not for one.
        return pages & (in_stage(Tending.WITHHELD_SOON, today) | in_stage(Tending.WITHHELD, today))
    if group == GRACE_OVER:
        return pages & in_stage(Tending.OVERDUE, today)
    return in_state(group, today)


def get_reminder(state: str, status: ReviewStatus) -> str:
    """What a reminder is about: the same text means that nothing is new."""
    if state in (*OF_THE_SITE, DUE):
        return f"{state}:{status.next_due}"
    return f"{state}:{status.review_id or ''}"


def _send(receiver: Receiver, lines: list[Line], result: Result) -> bool:
    with translation.override(receiver.language or settings.LANGUAGE_CODE):
        subject = gettext("Clinical reviews: %(number)s to look at") % {"number": len(lines)}
        text = render_to_string(
            "ketamine_pages/admin/reviews/review_digest.txt",
            {
                "name": receiver.name,
                "groups": [
                    (capfirst(LABELS[state]), [line for line in lines if line.state == state])
                    for state in LABELS
                    if any(line.state == state for line in lines)
                ],
                "report": f"{_base_url()}{reverse(URL_NAME)}",
            },
        )
    try:
        send_mail(subject, text, None, [receiver.email])
    except Exception as error:
        # Backends raise errors of their own, and the next receiver is to be told.
        logger.exception("No e-mail to %s about reviews.", receiver.email)
        result.failed.append((receiver.email, str(error)))
        return False
    result.sent += 1
    return True


def _remember(lines: Iterable[Line]) -> None:
    """Store what all its receivers were told, so that it is told once.

    After the e-mails have left: the next run makes up for one that has failed.
    """
    by_reminder: dict[str, list[int]] = defaultdict(list)
    for line in lines:
        by_reminder[line.reminder].append(line.pk)
    for reminder, pks in by_reminder.items():
        for batch in in_batches(pks, BATCH):
            ReviewStatus.objects.filter(pk__in=batch).update(reminded_of=reminder)


def _base_url() -> str:
    return str(getattr(settings, "WAGTAILADMIN_BASE_URL", "") or "").rstrip("/")
