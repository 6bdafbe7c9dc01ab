"""Which pages everybody may see, for everything that lists pages outside the page tree."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import F, Q
from django.utils import timezone
from wagtail.models import PageViewRestriction, Site


def _not_expired() -> Q:
    return Q(expire_at__isnull=True) | Q(expire_at__gt=timezone.now())


def visible_below(page: Any, models: Iterable[Any]) -> list[Any]:
    """What every visitor who may see ``page`` may see below it: a queryset for each of ``models``.

    As :func:`visible_pages`, in the locale of ``page``. One query for privacy, however many
    models.
    """
    # A range rather than a prefix: not every database has an index for prefixes.
    lowest, highest = page.alphabet[0] * page.steplen, page.alphabet[-1] * page.steplen
    below = (page.path + lowest, page.path + highest)
    # All of the site's, which are few: SQLite would look for them through all pages below.
    private = PageViewRestriction.objects.order_by().values_list("page__path", flat=True)
    hidden = Q(pk__in=[])
    for path in private:
        if path.startswith(page.path) and path != page.path:
            hidden |= Q(path__startswith=path)
    return [
        # An expression, as a database may prefer the index of the locale otherwise, in which all
        # pages are the same, to those of the path or of whatever else is asked for.
        model._default_manager.alias(locale_number=F("locale_id") + 0)
        .filter(path__range=below, locale_number=page.locale_id)
        .live()
        .filter(_not_expired())
        .exclude(hidden)
        for model in models
    ]


def visible_pages(queryset: Any, request: Any = None, locale_id: int | None = None) -> Any:
    """Those of a page ``queryset`` that every visitor of the request's site may see.

    Published, not expired (before the scheduler has noticed as well), not private and not below a
    private page; on the site of ``request`` in any of its languages; in one locale where
    ``locale_id`` is given. Without a request there is no site to ask for. One query for
    privacy, whatever the number of pages.
    """
    found = queryset.live().public().filter(_not_expired())
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
