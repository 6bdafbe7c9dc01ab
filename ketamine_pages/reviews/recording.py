"""Recording clinical reviews."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from wagtail.log_actions import log

from ketamine_pages.delivery.version import raise_version
from ketamine_pages.reviews.fingerprints import get_fingerprint
from ketamine_pages.reviews.mixin import ReviewedMixin
from ketamine_pages.reviews.records import ClinicalReview
from ketamine_pages.reviews.signals import review_recorded
from ketamine_pages.reviews.standing import get_next_due, is_reviewed
from ketamine_pages.reviews.tracking import sync_statuses
from ketamine_pages.rules.review import PASSED
from ketamine_pages.targets import target_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from ketamine_pages.library.clinician import Clinician

LOG_ACTION = "ketamine_pages.review"


@transaction.atomic
def record_review(
    instance: ReviewedMixin,
    reviewer: Clinician,
    outcome: str,
    *,
    user: AbstractBaseUser | AnonymousUser | None = None,
    notes: str = "",
) -> ClinicalReview:
    """Record that ``reviewer`` has read ``instance`` as it is in memory.

    Only what was read counts: the caller makes sure that ``instance`` is that. The audit log gets
    an entry, and the status that reports and pages show follows at once.
    """
    review = ClinicalReview.objects.create(
        **target_of(instance),
        reviewer=reviewer,
        recorded_by_id=user.pk if user else None,
        outcome=outcome,
        next_due=get_next_due(instance) if outcome in PASSED else None,
        notes=notes,
        fingerprint=get_fingerprint(instance),
    )
    log(
        instance,
        LOG_ACTION,
        user=user,
        data={"outcome": str(outcome), "reviewer": str(reviewer), "notes": notes},
    )
    # Drafts as well are judged by it.
    raise_version()
    manager: Any = type(instance)._default_manager
    published = manager.filter(pk=instance.pk, live=True).first()
    if published is not None and is_reviewed(type(instance)):
        sync_statuses([published])
    review_recorded.send(type(instance), instance=instance, review=review)
    return review
