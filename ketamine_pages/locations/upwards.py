"""Where clinics and the treatments they offer are printed, for the walk from changes to pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from django.db.models import Model, Q, TextField
from django.db.models.functions import Cast
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.models import AbstractPage

from ketamine_pages.blocks import LocationCardsBlock
from ketamine_pages.library.treatment import Treatment
from ketamine_pages.locations.page import LocationPageMixin
from ketamine_pages.pages.editorial import page_types_with
from ketamine_pages.pages.treatment_page import TreatmentPageMixin
from ketamine_pages.pages.upwards import pages_that_list
from ketamine_pages.shown.registry import (
    CARDS,
    Aspect,
    register_others,
    register_pages,
    register_relation,
)
from ketamine_pages.shown.relations import translations_of
from ketamine_pages.shown.tree import walk_definition
from ketamine_pages.shown.ways import Keys, Way


def register_ways() -> None:
    """Cards of all clinics, clinics on pages about treatments, and filters of the finder."""
    register_pages(LocationPageMixin, Way.CARD, pages_with_all_cards, CARDS)
    register_pages(LocationPageMixin, Way.CARD, pages_about_offered, CARDS)
    register_others(LocationPageMixin, translated_cards, [Aspect.CARD, Aspect.PLACE])
    register_pages(TreatmentPageMixin, Way.CARD, clinics_linking_to, CARDS)
    register_relation(TreatmentPageMixin, "treatment")
    register_pages(Treatment, Way.CARD, finders_with_filter, [Aspect.WORDS])
    register_pages(Treatment, Way.FRAME, finders_with_filter, [Aspect.COMPANY])


def pages_with_all_cards(model: type[Model], pks: Iterable[Any]) -> set[Any]:
    """Pages with a block that shows all locations, or leads to the nearest."""
    found: set[Any] = set()
    for page_type in page_types_with(AbstractPage):
        for stream, names in _streams_with_cards(page_type).items():
            text = {f"{stream}_text": Cast(stream, TextField())}
            asked = Q()
            for name in names:
                asked |= Q(**{f"{stream}_text__contains": f'"{name}"'})
            rows = page_type._base_manager.filter(live=True).annotate(**text).filter(asked)
            found.update(rows.values_list("pk", flat=True))
    return found


@cache
def _streams_with_cards(page_type: type[AbstractPage]) -> dict[str, set[str]]:
    """The names of such blocks by the stream field in which they may stand."""
    found = {
        field.name: _card_blocks(field.stream_block)
        for field in page_type._meta.concrete_fields
        if isinstance(field, StreamField)
    }
    return {stream: names for stream, names in found.items() if names}


def _card_blocks(stream_block: blocks.StreamBlock) -> set[str]:
    definition = walk_definition(stream_block)
    return {name for name, block in definition if isinstance(block, LocationCardsBlock)}


def pages_about_offered(model: type[Model], pks: Iterable[Any]) -> set[Any]:
    """Published pages about treatments that locations offer: they say where."""
    rows = model._base_manager.filter(pk__in=list(pks), treatments__isnull=False)
    treatments = translations_of(Treatment, rows.values_list("treatments", flat=True))
    return {
        pk
        for page_type in (page_types_with(TreatmentPageMixin) if treatments else ())
        for pk in page_type._base_manager.filter(treatment__in=treatments, live=True).values_list(
            "pk", flat=True
        )
    }


def translated_cards(model: type[Model], pks: Iterable[Any]) -> Iterator[tuple[Aspect, Keys]]:
    """Where a location was chosen, pages in other languages print its translations."""
    yield Aspect.CARD, {model: translations_of(model, pks)}


def clinics_linking_to(model: type[Model], pks: Iterable[Any]) -> set[Any]:
    """Published locations that link what they offer to these pages about it."""
    rows = model._base_manager.filter(pk__in=list(pks), treatment__isnull=False)
    return _clinics_offering(rows.values_list("treatment", flat=True))


def _clinics_offering(treatments: Iterable[Any]) -> set[Any]:
    wanted = translations_of(Treatment, treatments)
    return {
        pk
        for page_type in (page_types_with(LocationPageMixin) if wanted else ())
        for pk in page_type._base_manager.filter(treatments__in=wanted, live=True).values_list(
            "pk", flat=True
        )
    }


def finders_with_filter(model: type[Model], pks: Iterable[Any]) -> set[Any]:
    """Pages above locations that offer these treatments, which have them as a filter."""
    offering = _clinics_offering(pks)
    return {
        pk
        for page_type in (page_types_with(LocationPageMixin) if offering else ())
        for pk in pages_that_list(page_type, offering, unless_said=False)
    }
