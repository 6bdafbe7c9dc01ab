"""Tells those who follow a change of what time has changed: version, CDN, reviews, findings.

The only module of this room that knows who they are. Each may be told twice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import AbstractPage

from ketamine_pages.delivery.version import raise_version
from ketamine_pages.due.dates import Keys
from ketamine_pages.findings.store import gated_models, store_findings_of
from ketamine_pages.purging.changes import Change, collect_change, is_purging
from ketamine_pages.reviews.dependents import walk_references
from ketamine_pages.reviews.records import ReviewStatus
from ketamine_pages.reviews.tracking import check_marked
from ketamine_pages.shown.kinds import can_be_shown

BATCH = 200


def in_batches(keys: Keys) -> Iterator[tuple[Any, list[Any]]]:
    """``keys`` in the same order each time, so many at once as one transaction should hold."""
    for model in sorted(keys, key=lambda model: model._meta.label):
        remaining = iter(sorted(keys[model]))
        while batch := list(islice(remaining, BATCH)):
            yield model, batch


def follow_content(model: Any, pks: list[Any]) -> None:
    """Visitors read something else of these, and of all that shows them."""
    with transaction.atomic():
        raise_version()
        if is_purging():
            for pk in pks:
                collect_change(Change(model._meta.label, str(pk)))
    concerned = _find_showing(model, pks)
    for content_type, keys in concerned.items():
        ReviewStatus.objects.filter(content_type=content_type, object_id__in=keys).update(
            needs_check=True
        )
    check_marked()
    for content_type, keys in concerned.items():
        _judge(content_type.model_class(), keys)


def follow_standing(model: Any, pks: list[Any]) -> None:
    """These have another standing, as a review of theirs has run out; what they say is the same."""
    with transaction.atomic():
        raise_version()
        if is_purging() and issubclass(model, AbstractPage):
            collect_change(Change(pages=pks))
    _judge(model, pks)


def _judge(model: Any, pks: list[Any]) -> None:
    if model in gated_models():
        store_findings_of(model, pks)


def _find_showing(model: Any, pks: list[Any]) -> dict[ContentType, list[Any]]:
    """These and all that shows them, as primary keys in texts, by the type of the object."""
    found: dict[ContentType, set[str]] = defaultdict(set)
    found[ContentType.objects.get_for_model(model)] = {str(pk) for pk in pks}
    for content_type, references in walk_references({model: set(pks)}, can_be_shown):
        ids = references.order_by().values_list("object_id", flat=True).distinct()
        found[content_type].update(ids)
    return {content_type: sorted(keys) for content_type, keys in found.items()}
