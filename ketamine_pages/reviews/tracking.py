"""Keeps ``ReviewStatus`` up to date when pages, library items and sources change.

What shows a changed item is marked at once, in sets; a background task then compares the marked
contents batch by batch and takes back what did not change after all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import CharField, Model
from django.db.models.functions import Cast
from django.utils import timezone
from wagtail.models import Revision, RevisionMixin, get_page_models

from ketamine_pages.delivery.version import raise_version
from ketamine_pages.reviews.content import BOOKKEEPING
from ketamine_pages.reviews.marking import mark_dependents, mark_shown
from ketamine_pages.reviews.records import ClinicalReview, ReviewStatus, StoredState
from ketamine_pages.reviews.references import has_file
from ketamine_pages.reviews.signals import statuses_changed
from ketamine_pages.reviews.standing import find_last_reviews, is_reviewed, weigh
from ketamine_pages.rules.review import compare
from ketamine_pages.shown.changes import Reach
from ketamine_pages.shown.kinds import can_be_shown, library_models
from ketamine_pages.shown.together import Together, is_exactly, one_moment
from ketamine_pages.targets import key_of, rows_about, target_of

BATCH = 200
FIELDS = (
    "title", "owner_id", "review_id", "state", "next_due", "fingerprint", "needs_check",
    "checked_at", "reminded_of",
)  # fmt: skip


def follow_change(instance: Model, update_fields: Iterable[str] | None = None) -> None:
    """A page or library item was saved: its own status, and that of everything that shows it."""
    if not _may_change_content(instance, update_fields):
        return
    # Whoever is in a transaction fails as a whole.
    with transaction.atomic(savepoint=False):
        if _is_other_than_before(instance) and can_be_shown(type(instance)):
            mark_dependents(instance)


def forget(instance: Model) -> None:
    """A page or library item is about to be deleted."""
    with transaction.atomic():
        ReviewStatus.objects.filter(**target_of(instance)).delete()
        ClinicalReview.objects.filter(**target_of(instance)).delete()


def check_reached(reach: Reach) -> None:
    """Compare what a transaction has marked with what was reviewed."""
    for model, pks in reach.parts.items():
        if is_reviewed(model) or can_be_shown(model):
            for instance in model._default_manager.filter(pk__in=pks):
                follow_change(instance)
    if any(has_file(model) for model in reach.changed):
        # Images and documents have no review of their own, and nobody else has marked their pages.
        mark_shown(reach.shown)
        check_marked()
    elif reach.others or any(can_be_shown(model) for model in reach.changed):
        check_marked()


def _may_change_content(instance: Model, update_fields: Iterable[str] | None) -> bool:
    if update_fields is None:
        return True
    if "live" in update_fields:
        return True
    fields = instance._meta.concrete_fields
    content = {each.name for each in fields if each.editable} - BOOKKEEPING
    return not content.isdisjoint(update_fields)


def _is_other_than_before(instance: Model) -> bool:
    """Bring the own status up to date; whether the content differs from what was known of it."""
    if not is_reviewed(type(instance)):
        return True
    if not getattr(instance, "live", True):
        return bool(ReviewStatus.objects.filter(**target_of(instance)).delete()[0])
    return bool(sync_statuses([instance]))


def sync_statuses(instances: Sequence[Any]) -> list[Any]:
    """Work out the status of published pages (each of its own type) and items, and store it.

    Returns those of them that say something else than was known.
    """
    if not instances:
        return []
    targets = [target_of(each) for each in instances]
    known = {(row.content_type_id, row.object_id): row for row in rows_about(ReviewStatus, targets)}
    passed, last = find_last_reviews(targets)
    weighed = weigh(instances, passed, last)
    owners = _owners(instances)
    reviewed: list[Any] = []
    others: list[Any] = []
    new: list[ReviewStatus] = []
    old: list[ReviewStatus] = []
    for instance, target, found in zip(instances, targets, weighed, strict=True):
        key = target["content_type"].pk, target["object_id"]
        row = known.get(key) or ReviewStatus(**target)
        review = passed.get(key)
        printed = row.state, row.review_id, row.next_due
        state = compare(found.fingerprint, found.passed, found.last)
        if row.fingerprint != found.fingerprint:
            others.append(instance)
        row.title = str(instance)[:255]
        row.owner_id = owners.get(instance)
        row.review_id = review.pk if review else None
        row.next_due = review.next_due if review else None
        row.state, row.fingerprint = StoredState(state), found.fingerprint
        if row.state == StoredState.CURRENT and row.told_of_change:
            # It was mended: a change after this is news.
            row.reminded_of = ""
        row.needs_check, row.checked_at = False, timezone.now()
        if printed != (row.state, row.review_id, row.next_due):
            reviewed.append(instance)
        (old if row.pk else new).append(row)
    ReviewStatus.objects.bulk_create(new, ignore_conflicts=True)
    ReviewStatus.objects.bulk_update(old, FIELDS)
    if reviewed:
        # What pages print of a review; rows that are written in bulk send no signal.
        raise_version()
        statuses_changed.send(ReviewStatus, instances=reviewed)
    return others


def _owners(instances: Sequence[Any]) -> dict[Any, Any]:
    """Who looks after each: the owner of a page, the last editor of a library item."""
    owners = {each: each.owner_id for each in instances if hasattr(each, "owner_id")}
    items = [each for each in instances if each not in owners]
    # Whatever has just been published has its revision with it.
    editors = {
        each.latest_revision_id: each.latest_revision.user_id
        for each in items
        if each.latest_revision_id and _has_revision(each)
    }
    if missing := {each.latest_revision_id for each in items} - editors.keys() - {None}:
        rows = Revision.objects.filter(pk__in=missing)
        editors.update(rows.values_list("pk", "user_id"))
    return owners | {each: editors.get(each.latest_revision_id) for each in items}


def _has_revision(instance: RevisionMixin) -> bool:
    return bool(instance._meta.get_field("latest_revision").is_cached(instance))


def check_marked() -> int:
    """Compare every marked row with the content of today, in batches; returns how many."""
    checked, last = 0, 0
    while True:
        with transaction.atomic():
            waiting = ReviewStatus.objects.filter(needs_check=True, pk__gt=last)
            # Locked, so that a page which is saved meanwhile has the last word.
            rows = list(waiting.order_by("pk").select_for_update()[:BATCH])
            if not rows:
                return checked
            checked, last = checked + len(rows), rows[-1].pk
            with one_moment() as those:
                live = _load(rows, those)
                sync_statuses(live)
            kept = {key_of(each) for each in live}
            gone = [row.pk for row in rows if (row.content_type_id, row.object_id) not in kept]
            if gone:
                ReviewStatus.objects.filter(pk__in=gone).delete()
        if len(rows) < BATCH:
            return checked


def _load(rows: Sequence[ReviewStatus], those: Together) -> list[Any]:
    by_type: dict[int, list[str]] = defaultdict(list)
    for row in rows:
        by_type[row.content_type_id].append(row.object_id)
    found: list[Any] = []
    for type_id, ids in by_type.items():
        model = ContentType.objects.get_for_id(type_id).model_class()
        if model is not None and is_reviewed(model):
            # A page of a type that inherits from it is read as what it is.
            same = (each for each in those.load(model, ids) if is_exactly(each, model))
            found += [each for each in same if getattr(each, "live", False)]
    return found


def _live(model: type[Model]) -> Any:
    objects = model._default_manager.filter(live=True)
    if hasattr(objects, "exact_type"):
        # Those of a page type that inherits from it are read as what they are.
        objects = objects.exact_type(model)
    return objects.select_related(*getattr(model, "read_with", ()))


def refresh_statuses() -> None:
    """Look at everything anew: for a new site, and for what time or SQL has changed.

    In batches; queries grow with their number.
    """
    for model in [*library_models(), *get_page_models()]:
        if is_reviewed(model):
            _add_missing(model)
    ReviewStatus.objects.update(needs_check=True)
    check_marked()


def _add_missing(model: type[Model]) -> None:
    known = ReviewStatus.objects.filter(
        content_type=ContentType.objects.get_for_model(model)
    ).values("object_id")
    missing = (
        _live(model)
        .annotate(id_as_text=Cast("pk", CharField(max_length=255)))
        .exclude(id_as_text__in=known)
        .order_by("pk")
    )
    last = None
    while batch := list((missing if last is None else missing.filter(pk__gt=last))[:BATCH]):
        sync_statuses(batch)
        last = batch[-1].pk
