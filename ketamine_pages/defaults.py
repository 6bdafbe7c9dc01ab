"""Defaults and choices of model fields.

Migrations name these functions by their path, in every site that has them: nothing here is ever
moved, renamed or taken away.
"""

from __future__ import annotations

import secrets
from typing import Any
from zoneinfo import available_timezones

from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.coreutils import get_supported_content_language_variant

# Thousands of them add up to less than what every database calls a big integer.
VERSION_TOKENS = 2**48

# Without letters and digits that are mistaken for each other on the phone.
REFERENCE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
REFERENCE_PREFIX = "KP"

CONSENT_TEXT = _(
    "<p>You may store what I have written here and use it to answer me. It is deleted after a "
    "while, and I can have it deleted at any time.</p>"
)

US_ZONES = [
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Phoenix",
    "America/Los_Angeles",
    "America/Anchorage",
    "Pacific/Honolulu",
]


def new_version_token() -> int:
    """A number for one change of content; see :mod:`ketamine_pages.delivery.version`."""
    return secrets.randbelow(VERSION_TOKENS)


def new_enquiry_reference() -> str:
    """A reference for people, such as KP-7F3K-2Q: one of 700 million, by no rule."""
    drawn = "".join(secrets.choice(REFERENCE_ALPHABET) for _position in range(6))
    return f"{REFERENCE_PREFIX}-{drawn[:4]}-{drawn[4:]}"


def default_consent_text() -> str:
    """What visitors agree to, in the language of the request that first needs it."""
    return str(CONSENT_TEXT)


def in_default_language() -> dict[str, Any]:
    """Treatments as editors pick them: each once. Pages print their translations."""
    language = get_supported_content_language_variant(settings.LANGUAGE_CODE)
    return {"locale__language_code": language}


def time_zone_choices() -> list[Any]:
    """The zones of the United States, then all others by name."""
    others = sorted(zone for zone in available_timezones() if "/" in zone)
    return [
        (gettext("United States"), [(zone, _zone_label(zone)) for zone in US_ZONES]),
        (gettext("All time zones"), [(z, _zone_label(z)) for z in others if z not in US_ZONES]),
    ]


def _zone_label(zone: str) -> str:
    return zone.replace("_", " ")


def default_time_zone() -> str:
    """The site's own zone where that is a place, else none: UTC is nobody's clock on the wall."""
    return settings.TIME_ZONE if "/" in settings.TIME_ZONE else ""
