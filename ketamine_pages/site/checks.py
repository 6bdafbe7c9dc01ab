"""System checks about what a site looks like."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core import checks
from django.urls import NoReverseMatch, reverse

if TYPE_CHECKING:
    from django.apps import AppConfig


def check_urls(
    app_configs: Sequence[AppConfig] | None = None, **kwargs: Any
) -> list[checks.CheckMessage]:
    """W001: the package's URLs are included, or brand colours cannot be served."""
    if not getattr(settings, "ROOT_URLCONF", None):
        return []
    try:
        reverse("ketamine_pages:brand_stylesheet", args=["0"])
    except NoReverseMatch:
        return [
            checks.Warning(
                "The URLs of ketamine_pages are not included, so brand colours have no effect.",
                hint='Add path("ketamine-pages/", include("ketamine_pages.urls")) to the URLs.',
                id="ketamine_pages.W001",
            )
        ]
    return []
