"""Locations for tests, and their cards."""

from typing import Any

from django.template import engines

from ketamine_pages.hours.core import Period
from ketamine_pages.hours.form import OpeningHours
from tests.factories import ImageFactory, LocationPageFactory

CARD = '{% include "ketamine_pages/locations/card.html" %}'


def office_hours(opens: Any, closes: Any) -> OpeningHours:
    """The same hours from Monday to Friday."""
    return OpeningHours(tuple(Period(day, opens, closes) for day in range(5)))


def render_card(location: Any, **context: Any) -> str:
    """The card of ``location``, as a list prints it."""
    return engines["django"].from_string(CARD).render({"location": location, **context})


def make_full_location(**fields: Any) -> Any:
    """A location with everything that a card can show."""
    return LocationPageFactory(
        **{
            "card_summary": "Above the library.",
            "image": ImageFactory(),
            "new_patients": "yes",
            "telehealth": True,
            "languages": ("en", "es"),
            "access_features": ("step-free",),
            **fields,
        }
    )
