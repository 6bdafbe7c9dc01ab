"""The location finder in templates. docs/reference/templates.md describes every tag."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django import template
from django.template import Context
from django.utils.safestring import SafeString

from ketamine_pages.conf import conf
from ketamine_pages.locations.cards import render_cards
from ketamine_pages.locations.finder.index_page import LocationIndexPageMixin
from ketamine_pages.locations.finder.search import Finder, finder_of

register = template.Library()


@register.simple_tag(takes_context=True)
def finder(context: Context, index_page: LocationIndexPageMixin | None = None) -> Finder:
    """What the finder of ``index_page``, by default this page, answers to the page's address."""
    return finder_of(index_page or context["page"], context)


@register.simple_tag(takes_context=True)
def finder_cards(context: Context, finder: Finder) -> list[tuple[SafeString, float | None]]:
    """The card of each location that ``finder`` shows, with its distance in kilometres.

    From the cache where nothing has changed that a card prints.
    """
    return render_cards(finder, context)


@register.simple_tag
def finder_map(finder: Finder) -> dict[str, Any] | None:
    """What the map of the results needs; ``None`` without a map or anything to show on it.

    ``host`` is where the tiles come from, empty for the site itself. ``points`` have ``at``
    (latitude and longitude), ``title`` and ``url``.
    """
    if not conf.map_tile_url:
        return None
    points = [
        {
            "at": [float(result.page.latitude), float(result.page.longitude)],
            "title": result.page.title,
            "url": result.page.get_url(finder.request),
        }
        for result in finder.results
        if result.page.latitude is not None and result.page.longitude is not None
    ]
    if not points:
        return None
    return {
        "tile_url": conf.map_tile_url,
        "attribution": conf.map_attribution,
        # Tile servers have several names, which Leaflet fills in.
        "host": urlsplit(conf.map_tile_url).netloc.replace("{s}.", ""),
        "points": points,
    }
