"""Locations in templates. docs/reference/templates.md describes every tag."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context
from django.utils.formats import number_format
from django.utils.translation import gettext

from ketamine_pages.conf import conf
from ketamine_pages.library.treatment import Treatment
from ketamine_pages.locations.finder.forms import KILOMETRES
from ketamine_pages.locations.offering import offered_at
from ketamine_pages.locations.page import LocationPageMixin
from ketamine_pages.locations.structured import treatments_offered

register = template.Library()


@register.simple_tag
def distance_text(kilometres: float | None) -> str:
    """A distance in the unit of the setting ``DISTANCE_UNIT``: "3.2 miles" or "5.1 km".

    One decimal below ten. Empty for ``None``.
    """
    if kilometres is None:
        return ""
    value = kilometres / KILOMETRES[conf.distance_unit]
    # Not "10.0" beside "10".
    number = number_format(f"{value:.1f}" if value < 9.95 else f"{value:.0f}", use_l10n=True)
    if conf.distance_unit == "km":
        return gettext("%(distance)s km") % {"distance": number}
    return gettext("%(distance)s miles") % {"distance": number}


@register.simple_tag(takes_context=True)
def locations_offering(context: Context, treatment: Treatment | None) -> list[Any]:
    """The first few locations that offer ``treatment``, as visitors of this page may see them.

    In the language of the page, in the order of the page tree, ready for their cards.
    """
    page = context.get("page")
    return [] if page is None else offered_at(treatment, page, context)


@register.simple_tag(takes_context=True)
def treatments_of(context: Context, location: LocationPageMixin) -> list[Any]:
    """``[(treatment, page), …]``: what a location offers, ``page`` being ``None`` without one."""
    return treatments_offered(location, context)
