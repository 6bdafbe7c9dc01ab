"""Who has reviewed a page, for templates.

docs/reference/templates.md describes the tags for those who write templates of their own.
"""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context
from django.utils import timezone

from ketamine_pages.delivery.printed import note
from ketamine_pages.reviews.records import ClinicalReview, ReviewStatus
from ketamine_pages.reviews.standing import get_last_reviews, is_reviewed
from ketamine_pages.reviews.task import sign_reading
from ketamine_pages.rules.findings import ReviewState
from ketamine_pages.targets import target_of

register = template.Library()

# A review holds for its text: overdue, it is still true that somebody read it on that day.
PRINTED = (ReviewState.CURRENT, ReviewState.OVERDUE)


@register.inclusion_tag("ketamine_pages/reviews/line.html", takes_context=True)
def review_line(context: Context, page: Any = None) -> dict[str, Any]:
    """Print who has read the text of ``page`` (by default that of the context), and when.

    Prints nothing where the text has changed since: the name would stand under words that this
    person has never seen. One query, or two where the reviewer's entry is translated. A preview
    is judged by the draft that it shows.
    """
    page = page or context.get("page")
    review = _review_of(page, getattr(context.get("request"), "is_preview", False))
    if review is None:
        return {}
    [reviewer] = type(review.reviewer).localise([review.reviewer], page.locale_id)
    if page == context.get("page"):
        note(context, review=(review, reviewer))
    is_ahead = review.next_due is not None and review.next_due >= timezone.localdate()
    return {
        "review": review,
        "reviewer": reviewer,
        "next_due": review.next_due if is_ahead else None,
    }


def _review_of(page: Any, is_preview: bool) -> ClinicalReview | None:
    if not getattr(page, "pk", None) or not is_reviewed(type(page)):
        return None
    if is_preview:
        return get_last_reviews(page)[0] if page.get_review_state() in PRINTED else None
    status = (
        ReviewStatus.objects.filter(**target_of(page)).select_related("review__reviewer").first()
    )
    return status.review if status is not None and status.review_state in PRINTED else None


@register.simple_tag
def reading_of(task_state: Any) -> dict[str, Any]:
    """The draft that a reviewer is about to approve: title, when it was saved, and a token."""
    revision = task_state.revision.content_object.get_latest_revision()
    return {
        "title": revision.object_str,
        "saved_at": revision.created_at,
        "token": sign_reading(task_state),
    }
