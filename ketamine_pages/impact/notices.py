"""The last safety notice of a treatment: what would be left without any.

A notice is shown by way of its treatments, so no page names it. Without the last one, pages speak
of a treatment whose risks they do not tell.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db.models import Model, prefetch_related_objects

from ketamine_pages.impact.result import BareTreatment
from ketamine_pages.rules.page_facts import NoticeFacts
from ketamine_pages.shown.kinds import LibraryEntry, NoticeBase, TreatmentBase
from ketamine_pages.shown.registry import Aspect
from ketamine_pages.shown.relations import base_pages, chunks, treatments_of
from ketamine_pages.shown.source_links import prefetch_sources
from ketamine_pages.shown.upwards import find_shown
from ketamine_pages.shown.ways import Keys, ShownBy, Way, merge_keys


def brought_to(keys: Keys) -> Keys:
    """The treatments, in all languages, to whose pages entries come without being named."""
    found: Keys = {}
    for model, pks in keys.items():
        if issubclass(model, LibraryEntry):
            merge_keys(found, treatments_of(model, pks))
    return {model: pks for model, pks in found.items() if pks}


def with_notices(keys: Keys, shown: ShownBy) -> Keys:
    """``keys`` with the notices that show them: one without a source that holds tells no risk."""
    found = {model: set(pks) for model, pks in keys.items()}
    for model, pks in shown.entries_by(Way.CONTENT).items():
        if issubclass(model, NoticeBase):
            merge_keys(found, {model: pks})
    return found


def split_by_notices(treatments: Keys) -> tuple[set[Any], set[Any]]:
    """Those published ``treatments`` of which a safety notice tells visitors a risk, and those of
    which none does: pairs of model and primary key.
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
            _fetch(found)
            for treatment in same:
                notices = found.get(treatment.translation_key, ())
                is_covered = any(_covers(notice, treatment) for notice in notices)
                (covered if is_covered else bare).add((model, treatment.pk))
    return covered, bare


def _covers(notice: Any, treatment: TreatmentBase) -> bool:
    facts: NoticeFacts = notice.as_notice_facts(treatment)
    return notice.is_public and treatment.translation_key in facts.covers


def _fetch(found: Mapping[Any, Iterable[Any]]) -> None:
    """Fetch what notices are asked for, for all of them together."""
    notices = [notice for same in found.values() for notice in same]
    prefetch_sources(notices)
    for model in {type(notice) for notice in notices}:
        same = [notice for notice in notices if type(notice) is model]
        prefetch_related_objects(same, *model.page_prefetch)


def find_bare(treatments: Iterable[tuple[type[Any], Any]], limit: int) -> Iterator[BareTreatment]:
    """Each of ``treatments`` that published pages speak of, with the first of these pages.

    One for all translations of a treatment, as whoever is asked is asked about it once.
    """
    for model, pks in _without_translations(treatments):
        start = {Aspect.WORDS: {model: set(pks)}}
        shown = find_shown(start, frozenset({Way.CONTENT}))
        number, chosen = published_pages(shown.pages_by(Way.CONTENT), limit)
        if number:
            pages = list(base_pages().filter(pk__in=chosen).order_by("title", "pk"))
            yield BareTreatment(model._base_manager.get(pk=pks[0]), number, pages)


def _without_translations(
    treatments: Iterable[tuple[type[Any], Any]],
) -> Iterator[tuple[type[Any], list[Any]]]:
    by_model: dict[type[Any], list[Any]] = defaultdict(list)
    for model, pk in treatments:
        by_model[model].append(pk)
    for model in sorted(by_model, key=lambda each: each._meta.label):
        by_key: dict[Any, list[Any]] = defaultdict(list)
        rows = model._base_manager.filter(pk__in=by_model[model]).order_by("pk")
        for pk, key in rows.values_list("pk", "translation_key"):
            by_key[key].append(pk)
        yield from ((model, pks) for pks in by_key.values())


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
