"""Which pages everybody may see, for everything that lists pages outside the page tree."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils import timezone
from wagtail.models import Site


def visible_pages(queryset: Any, request: Any = None, locale_id: int | None = None) -> Any:
    """Those of a page ``queryset`` that every visitor of the request's site may see.

    Published, not expired (before the scheduler has noticed as well), not private and not below a
    private page; on the site of ``request`` in any of its languages; in one locale where
    ``locale_id`` is given. Without a request there is no site to ask for. One query for
    privacy, whatever the number of pages.
    """
    current = Q(expire_at__isnull=True) | Q(expire_at__gt=timezone.now())
    found = queryset.live().public().filter(current)
    if locale_id is not None:
        found = found.filter(locale_id=locale_id)
    site = Site.find_for_request(request) if request is not None else None
    if site is None:
        return found
    # Not "below the root page": its translations are roots of their own.
    on_site = Q(pk__in=[])
    for root in Site.get_site_root_paths():
        if root.site_id == site.pk:
            on_site |= Q(url_path__startswith=root.root_path)
    return found.filter(on_site)
