"""Who has reviewed a page, for templates.

docs/reference/templates.md describes the tags for those who write templates of their own.
"""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context
from django.utils import timezone
from wagtail.models import AbstractPage, TaskState

from ketamine_pages.reviews.line import printed_review
from ketamine_pages.reviews.task import sign_reading

register = template.Library()


@register.inclusion_tag("ketamine_pages/reviews/line.html", takes_context=True)
def review_line(context: Context, page: AbstractPage | None = None) -> dict[str, Any]:
    """Print who has read the text of ``page`` (by default that of the context), and when.

    Prints nothing where the text has changed since: the name would stand under words that this
    person has never seen. One query, or two where the reviewer's entry is translated. A preview
    is judged by the draft that it shows.
    """
    found = printed_review(page or context.get("page"), context)
    if found is None:
        return {}
    review, reviewer = found
    is_ahead = review.next_due is not None and review.next_due >= timezone.localdate()
    return {
        "review": review,
        "reviewer": reviewer,
        "next_due": review.next_due if is_ahead else None,
    }


@register.simple_tag
def reading_of(task_state: TaskState) -> dict[str, Any]:
    """The draft that a reviewer is about to approve: title, when it was saved, and a token."""
    revision = task_state.revision.content_object.get_latest_revision()
    return {
        "title": revision.object_str,
        "saved_at": revision.created_at,
        "token": sign_reading(task_state),
    }
