"""Recording clinical reviews."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from wagtail.log_actions import log

from ketamine_pages.delivery.version import raise_version
from ketamine_pages.reviews.authors import has_written
from ketamine_pages.reviews.content import read_contents
from ketamine_pages.reviews.mixin import ReviewedMixin
from ketamine_pages.reviews.records import ClinicalReview
from ketamine_pages.reviews.signals import review_recorded
from ketamine_pages.reviews.standing import get_next_due, is_reviewed
from ketamine_pages.reviews.tracking import sync_statuses
from ketamine_pages.rules.fingerprint import as_plain
from ketamine_pages.rules.review import PASSED
from ketamine_pages.rules.reviewing.readings import RECIPE, fingerprint_of, is_exact
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
    [named] = type(reviewer).localise([reviewer], getattr(instance, "locale_id", None))
    [content] = read_contents([instance], in_full=True)
    author_ids = {each for each in (reviewer.user_id, user and user.pk) if each}
    review = ClinicalReview.objects.create(
        **target_of(instance),
        reviewer=reviewer,
        reviewer_name=named.name,
        reviewer_credentials=named.credentials,
        by_author=has_written(author_ids, instance),
        recorded_by_id=user.pk if user else None,
        outcome=outcome,
        next_due=get_next_due(instance) if outcome in PASSED else None,
        notes=notes,
        fingerprint=fingerprint_of(content),
        recipe=RECIPE,
        is_exact=is_exact(content),
        content=as_plain(content),
    )
    log(
        instance,
        LOG_ACTION,
        user=user,
        data={"outcome": str(outcome), "reviewer": review.signature, "notes": notes},
    )
    # Drafts as well are judged by it.
    raise_version()
    manager: Any = type(instance)._default_manager
    published = manager.filter(pk=instance.pk, live=True).first()
    if published is not None and is_reviewed(type(instance)):
        sync_statuses([published])
    review_recorded.send(type(instance), instance=instance, review=review)
    return review
