"""Tells which pages every visitor may see, for lists and links that do not follow the page tree."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db.models import F, Q
from django.http import HttpRequest
from django.utils import timezone
from wagtail.fields import StreamField
from wagtail.models import AbstractPage, BasePageManager, PageViewRestriction, Site

if TYPE_CHECKING:
    from wagtail.query import PageQuerySet

# Where a request keeps which pages are private.
PRIVATE = "_ketamine_pages_private"


def forget_private(request: HttpRequest) -> None:
    """Ask again which pages are private, as what was found out for this request may be outdated."""
    request.__dict__.pop(PRIVATE, None)


def _private_paths(request: HttpRequest | None) -> list[str]:
    """The paths of all private pages of the site, which are few; one query for each request."""
    known: dict[str, list[str]] = {} if request is None else request.__dict__
    if PRIVATE not in known:
        paths = PageViewRestriction.objects.order_by().values_list("page__path", flat=True)
        known[PRIVATE] = list(paths)
    return known[PRIVATE]


def _below_any(paths: Iterable[str]) -> Q:
    below = Q(pk__in=[])
    for path in paths:
        below |= Q(path__startswith=path)
    return below


def _not_expired() -> Q:
    return Q(expire_at__isnull=True) | Q(expire_at__gt=timezone.now())


def visible_below(
    page: AbstractPage, models: Iterable[Any], request: HttpRequest | None = None
) -> list[Any]:
    """The pages below ``page`` that every visitor who sees it may see: a queryset for each model.

    Published, not expired, not behind a privacy setting of their own, and in the locale of
    ``page``.
    """
    # A range rather than a prefix: not every database has an index for prefixes.
    lowest, highest = page.alphabet[0] * page.steplen, page.alphabet[-1] * page.steplen
    below = (page.path + lowest, page.path + highest)
    # All of the site's, which are few: SQLite would look for them through all pages below.
    private = _private_paths(request)
    hidden = _below_any(
        path for path in private if path.startswith(page.path) and path != page.path
    )
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


def visible_pages(
    queryset: PageQuerySet, request: HttpRequest | None = None, locale_id: int | None = None
) -> Any:
    """The pages of ``queryset`` that every visitor of the request's site may see.

    Published, not expired (before the scheduler has noticed as well), not private and not below a
    private page; on the site of ``request`` in any of its languages; in one locale where
    ``locale_id`` is given. Without a request there is no site to ask for. One query for
    privacy for each request, however often it is asked.
    """
    found = queryset.live().filter(_not_expired())
    if private := _private_paths(request):
        found = found.exclude(_below_any(private))
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


def without_bodies(queryset: PageQuerySet | BasePageManager) -> Any:
    """``queryset`` for cards and links: long texts are loaded only when somebody asks for one."""
    fields = queryset.model._meta.concrete_fields
    return queryset.defer(*[each.name for each in fields if isinstance(each, StreamField)])
