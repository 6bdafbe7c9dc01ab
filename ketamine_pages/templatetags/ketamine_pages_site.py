"""The colours of a site.

docs/reference/templates.md describes every tag and filter for those who write templates of their
own.
"""

from __future__ import annotations

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.safestring import SafeString, mark_safe

from ketamine_pages.site.brand import brand_css as get_brand_css
from ketamine_pages.site.brand import brand_digest
from ketamine_pages.site.settings import ClinicSettings

register = template.Library()


@register.simple_tag
def brand_stylesheet_url(clinic: ClinicSettings | None) -> str:
    """The address of the site's brand colours; empty where it has none or no URLs of ours."""
    digest = brand_digest(clinic) if clinic else ""
    if not digest:
        return ""
    try:
        return reverse("ketamine_pages:brand_stylesheet", args=[digest])
    except NoReverseMatch:
        return ""


@register.simple_tag
def brand_css(clinic: ClinicSettings) -> SafeString:
    """The site's brand colours as CSS, for the preview of settings that are not saved yet."""
    # Only hex colours get in: see views.brand_css.
    return mark_safe(get_brand_css(clinic))  # noqa: S308
