"""Whether somebody has to be told that what is due is not done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from ketamine_pages.conf import conf
from ketamine_pages.due.records import EVERYTHING, DueJob
from ketamine_pages.findings.store import gated_models


@dataclass(frozen=True)
class Lateness:
    """The jobs are late: when all were last done (``None``: never), and which fail, by name."""

    last_done: datetime | None
    failing: tuple[str, ...] = ()


def find_lateness(now: datetime | None = None) -> Lateness | None:
    """``None`` where all is done in time, or nothing has been published yet for as long as that.

    Usually one query.
    """
    now = now or timezone.now()
    in_time = now - timedelta(hours=conf.due_late_after_hours)
    rows = {row.name: row for row in DueJob.objects.order_by("pk")}
    whole = rows.pop(EVERYTHING, None)
    last_done = whole.finished_at if whole else None
    if last_done is not None and last_done >= in_time:
        return None
    if last_done is None and not _has_content_since(in_time):
        return None
    return Lateness(last_done, tuple(name for name, row in rows.items() if row.error))


def _has_content_since(moment: datetime) -> bool:
    """Whether something is live that has been published by then, or nobody knows when."""
    published = Q(first_published_at=None) | Q(first_published_at__lte=moment)
    return any(
        model._default_manager.filter(published, live=True).exists() for model in gated_models()
    )
