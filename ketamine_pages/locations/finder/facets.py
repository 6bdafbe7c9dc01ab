"""What the finder's filters offer: only what some location has that everybody may see.

To look through all locations for each visitor would cost too much, and to believe a cache could
tell what has been hidden since. So the cache holds a witness for each option, a location that has
it, and each witness is asked again for each visitor.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Min, QuerySet

from ketamine_pages.delivery.cache import resilient_cache
from ketamine_pages.library.choices import SpokenLanguage
from ketamine_pages.library.treatment import Treatment

# A new language or treatment may take so long to appear, where processes share no cache.
CACHE_SECONDS = 10 * 60


@dataclass(frozen=True)
class TreatmentOption:
    """A treatment to choose: ``keys`` are those that locations name, in any language."""

    value: str
    label: str
    keys: tuple[int, ...]


@dataclass(frozen=True)
class Facets:
    """The options of the filters, in the order in which they are shown."""

    treatments: tuple[TreatmentOption, ...] = ()
    languages: tuple[tuple[str, str], ...] = ()


# The number of a page type, and its languages and treatments each with a page that has it.
Witnesses = list[tuple[dict[str, int], dict[int, int]]]


def get_facets(index_page: Any, locations: Sequence[QuerySet[Any]]) -> Facets:
    """The options for ``locations``, which are those below ``index_page``."""
    key = _cache_key(index_page.pk)
    witnesses: Witnesses | None = resilient_cache.get(key)
    if witnesses is None or not _all_stand(witnesses, locations):
        witnesses = [_look_for(queryset) for queryset in locations]
        resilient_cache.set(key, witnesses, CACHE_SECONDS)
    spoken = {code for languages, _treatments in witnesses for code in languages}
    offered = {pk for _languages, treatments in witnesses for pk in treatments}
    return Facets(
        treatment_options(offered, index_page.locale_id),
        tuple((code, str(label)) for code, label in SpokenLanguage.choices if code in spoken),
    )


def forget_facets(index_pages: Sequence[int]) -> None:
    """Look anew for the options of these pages."""
    resilient_cache.delete_many([_cache_key(pk) for pk in index_pages])


def _cache_key(pk: int) -> str:
    return f"ketamine_pages.facets.{pk}"


def _look_for(queryset: QuerySet[Any]) -> tuple[dict[str, int], dict[int, int]]:
    languages: dict[str, int] = {}
    plain = queryset.order_by()
    for codes, pk in plain.values_list("languages").annotate(Min("pk")):
        for code in codes:
            languages.setdefault(code, pk)
    treatments = plain.filter(treatments__isnull=False).values_list("treatments")
    return languages, dict(treatments.annotate(Min("pk")))


def _all_stand(witnesses: Witnesses, locations: Sequence[QuerySet[Any]]) -> bool:
    return len(witnesses) == len(locations) and all(
        _stand(languages, treatments, queryset)
        for (languages, treatments), queryset in zip(witnesses, locations, strict=True)
    )


def _stand(languages: dict[str, int], treatments: dict[int, int], queryset: QuerySet[Any]) -> bool:
    pages = {*languages.values(), *treatments.values()}
    if not pages:
        return True
    speaks: set[tuple[str, int]] = set()
    offers: set[tuple[int, int]] = set()
    rows = queryset.filter(pk__in=pages).order_by().values_list("pk", "languages", "treatments")
    for pk, codes, treatment in rows:
        speaks.update((code, pk) for code in codes)
        offers.add((treatment, pk))
    return set(languages.items()) <= speaks and set(treatments.items()) <= offers


def treatment_options(keys: set[int], locale_id: int) -> tuple[TreatmentOption, ...]:
    """The published ones of the treatments with these ``keys``, each once, by name."""
    if not keys:
        return ()
    needed = ("name", "live", "locale_id", "translation_key")
    items = list(Treatment._default_manager.filter(pk__in=keys).only(*needed).order_by("pk"))
    by_translation: dict[Any, list[int]] = {}
    for item in items:
        by_translation.setdefault(item.translation_key, []).append(item.pk)
    localised = Treatment.localise(items, locale_id)
    shown = {item.translation_key: item for item in localised if item.is_public}
    options = [
        TreatmentOption(str(keys[0]), shown[translation].name, tuple(keys))
        for translation, keys in by_translation.items()
        if translation in shown
    ]
    return tuple(sorted(options, key=lambda option: option.label.casefold()))
