"""Views for visitors."""

from __future__ import annotations

from hashlib import sha256

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from ketamine_pages.site.colours import is_hex_colour
from ketamine_pages.site.settings import ClinicSettings

CACHE_SECONDS = 365 * 24 * 60 * 60


def brand_css(clinic: ClinicSettings) -> str:
    """The custom properties that carry a site's brand colours; empty where it set none.

    One for each colour scheme: the stylesheet falls back to its own accent for the one that is
    not set. Only hex colours get in, so that no other text can reach the stylesheet.
    """
    colours = {"light": clinic.brand_colour, "dark": clinic.brand_colour_dark}
    properties = [
        f"--kp-brand-{scheme}: {colour};"
        for scheme, colour in colours.items()
        if is_hex_colour(colour)
    ]
    return f":root {{ {' '.join(properties)} }}" if properties else ""


def brand_digest(clinic: ClinicSettings) -> str:
    """A short name for the current brand colours; empty where there are none."""
    css = brand_css(clinic)
    return sha256(css.encode()).hexdigest()[:12] if css else ""


@require_safe
def brand_stylesheet(request: HttpRequest, digest: str) -> HttpResponse:
    """The brand colours of the request's site as a stylesheet.

    A stylesheet of its own rather than a style element, so that pages run under a content
    security policy of ``default-src 'self'``.
    """
    clinic = ClinicSettings.for_request(request)
    response = HttpResponse(brand_css(clinic), content_type="text/css; charset=utf-8")
    if digest == brand_digest(clinic):
        response["Cache-Control"] = f"public, max-age={CACHE_SECONDS}, immutable"
    else:
        response["Cache-Control"] = "no-store"
    return response
