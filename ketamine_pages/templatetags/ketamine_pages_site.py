"""The colours and the wording of a site.

docs/reference/templates.md describes every tag and filter for those who write templates of their
own.
"""

from __future__ import annotations

from django import template
from django.template import Context
from django.urls import NoReverseMatch, reverse
from django.utils.safestring import SafeString, mark_safe
from wagtail.models import Locale

from ketamine_pages.library.wording import Wording
from ketamine_pages.library.wording_in_use import InUse, find_in_use, get_wording
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


@register.simple_tag(takes_context=True)
def site_wording(context: Context) -> Wording:
    """What the site says in the language of the page: crisis panel, disclaimers, labels.

    Works in every template: without ``clinic``, the details of the request's site are asked, and
    without those, the package speaks.
    """
    known = context.get("wording")
    if isinstance(known, Wording):
        return known
    clinic, request = context.get("clinic"), context.get("request")
    if not isinstance(clinic, ClinicSettings):
        clinic = ClinicSettings() if request is None else ClinicSettings.for_request(request)
    page = context.get("page")
    return get_wording(clinic, getattr(page, "locale_id", None) or Locale.get_active().pk)


@register.simple_tag
def wording_in_use(clinic: ClinicSettings) -> list[InUse]:
    """For the admin: what a site prints in each of its languages, and why."""
    return find_in_use(clinic)
