"""Fetches what a page shows of the library, for all its blocks at once.

Without it each block would ask for its own sources, notices and translations, and a page with
twice as many blocks would take twice as many queries. Whatever is not prepared, such as a body
that is not stored yet, is fetched where it is needed, with the same result.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from ketamine_pages.blocks.base import picked, treatment_for
from ketamine_pages.blocks.page_links import look_up_page_links
from ketamine_pages.library.about_treatments import find_indications, find_notices
from ketamine_pages.library.choices import RegulatoryStatus
from ketamine_pages.library.citing import CitesSources, fetch_sources
from ketamine_pages.library.source import Source
from ketamine_pages.library.treatment import Treatment

Items = dict[Any, list[Any]]


def prepare_page(page: Any) -> None:
    """Fetch what ``page`` prints of the library. Costs nothing when it is called again."""
    body = page.body
    if page.__dict__.get("prepared_body") is body:
        return
    page.prepared_body = body
    items = _chosen(page)
    localised = _localise(items, page.locale_id)
    treatments = _treatments(page)
    notices = _derived(find_notices, treatments["notices"])
    conditions = {item.translation_key for item in localised.get(_condition_model(), [])}
    indications: dict[Any, list[Any]] = {}
    if conditions:
        indications = _derived(
            find_indications, treatments["indications"], condition__translation_key__in=conditions
        )
    derived = _by_model(item for found in (notices, indications) for item in _flat(found))
    localised = _merge(localised, _localise(derived, page.locale_id))
    _fetch(localised)
    for treatment in treatments["notices"]:
        treatment.settle_notices(notices[treatment.translation_key, treatment.locale_id])
    for treatment in treatments["indications"] if conditions else []:
        found = indications[treatment.translation_key, treatment.locale_id]
        treatment.settle_indications(found, conditions)
    look_up_page_links(body)


def forget_prepared(page: Any) -> None:
    """Let ``page`` be prepared anew; for an object in memory that is printed a second time."""
    page.__dict__.pop("prepared_body", None)
    treatment = page._state.fields_cache.get("treatment")
    if treatment is not None:
        treatment.known_translations = {}


def _condition_model() -> Any:
    indication_model: Any = Treatment.indications.rel.related_model
    return indication_model.condition.field.related_model


def _chosen(page: Any) -> Items:
    """The library items that the page and its body name."""
    items: list[Any] = [
        item
        for model, found in getattr(page.body, "choices", {}).items()
        if hasattr(model, "ready_for_page")
        for item in found.values()
    ]
    if hasattr(page, "items_field"):
        items += picked(getattr(page, page.items_field))
    items.append(getattr(page, "treatment", None))
    return _by_model(item for item in items if item is not None and item.pk)


def _by_model(items: Iterable[Any]) -> Items:
    found: Items = {}
    for item in items:
        found.setdefault(type(item), []).append(item)
    return found


def _merge(one: Items, other: Items) -> Items:
    return {model: [*one.get(model, ()), *other.get(model, ())] for model in {**one, **other}}


def _localise(items: Items, locale_id: int) -> Items:
    """What visitors see of ``items``; each of them remembers its translation."""
    found: Items = {}
    for model, originals in items.items():
        found[model] = model.localise(originals, locale_id)
        for original, translation in zip(originals, found[model], strict=True):
            original.known_translations = {locale_id: translation}
    return {model: [item for item in each if item.is_public] for model, each in found.items()}


def _treatments(page: Any) -> dict[str, list[Any]]:
    """The treatments whose notices or indications the page prints; several may be the same."""
    context = {"page": page}
    notices: list[Any] = []
    indications: list[Any] = []
    if hasattr(page, "get_derived_notices"):
        own = treatment_for({}, context)
        if own is not None and own.regulatory_status == RegulatoryStatus.APPROVED:
            notices.append(own)
    if getattr(page, "shows_indications", False):
        indications.append(treatment_for({}, context))
    for child in page.body:
        if getattr(child.block, "shows_notices", False):
            notices.append(treatment_for(child.value, context))
        if getattr(child.block, "shows_indications", False):
            indications.append(treatment_for(child.value, context))
    return {"notices": _saved(notices), "indications": _saved(indications)}


def _saved(treatments: Iterable[Any]) -> list[Any]:
    unique = {id(each): each for each in treatments if each is not None and each.pk}
    return list(unique.values())


def _derived(find: Any, treatments: list[Any], **filters: Any) -> dict[Any, list[Any]]:
    """What ``find`` knows about ``treatments``, by key and locale: a query for each locale."""
    found: dict[Any, list[Any]] = {}
    by_locale = sorted(treatments, key=lambda treatment: treatment.locale_id)
    for locale_id, group in groupby(by_locale, key=lambda treatment: treatment.locale_id):
        for key, items in find(list(group), **filters).items():
            found[key, locale_id] = items
    return found


def _flat(found: dict[Any, list[Any]]) -> Iterator[Any]:
    for items in found.values():
        yield from items


def _fetch(items: Items) -> None:
    """What pages print with the items: sources of all in two queries, the rest by model."""
    citing = [
        item for model, each in items.items() if issubclass(model, CitesSources) for item in each
    ]
    fetch_sources(citing, {source.pk: source for source in items.get(Source, [])})
    for model, each in items.items():
        model.prefetch(each)
        for item in each:
            item.is_ready = True
