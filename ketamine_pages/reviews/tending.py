"""Whether somebody still tends a page, worked out whenever it is printed.

From the last review that is stored and the date of today: no job has to run.
"""

from __future__ import annotations

from datetime import date

from django.db.models import Q
from django.utils import timezone
from wagtail.models import AbstractPage

from ketamine_pages.conf import conf
from ketamine_pages.delivery.aliases import is_alias, original_of
from ketamine_pages.delivery.once import TemplateContext, once
from ketamine_pages.reviews.records import ReviewStatus
from ketamine_pages.reviews.standing import get_last_reviews, is_reviewed
from ketamine_pages.rules.reviewing.tending import Patience, Tending, judge_tending
from ketamine_pages.targets import target_of


def get_patience() -> Patience:
    """How long this site waits for a new reading."""
    return Patience(conf.review_grace_days, conf.withhold_after_months)


def judge_status(next_due: date | None, today: date | None = None) -> Tending:
    """How far something has been left alone whose last review holds until ``next_due``."""
    return judge_tending(next_due, today or timezone.localdate(), get_patience())


def status_of(page: AbstractPage, context: TemplateContext | None = None) -> ReviewStatus | None:
    """What is stored of the reviews of ``page``: one query, and one for a whole rendering."""
    if not getattr(page, "pk", None) or not is_reviewed(type(page)):
        return None
    rows = ReviewStatus.objects.filter(**target_of(page)).select_related("review__reviewer")
    found: ReviewStatus | None = once(
        context or {},
        ("review status", type(page), page.pk),
        lambda: rows.defer("review__content").first(),
    )
    return found


def get_tending(
    page: AbstractPage, today: date | None = None, context: TemplateContext | None = None
) -> Tending:
    """How far ``page`` has been left alone; ``context`` is that of its template, if any.

    Words that were changed since the last reading make no new reading of it. A page that nobody has
    ever reviewed has no such dates. Drafts of a page are as far as the page, and an alias is as far
    as its original.
    """
    page = original_of(page) if page.pk and is_alias(page) else page
    status = status_of(page, context)
    if status is not None:
        return judge_status(status.next_due, today)
    if not getattr(page, "pk", None) or page.live or not is_reviewed(type(page)):
        return Tending.TENDED
    # What is not published has no status.
    passed, _last = get_last_reviews(page)
    return judge_status(passed.next_due if passed else None, today)


def is_withheld(
    page: AbstractPage, today: date | None = None, context: TemplateContext | None = None
) -> bool:
    """Whether ``page`` prints no statistics, outcomes and other numbers any more."""
    return get_tending(page, today, context) is Tending.WITHHELD


def in_stage(stage: Tending, today: date | None = None) -> Q:
    """Rows of ``ReviewStatus`` about what has been left alone as far as ``stage``, no further."""
    day, patience = today or timezone.localdate(), get_patience()
    over = (
        ReviewStatus.objects.order_by().filter(next_due__lt=day).values_list("next_due", flat=True)
    )
    # The rule decides and not the database: months are of different lengths.
    last_days = [each for each in over.distinct() if each is not None]
    return Q(
        next_due__in=[each for each in last_days if judge_tending(each, day, patience) is stage]
    )
