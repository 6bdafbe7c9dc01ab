"""The review that a page prints."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wagtail.models import AbstractPage

from ketamine_pages.delivery.aliases import is_alias, original_of
from ketamine_pages.delivery.once import once
from ketamine_pages.reviews.records import ClinicalReview, ReviewStatus
from ketamine_pages.reviews.standing import get_last_reviews, is_reviewed
from ketamine_pages.rules.findings import ReviewState
from ketamine_pages.targets import target_of

# A review holds for its text: overdue, it is still true that somebody read it on that day.
PRINTED = (ReviewState.CURRENT, ReviewState.OVERDUE)


def printed_review(page: AbstractPage, context: Mapping[Any, Any] | Any) -> tuple[Any, Any] | None:
    """The review that ``page`` prints, and the clinician in the language of the page; or ``None``.

    None where the text has changed since: the name would stand under words that this person has
    never seen. An alias prints the review of its original, in the language of that. A preview is
    judged by the draft that it shows. One query, or two where the entry of the clinician is
    translated, and one more for an alias.
    """
    is_preview = getattr(context.get("request"), "is_preview", False)
    return once(context, ("review", type(page), page.pk), lambda: _find(page, is_preview))


def _find(page: AbstractPage, is_preview: bool) -> tuple[Any, Any] | None:
    review = _review_of(page, is_preview)
    if review is None:
        return None
    [clinician] = type(review.reviewer).localise([review.reviewer], page.locale_id)
    return review, clinician


def _review_of(page: AbstractPage, is_preview: bool) -> ClinicalReview | None:
    if not getattr(page, "pk", None) or not is_reviewed(type(page)):
        return None
    if is_alias(page):
        # Nobody has read it in another language than that of its original.
        page = original_of(page)
        if is_alias(page):
            return None
    if is_preview:
        return get_last_reviews(page)[0] if page.get_review_state() in PRINTED else None
    status = (
        ReviewStatus.objects.filter(**target_of(page)).select_related("review__reviewer").first()
    )
    return status.review if status is not None and status.review_state in PRINTED else None
