"""Locations in templates. docs/reference/templates.md describes every tag."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context
from django.utils.formats import number_format
from django.utils.translation import gettext

from ..locations.treatments import locations_offering as find_offering

register = template.Library()

KM_PER_MILE = 1.609344
# Where signs on the road count miles: United Kingdom, Liberia, United States and its territories.
MILES = frozenset({"AS", "GB", "GU", "LR", "MP", "PR", "US", "VI"})


@register.simple_tag
def distance_text(kilometres: float | None, location: Any) -> str:
    """A distance in the unit of the location's country: "3.2 miles" or "5.1 km".

    One decimal below ten. Empty for ``None``.
    """
    if kilometres is None:
        return ""
    in_miles = str(getattr(location, "country", "")) in MILES
    value = kilometres / KM_PER_MILE if in_miles else kilometres
    # Not "10.0" beside "10".
    number = number_format(f"{value:.1f}" if value < 9.95 else f"{value:.0f}", use_l10n=True)
    if in_miles:
        return gettext("%(distance)s miles") % {"distance": number}
    return gettext("%(distance)s km") % {"distance": number}


@register.simple_tag(takes_context=True)
def locations_offering(context: Context, treatment: Any) -> list[Any]:
    """The first few locations that offer ``treatment``, as visitors of this page may see them.

    In the language of the page, in the order of the page tree, ready for their cards.
    """
    locale_id = getattr(context.get("page"), "locale_id", None)
    return find_offering(treatment, locale_id, context.get("request"))


@register.simple_tag(takes_context=True)
def treatments_of(context: Context, location: Any) -> list[Any]:
    """``[(treatment, page), …]``: what a location offers, ``page`` being ``None`` without one."""
    return list(location.get_public_treatments(context.get("request")))
