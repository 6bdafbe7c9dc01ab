"""Cards of locations from the cache, as a page of results has a dozen of them.

The key of a card is made of all that its location has in the database, but for its body: what an
editor publishes shows at once. What changes by itself, such as the hours of today, does so at
midnight somewhere, which is never in the middle of ``CACHE_SECONDS``.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.template import Context
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from wagtail.fields import StreamField
from wagtail.models import Site

from ..blocks.locations import prepare_cards
from ..locations.finder import Result
from ..models.visit import time_slot
from ..resilient_cache import resilient_cache

TEMPLATE = "ketamine_pages/partials/location_card.html"
# Divides a quarter of an hour, by which time zones differ.
CACHE_SECONDS = 5 * 60
IMAGE_FIELDS = (
    "file",
    "focal_point_x",
    "focal_point_y",
    "focal_point_width",
    "focal_point_height",
)


def render_cards(
    results: Sequence[Result], context: Context
) -> list[tuple[SafeString, float | None]]:
    """HTML and kilometres for each of ``results``.

    No query where all cards are in the cache, else one for each page type. Without a cache while
    ``DEBUG`` is on, so that changes of templates show.
    """
    request = context.get("request")
    site = Site.find_for_request(request) if request else None
    frame = (getattr(site, "pk", None), get_language(), time_slot(CACHE_SECONDS))
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


def _render(pages: dict[str, Any], request: Any) -> dict[str, str]:
    template = get_template(TEMPLATE)
    prepare_cards(pages.values())
    fresh: dict[str, str] = {
        key: template.render({"location": page, "distance": None}, request)
        for key, page in pages.items()
    }
    resilient_cache.set_many(fresh, CACHE_SECONDS)
    return fresh


def _key(page: Any, frame: tuple[Any, ...]) -> str:
    """Where in the cache the card of ``page`` is."""
    values = [getattr(page, name) for name in _columns(page._meta.model)]
    if page.image is not None:
        values += [str(getattr(page.image, name)) for name in IMAGE_FIELDS]
    return f"ketamine_pages.card.{sha256(repr((frame, type(page), values)).encode()).hexdigest()}"


@cache
def _columns(model: Any) -> list[str]:
    fields = model._meta.concrete_fields
    return [field.attname for field in fields if not isinstance(field, StreamField)]
