"""A whole treatment taken back: everything that is said about it falls silent at once.

The treatment is unpublished in all languages, and so are the entries that name it: benefits,
indications and those of a site's own. Safety notices stay: they are shown by way of the treatment,
and are there again with it. Undone by publishing each entry again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.db.models import ForeignKey, Model
from wagtail.log_actions import log
from wagtail.models import AbstractPage

from ketamine_pages.impact.plans import Removal
from ketamine_pages.shown.kinds import TreatmentBase, library_models
from ketamine_pages.shown.registry import Aspect
from ketamine_pages.shown.relations import base_pages, chunks
from ketamine_pages.shown.upwards import find_shown
from ketamine_pages.shown.ways import Way

TAKEN_BACK = "ketamine_pages.take_back"


@dataclass(frozen=True)
class Recall:
    """What was taken back. ``entry`` is the log entry of the treatment, which has the rest.

    It is ``None`` where nothing was published.
    """

    entry: Any
    items: Sequence[Any]
    pages: Sequence[AbstractPage]


def find_said_about(treatment: TreatmentBase) -> list[Any]:
    """The treatment in all languages, and all entries that name it, drafts included."""
    model: Any = type(treatment)
    same = list(model._default_manager.filter(translation_key=treatment.translation_key))
    found = sorted(same, key=lambda each: each.pk != treatment.pk)
    for entry_model, name in _naming(model):
        rows = entry_model._default_manager.filter(
            **{f"{name}__translation_key": treatment.translation_key}
        )
        found += [row for row in rows.order_by("pk") if row not in found]
    return found


def plan_recall(treatment: TreatmentBase) -> Removal:
    """The plan of taking ``treatment`` back, for ``get_impact``."""
    return Removal(find_said_about(treatment))


def take_back(treatment: TreatmentBase, *, user: Any, reason: str) -> Recall:
    """Unpublish all that is said about ``treatment``, in one transaction, and log it.

    What is scheduled to go live is taken off the schedule.
    """
    with transaction.atomic():
        items = find_said_about(treatment)
        pages = _pages_of(items)
        touched = [each for each in items if _withdraw(each)]
        if not touched:
            return Recall(None, [], [])
        data = {
            "reason": reason,
            "pages": [[str(page.pk), str(page)] for page in pages],
            "entries": [[each._meta.label, str(each.pk), str(each)] for each in touched],
        }
        entry = _log(items[0], user, data)
        for each in touched:
            if each != items[0]:
                _log(each, user, {"reason": reason})
    return Recall(entry, touched, pages)


def _log(item: Any, user: Any, data: dict[str, Any]) -> Any:
    # Of several entries with one number and one action Wagtail's histories show the last.
    return log(item, TAKEN_BACK, user=user, data=data, uuid=uuid4())


def _naming(model: type[TreatmentBase]) -> Iterator[tuple[Any, str]]:
    for entry_model in library_models():
        for field in entry_model._meta.concrete_fields:
            if isinstance(field, ForeignKey) and field.related_model is model:
                yield entry_model, field.name


def _pages_of(items: Sequence[Model]) -> list[Any]:
    """The published pages that show one of ``items``: all of them, and not only the first."""
    keys = Removal(items).keys
    shown = find_shown({Aspect.WORDS: keys}, frozenset({Way.CONTENT}))
    return [
        page
        for chunk in chunks(sorted(shown.pages_by(Way.CONTENT)))
        for page in base_pages().filter(pk__in=chunk, live=True).order_by("title", "pk")
    ]


def _withdraw(item: Any) -> bool:
    """Whether there was anything to take back: it was published, or was to be."""
    scheduled = item.revisions.filter(approved_go_live_at__isnull=False)
    was_anything = bool(item.live or scheduled.update(approved_go_live_at=None))
    if item.live:
        # Without a user, whom Wagtail would ask for permission on each kind of entry.
        item.unpublish(log_action=False)
    return was_anything
