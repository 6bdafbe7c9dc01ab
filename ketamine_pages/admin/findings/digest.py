"""One e-mail a day to those whose published pages have new errors.

Nobody need have touched a page for that: a source was withdrawn, a notice unpublished, a list that
it reuses was changed.
"""

from __future__ import annotations

import logging
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.core.mail import send_mail
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import ngettext
from wagtail.admin.utils import get_admin_base_url
from wagtail.models import AbstractPage, PageLogEntry, Site

from ketamine_pages.admin.findings.report import URL_NAME
from ketamine_pages.batches import BATCH, in_batches
from ketamine_pages.editing import get_row_edit_address
from ketamine_pages.findings.store import gated_models
from ketamine_pages.findings.stored import FindingSeverity, FindingVersion, StoredFinding
from ketamine_pages.site.settings import ClinicSettings
from ketamine_pages.validators import parse_recipients

if TYPE_CHECKING:
    from django.contrib.auth.models import User

logger = logging.getLogger(__name__)

TEMPLATE = "ketamine_pages/admin/findings/mail/new_errors.txt"


@dataclass
class Result:
    """What a run has done. ``failed`` has addresses and errors."""

    sent: int = 0
    without_address: int = 0
    failed: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Receiver:
    """Somebody who is written to, in the language of the admin that he or she has chosen."""

    address: str
    name: str = ""
    language: str = ""


@dataclass
class PageNews:
    """A page with new errors. ``address`` is where it is mended."""

    page: Any
    rows: list[StoredFinding]

    @property
    def title(self) -> str:
        return self.rows[0].title

    @property
    def address(self) -> str:
        return f"{get_admin_base_url() or ''}{get_row_edit_address(self.rows[0]) or ''}"


def untold_errors() -> QuerySet[StoredFinding]:
    """The errors of published pages about which nobody got an e-mail."""
    models = [model for model in gated_models() if issubclass(model, AbstractPage)]
    types = ContentType.objects.get_for_models(*models).values()
    return StoredFinding.objects.filter(
        content_type__in=list(types),
        version=FindingVersion.PUBLISHED,
        severity=FindingSeverity.ERROR,
        told_at=None,
    ).order_by("title", "pk")


def send_error_digests() -> Result:
    """Write to the owner of each page with new errors, and to who has published it last.

    To the recipients of its site where neither can be written to. A page counts as told
    when all e-mails about it have left; the next run makes up for those that have failed.
    """
    result, digests = Result(), defaultdict(list)
    news = _collect(untold_errors())
    receivers = _find_receivers([each.page for each in news])
    for each in news:
        found = receivers[each.page.pk]
        if not found:
            result.without_address += 1
        for receiver in found:
            digests[receiver].append(each)
    owed = Counter(each.page.pk for pages in digests.values() for each in pages)
    for receiver, pages in digests.items():
        if _send(receiver, pages, result):
            owed.subtract(each.page.pk for each in pages)
            _remember(row for each in pages if not owed[each.page.pk] for row in each.rows)
    return result


def _collect(rows: Iterable[StoredFinding]) -> list[PageNews]:
    by_page: dict[tuple[int, str], list[StoredFinding]] = defaultdict(list)
    by_type: dict[int, list[str]] = defaultdict(list)
    for row in rows:
        by_page[row.content_type_id, row.object_id].append(row)
        by_type[row.content_type_id].append(row.object_id)
    found: dict[tuple[int, str], Any] = {}
    for type_id, pks in by_type.items():
        model: Any = ContentType.objects.get_for_id(type_id).model_class()
        for batch in in_batches(dict.fromkeys(pks), BATCH):
            pages = model._base_manager.filter(pk__in=batch)
            found.update({(type_id, str(page.pk)): page for page in pages})
    return [PageNews(found[key], same) for key, same in by_page.items() if key in found]


def _find_receivers(pages: Sequence[Any]) -> dict[Any, list[Receiver]]:
    publishers = _last_publishers(pages)
    people = {page.pk: [getattr(page, "owner_id", None), publishers.get(page.pk)] for page in pages}
    wanted = {pk for pks in people.values() for pk in pks if pk is not None}
    users = get_user_model()._default_manager.filter(is_active=True).exclude(email="")
    known = {pk: _as_receiver(user) for pk, user in users.in_bulk(wanted).items()}
    found: dict[Any, list[Receiver]] = {}
    for page in pages:
        own = [known[pk] for pk in people[page.pk] if pk in known]
        found[page.pk] = list(dict.fromkeys(own)) or _recipients_of(page)
    return found


def _last_publishers(pages: Sequence[Any]) -> dict[Any, Any]:
    found: dict[Any, Any] = {}
    for batch in in_batches([page.pk for page in pages], BATCH):
        rows = PageLogEntry.objects.filter(page_id__in=batch, action="wagtail.publish")
        for pk, user in rows.order_by("timestamp", "pk").values_list("page_id", "user_id"):
            found[pk] = user
    return found


def _as_receiver(user: User) -> Receiver:
    profile = getattr(user, "wagtail_userprofile", None)
    language = profile.get_preferred_language() if profile else ""
    return Receiver(user.email, user.get_full_name() or user.get_username(), language)


def _recipients_of(page: AbstractPage) -> list[Receiver]:
    site = page.get_site() or Site.objects.filter(is_default_site=True).first()
    if site is None:
        return []
    addresses = parse_recipients(ClinicSettings.for_site(site).enquiry_recipients)
    return [Receiver(address) for address in addresses]


def _send(receiver: Receiver, pages: Sequence[PageNews], result: Result) -> bool:
    with translation.override(receiver.language or settings.LANGUAGE_CODE):
        subject = ngettext(
            "New errors on %(number)d published page",
            "New errors on %(number)d published pages",
            len(pages),
        )
        report = f"{get_admin_base_url() or ''}{reverse(URL_NAME)}"
        context = {"receiver": receiver, "pages": pages, "report": report}
        text = render_to_string(TEMPLATE, context)
        subject %= {"number": len(pages)}
    try:
        send_mail(subject, text, None, [receiver.address])
    except Exception as error:
        # Backends raise errors of their own, and the next receiver is to be told.
        logger.exception("No e-mail to %s about new errors.", receiver.address)
        result.failed.append((receiver.address, str(error)))
        return False
    result.sent += 1
    return True


def _remember(rows: Iterable[StoredFinding]) -> None:
    for batch in in_batches([row.pk for row in rows], BATCH):
        StoredFinding.objects.filter(pk__in=batch).update(told_at=timezone.now())
