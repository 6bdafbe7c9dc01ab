"""Cards of locations from the cache, as a page of results has a dozen of them.

The version of all content is in the key of a card: what an editor publishes shows at once. What
changes by itself, such as the hours of today, does so at midnight somewhere, which is never in the
middle of ``CACHE_SECONDS``.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.template import Context
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from wagtail.models import Site

from ..locations.search import Hit, load
from ..models.content_version import read_version
from ..models.visit import time_slot
from ..resilient_cache import resilient_cache

TEMPLATE = "ketamine_pages/partials/location_card.html"
# Divides a quarter of an hour, by which time zones differ.
CACHE_SECONDS = 5 * 60


def render_cards(hits: Sequence[Hit], context: Context) -> list[tuple[SafeString, float | None]]:
    """HTML and kilometres for each of ``hits`` that is still there.

    One query where all cards are in the cache. Without a cache while
    ``DEBUG`` is on, so that changes of templates show.
    """
    keys = _keys(hits, context)
    cached = {} if settings.DEBUG else resilient_cache.get_many(keys.values())
    missing = [hit for hit, key in keys.items() if key not in cached]
    template = get_template(TEMPLATE)
    fresh = {
        keys[hit]: template.render({"location": page, "distance": None}, context.get("request"))
        for hit, page in _loaded(missing, context)
    }
    if fresh:
        resilient_cache.set_many(fresh, CACHE_SECONDS)
    html = {**cached, **fresh}
    # Rendered by a template that escapes, just now or before.
    return [
        (mark_safe(html[key]), hit.kilometres)  # noqa: S308
        for hit, key in keys.items()
        if key in html
    ]


def _loaded(hits: Sequence[Hit], context: Context) -> list[tuple[Hit, Any]]:
    pages = {(type(page), page.pk): page for page in load(hits, context.get("request"))}
    found = [(hit, pages.get((hit.model, hit.pk))) for hit in hits]
    return [(hit, page) for hit, page in found if page is not None]


def _keys(hits: Sequence[Hit], context: Context) -> dict[Hit, str]:
    """Where in the cache the card of each hit is, in order."""
    request = context.get("request")
    site = Site.find_for_request(request) if request else None
    # The slot first: what is read after both belongs to both, or to later ones.
    frame = (time_slot(CACHE_SECONDS), read_version(), getattr(site, "pk", None), get_language())
    return {
        hit: f"ketamine_pages.card.{sha256(repr((frame, hit.model, hit.pk)).encode()).hexdigest()}"
        for hit in hits
    }
