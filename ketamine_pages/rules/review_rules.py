"""Rules about clinical review; a site that requires review turns them into errors."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ketamine_pages.rules.findings import ReviewState, Severity
from ketamine_pages.rules.rule import Facts, Found, Rule


def find_never_reviewed(facts: Facts) -> Iterator[Found]:
    """What no clinician has read."""
    if facts.review is ReviewState.NEVER:
        yield Found(gettext("No clinician has reviewed this yet."))


def find_overdue(facts: Facts) -> Iterator[Found]:
    """What was to be read again by now."""
    if facts.review is ReviewState.OVERDUE:
        yield Found(gettext("The next clinical review is overdue."))


def find_changed(facts: Facts) -> Iterator[Found]:
    """What says something else than what was read."""
    if facts.review is ReviewState.CHANGED:
        yield Found(gettext("This has changed since its last clinical review."))


REVIEW_MISSING = Rule(
    code="review-missing",
    severity=Severity.WARNING,
    title=_("Never reviewed"),
    why=_("Medical texts should be read by a clinician before visitors rely on them."),
    what_to_do=_("Submit it for clinical review."),
    in_pages=find_never_reviewed,
    in_items=find_never_reviewed,
)
REVIEW_OVERDUE = Rule(
    code="review-overdue",
    severity=Severity.WARNING,
    title=_("Review overdue"),
    why=_("What is known about treatments changes, and this text may be out of date."),
    what_to_do=_("Ask a reviewer to read it again, even if nothing has to be changed."),
    in_pages=find_overdue,
    in_items=find_overdue,
)
CHANGED_SINCE_REVIEW = Rule(
    code="changed-since-review",
    severity=Severity.WARNING,
    title=_("Changed since review"),
    why=_("The reviewer has agreed with other words than those that stand here now."),
    what_to_do=_("Submit the new version for clinical review."),
    in_pages=find_changed,
    in_items=find_changed,
)

RULES = (REVIEW_MISSING, REVIEW_OVERDUE, CHANGED_SINCE_REVIEW)

#: The codes about clinical review, for a site that requires it.
REVIEW_CODES = tuple(rule.code for rule in RULES)
