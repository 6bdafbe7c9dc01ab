"""The line about its last review that a page prints."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from wagtail.models import AbstractPage

from ketamine_pages.delivery.aliases import is_alias, original_of
from ketamine_pages.delivery.once import once
from ketamine_pages.reviews.records import ClinicalReview
from ketamine_pages.reviews.standing import get_last_reviews, is_reviewed
from ketamine_pages.reviews.tending import judge_status, status_of
from ketamine_pages.rules.findings import ReviewState
from ketamine_pages.rules.reviewing.tending import Tending

# A review holds for its text: overdue, it is still true that somebody read it on that day.
PRINTED = (ReviewState.CURRENT, ReviewState.OVERDUE)


@dataclass(frozen=True)
class ReviewLine:
    """What a page says of its last review. ``holds``: the text is what was read."""

    review: ClinicalReview
    holds: bool
    tending: Tending

    @property
    def is_named(self) -> bool:
        """Whether the line names the reviewer, as the text is what was read, and lately."""
        return self.holds and self.tending is Tending.TENDED

    @property
    def is_withheld(self) -> bool:
        """Whether numbers are missing on the page, since nobody has read it for too long."""
        return self.tending is Tending.WITHHELD

    @property
    def next_due(self) -> date | None:
        """The last day of the review, while that is ahead."""
        due = self.review.next_due
        return due if due is not None and due >= timezone.localdate() else None


def find_line(page: AbstractPage, context: Mapping[Any, Any] | Any) -> ReviewLine | None:
    """What ``page`` says of its last review; ``None`` where it says nothing.

    Nothing where the text has changed since: the name would stand under words that this person has
    never seen. When a new reading is overdue by more than the days of grace, the page says that in
    either case. A preview is judged by the draft that it shows, an alias as its original stands,
    in the language of that. One query, and one more for an alias.
    """
    is_preview = getattr(context.get("request"), "is_preview", False)
    return once(
        context, ("review line", type(page), page.pk), lambda: _find(page, context, is_preview)
    )


def printed_review(page: AbstractPage, context: Mapping[Any, Any] | Any) -> ClinicalReview | None:
    """The review whose reviewer the line of ``page`` names, or ``None``."""
    line = find_line(page, context)
    return line.review if line is not None and line.is_named else None


def _find(page: AbstractPage, context: Any, is_preview: bool) -> ReviewLine | None:
    if not getattr(page, "pk", None) or not is_reviewed(type(page)):
        return None
    if is_alias(page):
        # Nobody has read it in another language than that of its original.
        page = original_of(page)
        if is_alias(page):
            return None
    if is_preview:
        review, state = get_last_reviews(page)[0], page.get_review_state()
    else:
        status = status_of(page, context)
        review, state = (status.review, status.review_state) if status else (None, None)
    if review is None:
        return None
    line = ReviewLine(review, state in PRINTED, judge_status(review.next_due))
    return line if line.holds or line.tending is not Tending.TENDED else None
