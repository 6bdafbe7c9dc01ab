"""How a page or library item stands, and who may say so."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import takewhile
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import Model
from django.utils import timezone
from wagtail.models import AbstractPage, Revision, RevisionMixin, Site

from ketamine_pages.conf import conf
from ketamine_pages.reviews.fingerprints import get_fingerprints
from ketamine_pages.reviews.records import ClinicalReview, ReviewStatus
from ketamine_pages.rules.findings import ReviewState
from ketamine_pages.rules.review import PASSED, ReviewFacts, add_months, judge_review
from ketamine_pages.shown.together import Together, together
from ketamine_pages.site.settings import ClinicSettings
from ketamine_pages.targets import Key, key_of, rows_about, target_of

# How many revisions are compared to find who has written a text.
LOOK_BACK = 10

LastReviews = dict[Key, ClinicalReview]


def is_reviewed(model: type[Model]) -> bool:
    """Whether clinicians are to review pages or items of ``model`` on this site."""
    chosen = conf.review_interval_months
    if model._meta.label in chosen:
        return chosen[model._meta.label] is not None
    return bool(getattr(model, "needs_review", False))


def get_interval(instance: Model) -> int:
    """How many months a review of ``instance`` holds."""
    chosen = conf.review_interval_months.get(instance._meta.label)
    if chosen is not None:
        return chosen
    site = instance.get_site() if isinstance(instance, AbstractPage) and instance.pk else None
    site = site or Site.objects.filter(is_default_site=True).first()
    return int(ClinicSettings.for_site(site).review_interval_months)


def get_next_due(instance: Model) -> date:
    """The last day on which a review of today holds."""
    return add_months(timezone.localdate(), get_interval(instance))


def get_review_state(instance: Model) -> ReviewState | None:
    """How the last review relates to ``instance`` as it is in memory.

    ``None`` where objects of its kind are not reviewed.
    """
    if not is_reviewed(type(instance)):
        return None
    if not instance.pk:
        return ReviewState.NEVER
    with together([instance]) as those:
        if those.are_stored and (status := those.once(_statuses).get(key_of(instance))):
            return status.review_state
        passed, last = those.once(_reviews)
        if (review := passed.get(key_of(instance))) is None:
            return ReviewState.NEVER
        return judge_review(
            those.once(_fingerprints)[id(instance)],
            as_facts(review),
            as_facts(last.get(key_of(instance))),
            timezone.localdate(),
        )


def _statuses(those: Together) -> dict[Key, ReviewStatus]:
    """What is known of those that nothing has changed since somebody looked."""
    rows = rows_about(ReviewStatus, [target_of(each) for each in those.objects])
    return {(row.content_type_id, row.object_id): row for row in rows if not row.needs_check}


def _reviews(those: Together) -> tuple[LastReviews, LastReviews]:
    return find_last_reviews([target_of(each) for each in those.objects if each.pk])


def _fingerprints(those: Together) -> dict[int, str]:
    """Of those that have a review to compare them with, by ``id()``."""
    passed, _last = those.once(_reviews)
    known = those.once(_statuses) if those.are_stored else {}
    waiting = [each for each in those.objects if each.pk and key_of(each) not in known]
    compared = [each for each in waiting if key_of(each) in passed]
    return dict(zip(map(id, compared), get_fingerprints(compared), strict=True))


def find_last_reviews(targets: Sequence[dict[str, Any]]) -> tuple[LastReviews, LastReviews]:
    """The latest review that was passed, and the latest of all, by content type and object id."""
    passed: LastReviews = {}
    last: LastReviews = {}
    # The newest come first.
    for review in rows_about(ClinicalReview, targets):
        key = review.content_type_id, review.object_id
        last.setdefault(key, review)
        if review.outcome in PASSED:
            passed.setdefault(key, review)
    return passed, last


def get_last_reviews(
    instance: Model,
) -> tuple[ClinicalReview | None, ClinicalReview | None]:
    """The latest review that was passed, and the latest of any outcome. At most two queries."""
    reviews = ClinicalReview.objects.filter(**target_of(instance))
    last = reviews.first()
    if last is None or last.outcome in PASSED:
        return last, last
    return reviews.filter(outcome__in=PASSED).first(), last


def as_facts(review: ClinicalReview | None, *, ends: bool = True) -> ReviewFacts | None:
    """A review as it is judged; without its end where only the content matters."""
    if review is None:
        return None
    return ReviewFacts(review.outcome, review.fingerprint, review.next_due if ends else None)


def clinician_of(user: AbstractBaseUser | AnonymousUser) -> Any:
    """The active, published ``Clinician`` that a user is, or ``None``."""
    if not user.is_active:
        return None
    model: Any = ClinicalReview._meta.get_field("reviewer").related_model
    # Of several translations the first; pages print the one in their own language.
    return model.objects.filter(user=user, active=True, live=True).order_by("pk").first()


def is_last_editor(user: AbstractBaseUser | AnonymousUser, instance: RevisionMixin) -> bool:
    """Whether ``user`` has written the newest revision of ``instance``.

    Opening and saving a text without changing what visitors read is no editing.
    """
    return get_author_id(instance) == user.pk


def get_author_id(instance: RevisionMixin, revision: Revision | None = None) -> Any:
    """Primary key of the user who has written ``revision``, by default the newest one."""
    revision = revision or instance.latest_revision
    if revision is None:
        return None
    earlier = instance.revisions.filter(created_at__lte=revision.created_at)
    newest_first = list(earlier.order_by("-created_at", "-pk")[:LOOK_BACK])
    fingerprints = get_fingerprints([each.as_object() for each in newest_first])
    same = [
        each
        for each, _fingerprint in takewhile(
            lambda pair: pair[1] == fingerprints[0], zip(newest_first, fingerprints, strict=True)
        )
    ]
    return same[-1].user_id if same else revision.user_id
