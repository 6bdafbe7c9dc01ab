"""Who may see and record reviews."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.urls import reverse
from wagtail.models import DraftStateMixin

from ketamine_pages.admin.findings.access import editable_targets, may_see_findings
from ketamine_pages.reviews.records import ReviewStatus
from ketamine_pages.reviews.standing import clinician_of, is_reviewed

if TYPE_CHECKING:
    from ketamine_pages.editing import Asker

RECORD_URL_NAME = "ketamine_pages_record_review"


def known_clinician(user: Any) -> Any:
    """The ``Clinician`` that a user is, or ``None``; asked once for each request."""
    if not hasattr(user, "_ketamine_pages_clinician"):
        user._ketamine_pages_clinician = clinician_of(user)
    return user._ketamine_pages_clinician


def may_see_reviews(user: Asker) -> bool:
    """Whether the report could list anything for a user; it lists everything for reviewers."""
    return known_clinician(user) is not None or may_see_findings(user)


def visible_statuses(user: Asker) -> QuerySet[ReviewStatus]:
    """The review statuses of what a user may edit; for reviewers, all of them."""
    statuses = ReviewStatus.objects.all()
    if known_clinician(user) is not None:
        return statuses
    return statuses.filter(editable_targets(user))


def may_record(user: Asker, instance: DraftStateMixin) -> bool:
    """Whether a user may record that a published page or item was reviewed."""
    return is_reviewed(type(instance)) and bool(instance.live) and known_clinician(user) is not None


def get_record_address(status: ReviewStatus) -> str:
    """Where a reviewer records that the page or library item of a status needs no change."""
    return reverse(RECORD_URL_NAME, args=[status.content_type_id, status.object_id])
