"""Who has reviewed a page, for templates.

docs/reference/templates.md describes the tags for those who write templates of their own.
"""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context
from wagtail.models import AbstractPage, TaskState

from ketamine_pages.reviews.line import find_line
from ketamine_pages.reviews.task import sign_draft

register = template.Library()


@register.inclusion_tag("ketamine_pages/reviews/line.html", takes_context=True)
def review_line(context: Context, page: AbstractPage | None = None) -> dict[str, Any]:
    """Print who has read the text of ``page`` (by default that of the context), and when.

    Prints nothing where the text has changed since: the name would stand under words that this
    person has never seen. When a new reading is overdue, it says so instead. One query. A preview
    is judged by the draft that it shows.
    """
    page = page or context.get("page")
    return {"line": find_line(page, context) if page is not None else None}


@register.simple_tag
def reading_of(task_state: TaskState) -> dict[str, Any]:
    """The draft that a reviewer is about to approve: title, when it was saved, and a token."""
    revision = task_state.revision.content_object.get_latest_revision()
    return {
        "title": revision.object_str,
        "saved_at": revision.created_at,
        "token": sign_draft(task_state),
    }
