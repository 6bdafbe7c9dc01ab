"""Parts of queries for lists and choosers: what is counted, sorted by, or fetched in bulk."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Case, Choices, Count, F, OuterRef, Prefetch, Subquery, Value, When
from django.db.models import prefetch_related_objects as fetch_related
from django.db.models.functions import Coalesce
from wagtail.models import Revision, WorkflowState


def count_of(model: Any, field: str) -> Coalesce:
    """How many rows of ``model`` point to the row with their foreign key ``field``.

    A subquery rather than a join, which would make the database group by every column.
    """
    rows = model.objects.filter(**{field: OuterRef("pk")}).order_by().values(field)
    return Coalesce(Subquery(rows.annotate(rows=Count("pk")).values("rows")), 0)


def rank_of(field: str, choices: type[Choices]) -> Case:
    """The place of a value among ``choices``: the order that labels have, not their spelling."""
    places = [When(**{field: value}, then=place) for place, value in enumerate(choices.values)]
    return Case(*places, default=Value(len(places)))


def in_editors_order(field: str) -> list[Any]:
    """Ordering by ``field``, which editors fill by dragging; rows without a place come last."""
    return [F(field).asc(nulls_last=True), "pk"]


def fetch_status(items: Iterable[Any]) -> None:
    """Fetch what ``status_string`` of library items needs: two queries, not two for each item."""
    items = list(items)
    fetch_related(
        items,
        Prefetch(
            "_revisions",
            Revision.objects.filter(approved_go_live_at__isnull=False),
            to_attr="scheduled_revisions",
        ),
        Prefetch("_workflow_states", WorkflowState.objects.active(), "_current_workflow_states"),
    )
    for item in items:
        item.scheduled_revision = next(iter(item.scheduled_revisions), None)
