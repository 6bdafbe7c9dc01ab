"""How a page or library item stands, and who may say so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import Model
from django.utils import timezone
from wagtail.models import AbstractPage, Site

from ketamine_pages.conf import conf
from ketamine_pages.reviews.content import read_contents
from ketamine_pages.reviews.records import ClinicalReview, ReviewStatus
from ketamine_pages.rules.findings import ReviewState
from ketamine_pages.rules.fingerprint import as_plain
from ketamine_pages.rules.review import PASSED, ReviewFacts, add_months, judge_review
from ketamine_pages.rules.reviewing.readings import RECIPE, fingerprint_of, is_exact, says_the_same
from ketamine_pages.shown.together import Together, together
from ketamine_pages.site.settings import ClinicSettings
from ketamine_pages.targets import Key, key_of, rows_about, target_of

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
        passed, _last = those.once(_reviews)
        if key_of(instance) not in passed:
            return ReviewState.NEVER
        weighed = those.once(_weighed)[id(instance)]
        return judge_review(weighed.fingerprint, weighed.passed, weighed.last, timezone.localdate())


def _statuses(those: Together) -> dict[Key, ReviewStatus]:
    """What is known of those that nothing has changed since somebody looked."""
    rows = rows_about(ReviewStatus, [target_of(each) for each in those.objects])
    return {(row.content_type_id, row.object_id): row for row in rows if not row.needs_check}


def _reviews(those: Together) -> tuple[LastReviews, LastReviews]:
    return find_last_reviews([target_of(each) for each in those.objects if each.pk])


def _weighed(those: Together) -> dict[int, Weighed]:
    """Those that have a review to compare them with, by ``id()``."""
    passed, last = those.once(_reviews)
    known = those.once(_statuses) if those.are_stored else {}
    waiting = [each for each in those.objects if each.pk and key_of(each) not in known]
    compared = [each for each in waiting if key_of(each) in passed]
    return dict(zip(map(id, compared), weigh(compared, passed, last), strict=True))


@dataclass(frozen=True)
class Weighed:
    """What something says, and its reviews, comparable with it."""

    fingerprint: str
    passed: ReviewFacts | None = None
    last: ReviewFacts | None = None


def weigh(instances: Sequence[Any], passed: LastReviews, last: LastReviews) -> list[Weighed]:
    """Compare ``instances`` as they are in memory with their reviews.

    The fingerprint decides where it can. A review of an older recipe, and one of files whose hash
    was or is not known, is compared by the values that it has kept.
    """
    contents = read_contents(instances)
    fingerprints = [fingerprint_of(each) for each in contents]
    keys = [key_of(each) for each in instances]
    doubtful: dict[int, set[int]] = {}
    for number, (key, fingerprint) in enumerate(zip(keys, fingerprints, strict=True)):
        reviews = {each.pk: each for each in (passed.get(key), last.get(key)) if each is not None}
        different = {
            pk
            for pk, each in reviews.items()
            if each.fingerprint != fingerprint
            and not (each.recipe == RECIPE and each.is_exact and is_exact(contents[number]))
        }
        if different:
            doubtful[number] = different
    same = _find_same(instances, contents, doubtful)

    def facts(review: ClinicalReview | None, fingerprint: str) -> ReviewFacts | None:
        if review is None:
            return None
        known = fingerprint if review.pk in same else review.fingerprint
        return ReviewFacts(review.outcome, known, review.next_due)

    return [
        Weighed(fingerprint, facts(passed.get(key), fingerprint), facts(last.get(key), fingerprint))
        for key, fingerprint in zip(keys, fingerprints, strict=True)
    ]


def _find_same(
    instances: Sequence[Any], contents: Sequence[dict[str, Any]], doubtful: dict[int, set[int]]
) -> set[int]:
    """Of the doubtful reviews, by the position of what they are about, those that still hold."""
    pks = {pk for each in doubtful.values() for pk in each}
    if not pks:
        return set()
    kept = ClinicalReview.objects.filter(pk__in=pks).in_bulk()
    return {
        pk
        for number, each in doubtful.items()
        for pk in each
        if says_the_same(kept[pk].content, kept[pk].recipe, as_plain(contents[number]))
    }


def find_last_reviews(targets: Sequence[dict[str, Any]]) -> tuple[LastReviews, LastReviews]:
    """The latest review that was passed, and the latest of all, by content type and object id."""
    passed: LastReviews = {}
    last: LastReviews = {}
    # The newest come first. What was read is long, and rarely asked for.
    for review in rows_about(ClinicalReview, targets).defer("content"):
        key = review.content_type_id, review.object_id
        last.setdefault(key, review)
        if review.outcome in PASSED:
            passed.setdefault(key, review)
    return passed, last


def get_last_reviews(
    instance: Model,
) -> tuple[ClinicalReview | None, ClinicalReview | None]:
    """The latest review that was passed, and the latest of any outcome. At most two queries."""
    reviews = ClinicalReview.objects.filter(**target_of(instance)).defer("content")
    last = reviews.first()
    if last is None or last.outcome in PASSED:
        return last, last
    return reviews.filter(outcome__in=PASSED).first(), last


def clinician_of(user: AbstractBaseUser | AnonymousUser) -> Any:
    """The active, published ``Clinician`` that a user is, or ``None``."""
    if not user.is_active:
        return None
    model: Any = ClinicalReview._meta.get_field("reviewer").related_model
    # Of several translations the first; pages print the one in their own language.
    return model.objects.filter(user=user, active=True, live=True).order_by("pk").first()
