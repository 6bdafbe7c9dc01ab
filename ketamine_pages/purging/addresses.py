"""Tells the cache in front of the site which addresses have changed: a CDN."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.db.models import Model
from wagtail.contrib.frontend_cache.utils import PurgeBatch
from wagtail.coreutils import get_dummy_request
from wagtail.models import AbstractPage, Site

from ketamine_pages.shown.changes import BATCH, Reach
from ketamine_pages.shown.relations import base_pages, chunks
from ketamine_pages.shown.ways import Way
from ketamine_pages.site.upwards import pages_of_all_sites


def is_purging() -> bool:
    """Whether the site has a cache in front of it that is told about changes."""
    names = ("WAGTAILFRONTENDCACHE", "WAGTAILFRONTENDCACHE_LOCATION")
    return any(getattr(settings, name, None) for name in names)


def purge_reached(reach: Reach) -> None:
    """Purge the addresses of all pages that show a change, in whatever way, and old addresses."""
    if not is_purging():
        return
    own = {
        pk for model, pks in reach.changed.items() if issubclass(model, AbstractPage) for pk in pks
    }
    batch = PurgeBatch()
    batch.add_urls(reach.urls)
    batch.add_urls(urls_of_keys(reach.shown.pages_by(*Way) - own, live_only=True))
    # A page that was unpublished is gone from its address.
    batch.add_urls(urls_of_keys(own, live_only=False))
    batch.purge()


def old_urls(instance: Model) -> set[str]:
    """The addresses that are none any more when ``instance`` is gone, or stands elsewhere."""
    if isinstance(instance, Site):
        return set(urls_of_keys(pages_of_all_sites(Site, [instance.pk]), live_only=True))
    if not isinstance(instance, AbstractPage) or not instance.url_path:
        return set()
    page: Any = instance
    below = page.get_descendants().live().specific(defer=True)
    return {*urls_of([page] if page.live else []), *urls_of(below)}


def urls_of_keys(pks: Iterable[Any], *, live_only: bool) -> Iterator[str]:
    """All addresses of pages by their primary keys."""
    for batch in chunks(sorted(pks), BATCH):
        pages = base_pages().filter(pk__in=batch)
        yield from urls_of((pages.filter(live=True) if live_only else pages).specific(defer=True))


def urls_of(pages: Iterable[Any]) -> Iterator[str]:
    """All addresses of ``pages``, on every site that serves them."""
    requests = {site.pk: get_dummy_request(site=site) for site in Site.objects.all()}
    for page in pages:
        for root in Site.get_site_root_paths():
            if page.url_path and page.url_path.startswith(root.root_path):
                url = page.get_full_url(requests.get(root.site_id))
                if url is not None:
                    yield from (url + path.lstrip("/") for path in page.get_cached_paths())
