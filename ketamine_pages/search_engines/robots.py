"""``robots.txt``: where the sitemap is, and that the admin is of no interest."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_safe
from wagtail.models import Site

from ketamine_pages.search_engines.sitemaps import sitemap


@require_safe
def robots_txt(request: HttpRequest) -> HttpResponse:
    """The rules of the request's site.

    Pages that are not to be listed say so themselves: what is disallowed here could not be read,
    and might be listed for the links that lead to it.
    """
    lines = ["User-agent: *"]
    admin = _address("wagtailadmin_home")
    # An empty rule allows everything.
    lines.append(f"Disallow: {admin}" if admin else "Disallow:")
    if address := _address(sitemap):
        site = Site.find_for_request(request)
        root = site.root_url if site is not None else request.build_absolute_uri("/")[:-1]
        lines += ["", f"Sitemap: {root}{address}"]
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")


def _address(view: object) -> str:
    try:
        return reverse(view)  # type: ignore[arg-type]
    except NoReverseMatch:
        return ""
