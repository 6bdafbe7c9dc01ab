"""The queries of the finder: which locations, in which order, and no more than are shown.

Everything is read from the rows that are live, never from drafts. What a query costs depends on
how many locations are near, not on how many there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, ExpressionWrapper, F, FloatField, OuterRef, Q, QuerySet
from django.http import HttpRequest

from ketamine_pages.delivery.aliases import each_once
from ketamine_pages.delivery.visibility import visible_below, without_bodies
from ketamine_pages.library.choices import NewPatients
from ketamine_pages.locations import globe
from ketamine_pages.locations.page import LocationPageMixin
from ketamine_pages.pages.editorial import page_types_with

if TYPE_CHECKING:
    from wagtail.models import AbstractPage


@dataclass(frozen=True)
class Criteria:
    """What a search looks for; each criterion is optional.

    ``near`` is latitude and longitude in degrees, with ``kilometres`` around it; ``treatments``
    are keys of one treatment in any language; ``language`` a code of ``SpokenLanguage``;
    ``weekday`` 0 for Monday.
    """

    near: tuple[float, float] | None = None
    kilometres: float = 0
    text: str = ""
    treatments: Sequence[int] = ()
    language: str = ""
    new_patients: bool = False
    telehealth: bool = False
    weekday: int | None = None


@dataclass(frozen=True)
class Hit:
    """One location that was found, not loaded yet."""

    model: Any
    pk: int
    path: str
    chord_squared: float | None = None

    @property
    def kilometres(self) -> float | None:
        """The distance from the point of the search; ``None`` where there is no such point."""
        return None if self.chord_squared is None else globe.kilometres(self.chord_squared)


def public_locations(
    index_page: AbstractPage, request: HttpRequest | None = None
) -> list[QuerySet[Any]]:
    """What everybody who sees ``index_page`` may see below it, a queryset for each page type.

    A location that stands there as an alias as well is there once.
    """
    found = visible_below(index_page, page_types_with(LocationPageMixin), request)
    return [each_once(each) for each in found]


def find(locations: Iterable[QuerySet[Any]], criteria: Criteria, limit: int) -> list[Hit]:
    """The first ``limit`` of ``locations``: the nearest first, or in the order of the page tree."""
    found = [hit for queryset in locations for hit in _hits(queryset, criteria, limit)]
    found.sort(key=lambda hit: (hit.chord_squared or 0, hit.path))
    return found[:limit]


def load(hits: Sequence[Hit], *, images: bool = True) -> list[Any]:
    """The pages of ``hits`` in order, with their images unless that is false.

    One query for each page type, however many hits.
    """
    pages: dict[tuple[Any, int], Any] = {}
    for model in {hit.model for hit in hits}:
        found = without_bodies(model._default_manager).filter(
            pk__in=[hit.pk for hit in hits if hit.model is model]
        )
        for page in found.select_related("image") if images else found:
            pages[model, page.pk] = page
    return [pages[hit.model, hit.pk] for hit in hits if (hit.model, hit.pk) in pages]


def _hits(queryset: QuerySet[Any], criteria: Criteria, limit: int) -> list[Hit]:
    found = queryset.filter(_condition(queryset.model, criteria))
    if criteria.near is None:
        rows = found.order_by("path").values_list("pk", "path")[:limit]
        return [Hit(queryset.model, *row) for row in rows]
    near = found.annotate(chord_squared=_chord_squared(*criteria.near)).filter(
        geo_cell__in=globe.cells_within(*criteria.near, criteria.kilometres),
        chord_squared__lte=globe.chord_squared(criteria.kilometres),
    )
    rows = near.order_by("chord_squared", "path").values_list("pk", "path", "chord_squared")
    return [Hit(queryset.model, *row) for row in rows[:limit]]


def _chord_squared(latitude: float, longitude: float) -> Any:
    x, y, z = globe.position(latitude, longitude)
    return ExpressionWrapper(
        (F("geo_x") - x) * (F("geo_x") - x)
        + (F("geo_y") - y) * (F("geo_y") - y)
        + (F("geo_z") - z) * (F("geo_z") - z),
        output_field=FloatField(),
    )


def _condition(model: type[AbstractPage], criteria: Criteria) -> Q:
    condition = Q()
    if criteria.text:
        condition &= _text_condition(criteria.text)
    if criteria.treatments:
        condition &= Q(Exists(offers(model, criteria.treatments).filter(page=OuterRef("pk"))))
    if criteria.language:
        condition &= Q(languages__contains=f",{criteria.language},")
    if criteria.new_patients:
        condition &= Q(new_patients=NewPatients.YES)
    if criteria.telehealth:
        condition &= Q(telehealth=True)
    if criteria.weekday is not None:
        condition &= Q(open_days__contains=str(criteria.weekday))
    return condition


def _text_condition(text: str) -> Q:
    condition = Q()
    for name in ("title", "city", "street"):
        condition |= Q(**{f"{name}__icontains": text})
    return condition | Q(postal_code__istartswith=text)


def offers(model: type[AbstractPage], treatments: Sequence[int] | QuerySet[Any]) -> QuerySet[Any]:
    """Who offers one of ``treatments`` (keys): rows with ``page``, the key of a ``model``."""
    field, rows = _offers(model)
    return rows.filter(**{f"{field.m2m_reverse_field_name()}__in": treatments})


def offered_at(model: type[AbstractPage], pages: Iterable[int]) -> QuerySet[Any]:
    """What ``pages`` offer: pairs of the key of a ``model`` and of a treatment, drafts included."""
    field, rows = _offers(model)
    return rows.filter(page__in=list(pages)).values_list("page", field.m2m_reverse_field_name())


def _offers(model: type[AbstractPage]) -> tuple[Any, QuerySet[Any]]:
    field = model._meta.get_field("treatments")
    rows = field.remote_field.through._default_manager.order_by()
    return field, rows.annotate(page=F(field.m2m_field_name()))
