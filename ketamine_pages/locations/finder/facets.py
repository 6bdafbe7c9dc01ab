"""What the finder's filters offer: only what some location has that everybody may see.

To look through all locations for each visitor would cost too much. The version of all content is in
the key of what is kept: an option comes and goes with the publishing, hiding or deleting of the
location that has it. Only one that expires before the scheduler has noticed takes its options along
when the slot of time ends.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.utils.translation import get_language

from ketamine_pages.delivery.cache import resilient_cache
from ketamine_pages.delivery.version import read_version
from ketamine_pages.delivery.visibility import forget_private
from ketamine_pages.delivery.visit import time_slot
from ketamine_pages.library.choices import SpokenLanguage
from ketamine_pages.library.treatment import Treatment
from ketamine_pages.locations.finder.queries import public_locations

if TYPE_CHECKING:
    from wagtail.models import AbstractPage

# For how long parts of the finder are kept. Divides a quarter of an hour, by which time zones
# differ.
CACHE_SECONDS = 5 * 60

# The number of a slot of time, and the version of all content in it.
Moment = tuple[int, str]


def read_moment(request: HttpRequest | None = None) -> Moment:
    """The moment of now. Read it first: what is read later belongs to it, or to later ones.

    So which pages are private is asked for anew, whatever ``request`` has known before.
    """
    moment = time_slot(CACHE_SECONDS), read_version()
    if request is not None:
        forget_private(request)
    return moment


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


def get_facets(
    index_page: AbstractPage, moment: Moment, request: HttpRequest | None = None
) -> Facets:
    """The options for the locations below ``index_page`` that everybody may see.

    ``request`` is the one for which ``moment`` was read.
    """
    # With where the page stands, as it may have been read before it was moved.
    frame = (moment, index_page.path, index_page.locale_id, get_language())
    key = f"ketamine_pages.facets.{sha256(repr(frame).encode()).hexdigest()}"
    facets: Facets | None = resilient_cache.get(key)
    if facets is None:
        facets = _look_for(index_page, request)
        resilient_cache.set(key, facets, CACHE_SECONDS)
    return facets


def _look_for(index_page: AbstractPage, request: HttpRequest | None) -> Facets:
    spoken: set[str] = set()
    offered: set[int] = set()
    for queryset in public_locations(index_page, request):
        plain = queryset.order_by()
        for codes in plain.values_list("languages", flat=True).distinct():
            spoken.update(codes)
        treatments = plain.filter(treatments__isnull=False).values_list("treatments", flat=True)
        offered.update(treatments.distinct())
    return Facets(
        treatment_options(offered, index_page.locale_id),
        tuple((code, str(label)) for code, label in SpokenLanguage.choices if code in spoken),
    )


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
