"""How the last clinical review relates to what is said now."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from ketamine_pages.rules.findings import ReviewState

#: How long before its date a review is due soon.
DUE_SOON = timedelta(days=30)


class Outcome(StrEnum):
    """What a reviewer has decided, as it is stored."""

    APPROVED = "approved"
    CHANGES_REQUESTED = "changes-requested"
    NO_CHANGE_NEEDED = "no-change-needed"


#: The outcomes after which a text counts as reviewed.
PASSED = (Outcome.APPROVED, Outcome.NO_CHANGE_NEEDED)


@dataclass(frozen=True)
class ReviewFacts:
    """One recorded review. ``next_due`` is the last day on which it holds; ``None`` for no end."""

    outcome: str
    fingerprint: str
    next_due: date | None = None


def compare(fingerprint: str, passed: ReviewFacts | None, last: ReviewFacts | None) -> ReviewState:
    """How reviews relate to content with ``fingerprint``, whatever the date.

    ``passed`` is the latest review that was passed, ``last`` the latest of any outcome. Whoever
    asks for changes to the very text that was passed before takes that back.
    """
    if passed is None:
        return ReviewState.NEVER
    refused = last is not None and last.outcome == Outcome.CHANGES_REQUESTED
    if passed.fingerprint != fingerprint or (refused and last and last.fingerprint == fingerprint):
        return ReviewState.CHANGED
    return ReviewState.CURRENT


def judge_review(
    fingerprint: str, passed: ReviewFacts | None, last: ReviewFacts | None, today: date
) -> ReviewState:
    """As ``compare``; a review that holds for the text is overdue once its last day is over."""
    state = compare(fingerprint, passed, last)
    is_over = passed is not None and passed.next_due is not None and passed.next_due < today
    return ReviewState.OVERDUE if state is ReviewState.CURRENT and is_over else state


def add_months(day: date, months: int) -> date:
    """``day`` so many months later, or the last day of that month if it is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
