"""Marks the reviews of whatever shows a change, in the transaction of the change."""

from __future__ import annotations

from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, F, Model, QuerySet, Value, When
from wagtail.models import get_page_models

from ketamine_pages.delivery.version import raise_version
from ketamine_pages.reviews.records import ReviewStatus, StoredState
from ketamine_pages.shown.registry import Aspect
from ketamine_pages.shown.relations import chunks
from ketamine_pages.shown.upwards import find_shown
from ketamine_pages.shown.ways import ShownBy, Way


def mark_dependents(instance: Model) -> int:
    """Mark what says what ``instance`` says as changed since review; see ``mark_shown``."""
    start = {Aspect.WORDS: {type(instance): {instance.pk}}}
    shown = find_shown(start, frozenset({Way.CONTENT}))
    # What it says itself has been compared.
    if issubclass(type(instance), tuple(get_page_models())):
        shown.pages.pop(instance.pk, None)
    return mark_shown(shown)


def mark_shown(shown: ShownBy) -> int:
    """Mark whatever says what has changed; returns how many rows of ``ReviewStatus``.

    Whether their content has really changed is for ``check_marked`` to find out. A title, an
    address or a card of something else is not what a clinician has read.
    """
    types = list(ContentType.objects.get_for_models(*get_page_models()).values())
    marked = 0
    for chunk in chunks(map(str, shown.pages_by(Way.CONTENT))):
        marked += mark(ReviewStatus.objects.filter(content_type__in=types, object_id__in=chunk))
    for model, pks in shown.entries_by(Way.CONTENT).items():
        own = ContentType.objects.get_for_model(model)
        for chunk in chunks(map(str, pks)):
            marked += mark(ReviewStatus.objects.filter(content_type=own, object_id__in=chunk))
    return marked


def mark(statuses: QuerySet[ReviewStatus]) -> int:
    """Mark a queryset of ``ReviewStatus``: changed until somebody has looked."""
    changed = Case(
        When(state=StoredState.CURRENT, then=Value(StoredState.CHANGED.value)), default=F("state")
    )
    marked = int(statuses.update(state=changed, needs_check=True))
    if marked:
        # Pages print no reviewer any more.
        raise_version()
    return marked
