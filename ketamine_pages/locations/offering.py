"""Which locations offer a treatment, for the treatment's page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef
from django.http import HttpRequest

from ketamine_pages.blocks.locations import prepare_cards
from ketamine_pages.delivery.aliases import each_once
from ketamine_pages.delivery.once import TemplateContext, once
from ketamine_pages.delivery.visibility import visible_pages, without_bodies
from ketamine_pages.library.treatment import Treatment
from ketamine_pages.locations.finder.queries import offers
from ketamine_pages.locations.page import LocationPageMixin
from ketamine_pages.pages.editorial import page_types_with

if TYPE_CHECKING:
    from wagtail.models import AbstractPage

MOST_LOCATIONS = 6


def locations_offering(
    treatment: Treatment | None, locale_id: int, request: HttpRequest | None
) -> list[Any]:
    """At most ``MOST_LOCATIONS`` public locations of the site, in the order of the page tree."""
    # Not "is None": templates hand over what they read only when they must.
    if not treatment or treatment.pk is None:
        return []
    same = Treatment._default_manager.filter(translation_key=treatment.translation_key)
    keys = same.order_by().values("pk")
    found = [
        page
        for model in page_types_with(LocationPageMixin)
        for page in each_once(
            visible_pages(without_bodies(model._default_manager), request, locale_id)
        )
        .filter(Exists(offers(model, keys).filter(page=OuterRef("pk"))))
        .select_related("image")
        .order_by("path")[:MOST_LOCATIONS]
    ]
    return prepare_cards(sorted(found, key=lambda page: page.path)[:MOST_LOCATIONS], request)


def offered_at(
    treatment: Treatment | None, page: AbstractPage, context: TemplateContext
) -> list[Any]:
    """``locations_offering`` for visitors of ``page``, worked out once in a rendering."""
    if not treatment:
        return []
    return once(
        context,
        ("offered at", treatment.translation_key),
        lambda: locations_offering(treatment, page.locale_id, context.get("request")),
    )
