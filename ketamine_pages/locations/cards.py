"""Cards of locations from the cache, as a page of results has a dozen of them.

The finder's moment, and so the version of all content, is in the key of a card: what an editor
publishes shows at once. What changes by itself, such as the hours of today, does so at midnight
somewhere, which is never in the middle of a slot of time.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpRequest
from django.template import Context
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from wagtail.models import Site

from ketamine_pages.blocks.locations import prepare_cards
from ketamine_pages.delivery.cache import resilient_cache
from ketamine_pages.locations.finder.facets import CACHE_SECONDS
from ketamine_pages.locations.finder.search import Finder

if TYPE_CHECKING:
    from ketamine_pages.locations.page import LocationPageMixin

TEMPLATE = "ketamine_pages/locations/card.html"


def render_cards(finder: Finder, context: Context) -> list[tuple[SafeString, float | None]]:
    """HTML and kilometres for each location that ``finder`` shows.

    Where all cards are in the cache, only the locations are asked for. Without a cache while
    ``DEBUG`` is on, so that changes of templates show.
    """
    request = context.get("request")
    site = Site.find_for_request(request) if request else None
    frame = (finder.moment, getattr(site, "pk", None), get_language())
    results = finder.results
    keys = [_key(result.page, frame) for result in results]
    cached = {} if settings.DEBUG else resilient_cache.get_many(keys)
    missing = {
        key: result.page for key, result in zip(keys, results, strict=True) if key not in cached
    }
    fresh = _render(missing, request) if missing else {}
    html = {**cached, **fresh}
    # Rendered by a template that escapes, just now or before.
    return [
        (mark_safe(html[key]), result.kilometres)  # noqa: S308
        for key, result in zip(keys, results, strict=True)
    ]


def _render(pages: dict[str, Any], request: HttpRequest | None) -> dict[str, str]:
    template = get_template(TEMPLATE)
    prepare_cards(pages.values())
    fresh: dict[str, str] = {
        key: template.render({"location": page, "distance": None}, request)
        for key, page in pages.items()
    }
    resilient_cache.set_many(fresh, CACHE_SECONDS)
    return fresh


def _key(page: LocationPageMixin, frame: tuple[Any, ...]) -> str:
    """Where in the cache the card of ``page`` is."""
    return f"ketamine_pages.card.{sha256(repr((frame, type(page), page.pk)).encode()).hexdigest()}"
