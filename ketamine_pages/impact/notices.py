"""The last safety notice of a treatment: what would be left without any.

A notice is shown by way of its treatments, so no page names it. Without the last one, pages speak
of a treatment whose risks they do not tell.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Model

from ketamine_pages.impact.result import BareTreatment
from ketamine_pages.shown.kinds import LibraryEntry, TreatmentBase
from ketamine_pages.shown.registry import Aspect
from ketamine_pages.shown.relations import base_pages, chunks, treatments_of
from ketamine_pages.shown.upwards import find_shown
from ketamine_pages.shown.ways import Keys, Way, merge_keys


def brought_to(keys: Keys) -> Keys:
    """The treatments, in all languages, to whose pages entries come without being named."""
    found: Keys = {}
    for model, pks in keys.items():
        if issubclass(model, LibraryEntry):
            merge_keys(found, treatments_of(model, pks))
    return found


def split_by_notices(treatments: Keys) -> tuple[set[Any], set[Any]]:
    """Those published ``treatments`` that have a safety notice which visitors see, and those
    that have none: pairs of model and primary key.
    """
    covered: set[Any] = set()
    bare: set[Any] = set()
    for model, pks in treatments.items():
        if not issubclass(model, TreatmentBase):
            continue
        by_locale = defaultdict(list)
        for treatment in _published(model, pks):
            by_locale[treatment.locale_id].append(treatment)
        for locale_id, same in by_locale.items():
            found = model.find_notices(same, locale_id)
            for treatment in same:
                notices = found.get(treatment.translation_key, ())
                is_covered = any(notice.is_public for notice in notices)
                (covered if is_covered else bare).add((model, treatment.pk))
    return covered, bare


def find_bare(treatments: Iterable[tuple[type[Any], Any]], limit: int) -> Iterator[BareTreatment]:
    """Each of ``treatments`` that published pages speak of, with the first of these pages."""
    for model, pk in sorted(treatments, key=lambda each: (each[0]._meta.label, each[1])):
        start = {Aspect.WORDS: {model: {pk}}}
        shown = find_shown(start, frozenset({Way.CONTENT}))
        number, chosen = published_pages(shown.pages_by(Way.CONTENT), limit)
        if number:
            pages = list(base_pages().filter(pk__in=chosen).order_by("title", "pk"))
            yield BareTreatment(model._base_manager.get(pk=pk), number, pages)


def published_pages(pks: Iterable[Any], limit: int) -> tuple[int, list[Any]]:
    """How many of these pages are published, and the primary keys of the first ``limit``."""
    live: list[Any] = []
    for chunk in chunks(pks):
        rows = base_pages().filter(pk__in=chunk, live=True).order_by()
        live += rows.values_list("pk", flat=True)
    return len(live), sorted(live)[:limit]


def _published(model: type[Model], pks: Iterable[Any]) -> Iterator[Any]:
    for chunk in chunks(pks):
        yield from model._default_manager.filter(pk__in=chunk, live=True).order_by("pk")
