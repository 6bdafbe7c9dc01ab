"""What pages tell search engines and those who share links, for templates.

docs/reference/templates.md describes the tags for those who write templates of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.template import Context
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, to_locale
from wagtail.models import AbstractPage

from ketamine_pages import schema_org
from ketamine_pages.blocks import LocationCardsBlock
from ketamine_pages.locations.finder.index_page import LocationIndexPageMixin
from ketamine_pages.locations.finder.search import finder_of
from ketamine_pages.locations.offering import offered_at
from ketamine_pages.locations.page import LocationPageMixin
from ketamine_pages.pages.treatment_page import TreatmentPageMixin
from ketamine_pages.phone import phone_region
from ketamine_pages.search_engines.entities import clinic_card, list_first
from ketamine_pages.search_engines.frame import Frame
from ketamine_pages.search_engines.listing import (
    get_alternates,
    get_canonical_url,
    get_translations,
    is_indexable,
)
from ketamine_pages.search_engines.mixin import StructuredDataMixin
from ketamine_pages.search_engines.mixin import structured_data as nodes_of
from ketamine_pages.shown.contents import streams_of
from ketamine_pages.shown.declared import declaring
from ketamine_pages.site.settings import ClinicSettings

register = template.Library()


@register.simple_tag(takes_context=True)
def search_engines(context: Context, page: AbstractPage | None = None) -> dict[str, Any]:
    """What the head says about ``page``, by default that of the context.

    ``canonical`` (empty: none), ``is_indexable``, ``alternates`` (pairs of language and address),
    ``locale`` and ``other_locales`` as Open Graph writes them, ``type``.
    """
    page, request = page or context.get("page"), context.get("request")
    if page is None or not getattr(page, "pk", None):
        return {"is_indexable": True, "locale": og_locale(get_language()), "type": "website"}
    indexable = is_indexable(page, request, context)
    canonical = get_canonical_url(page, request)
    first = page.get_full_url(request) or ""
    is_later = indexable and canonical != first
    # A later page of a list has no counterpart: in another language the list may be shorter.
    alternates = get_alternates(page, request) if indexable and not is_later else []
    if is_later and _is_past_the_end(page, context):
        canonical = first
    language = get_language() or ""
    return {
        "canonical": canonical,
        "is_indexable": indexable,
        "alternates": alternates,
        "locale": og_locale(language),
        "other_locales": [
            og_locale(code) for code, _ in alternates if code not in (language, "x-default")
        ],
        "type": getattr(page, "og_type", "website"),
    }


def _is_past_the_end(page: AbstractPage, context: Context) -> bool:
    """Whether the finder of ``page`` has fewer pages than the request asks for."""
    if context.get("request") is None or not isinstance(page, LocationIndexPageMixin):
        return False
    return finder_of(page, context).is_past_the_end


@register.simple_tag(takes_context=True)
def translations_of(context: Context, page: AbstractPage | None = None) -> list[Any]:
    """The public translations of ``page``, by default that of the context, for a language menu.

    Each has its ``locale``. No query on a site with one language.
    """
    return get_translations(page or context.get("page"), context.get("request"))


def og_locale(language: str | None) -> str:
    """``language`` as Open Graph writes it, which is never without a country: "en_US"."""
    name = to_locale(language or "en")
    return name if "_" in name else f"{name}_{phone_region()}"


@register.simple_tag(takes_context=True)
def structured_data(
    context: Context, page: AbstractPage | None = None, items: Iterable[Any] | None = None
) -> SafeString:
    """The structured data of ``page``, by default that of the context, as a script element.

    Belongs behind all that is cited, as it names the references. ``items`` are pages that a page of
    the site's own lists; locations among them are told with address and phone.
    """
    page = page or context.get("page")
    if page is None:
        return mark_safe("")
    values: Any = context.flatten()
    request = values.get("request")
    if not values.get("clinic") and request is not None:
        values["clinic"] = ClinicSettings.for_request(request)
    values["shown_locations"] = SimpleLazyObject(lambda: _shown_locations(page, values))
    if isinstance(page, StructuredDataMixin):
        nodes = page.get_structured_data(values)
    else:
        nodes = nodes_of(page, values, lambda _values: _listed(Frame(page, values), items or ()))
    return schema_org.script(schema_org.graph(nodes)) if nodes else mark_safe("")


def _shown_locations(page: AbstractPage, context: Mapping[str, Any]) -> list[Any]:
    """The locations that have a card on ``page``: in its blocks, and where it is offered."""
    found = [
        location
        for stream in streams_of(page).values()
        for block, value, is_printed in declaring(stream.stream_block, stream)
        if is_printed and isinstance(block, LocationCardsBlock)
        for location in block.get_cards(value, context)["locations"]
    ]
    if isinstance(page, TreatmentPageMixin):
        found += offered_at(context.get("treatment"), page, context)
    return found


def _listed(frame: Frame, items: Iterable[Any]) -> list[schema_org.Node]:
    listed: list[Any] = []
    for item in items:
        url = frame.address_of(item)
        if url and isinstance(item, LocationPageMixin):
            listed.append(clinic_card(frame, item, url))
        elif url:
            listed.append((item.title, url))
    return list_first(frame, listed)
