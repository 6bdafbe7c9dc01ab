"""Collects what a transaction changes, for those who keep copies of pages: a CDN.

Nothing is collected unless the site has set ``WAGTAILFRONTENDCACHE``. One background task for each
transaction finds the pages and purges their addresses. What the database no longer tells after the
change, such as the address that a page has had, is asked before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

import swapper
from django.apps import apps
from django.conf import settings
from django_tasks import task
from wagtail.contrib.frontend_cache.utils import PurgeBatch
from wagtail.coreutils import get_dummy_request
from wagtail.models import AbstractPage, Site

from ketamine_pages.delivery.after_commit import after_commit
from ketamine_pages.purging.affected import find_pages

# How many pages are read at once.
BATCH = 200


@dataclass
class Change:
    """Something has changed: ``label`` and ``pk`` name it as it will be.

    ``pages`` are primary keys of pages that have shown it before, and ``urls`` addresses that are
    no longer those of any page. With ``is_moved``, title, address or visibility of a page differ.
    """

    label: str = ""
    pk: str = ""
    is_moved: bool = False
    pages: list[Any] = field(default_factory=list)
    urls: list[str] = field(default_factory=list)

    @property
    def model(self) -> Any:
        return apps.get_model(self.label)


def is_purging() -> bool:
    """Whether the site has a cache in front of it that is told about changes."""
    names = ("WAGTAILFRONTENDCACHE", "WAGTAILFRONTENDCACHE_LOCATION")
    return any(getattr(settings, name, None) for name in names)


def collect_change(change: Change) -> None:
    """Purge what shows ``change`` when the transaction is over, if it ends well."""
    after_commit(_queue_purge, change)


def collect_reviewed(sender: Any, instances: Iterable[Any], **kwargs: Any) -> None:
    """The review that these pages print is another one: a receiver of ``statuses_changed``."""
    pages = [each.pk for each in instances if hasattr(each, "url_path")]
    if pages and is_purging():
        collect_change(Change(pages=pages))


def _queue_purge(changes: Iterable[Change]) -> None:
    purge_changes.enqueue([asdict(change) for change in changes])


@task()
def purge_changes(changes: list[dict[str, Any]]) -> None:
    """Purge the addresses of all pages that show one of ``changes``, before or after it."""
    batch = PurgeBatch()
    pages: set[Any] = set()
    own: set[Any] = set()
    after: dict[tuple[str, str], bool] = {}
    for each in changes:
        change = Change(**each)
        batch.add_urls(change.urls)
        pages.update(change.pages)
        if change.label:
            key = change.label, change.pk
            after[key] = after.get(key, False) or change.is_moved
    for (label, pk), is_moved in after.items():
        model = Change(label).model
        key = model._meta.pk.to_python(pk)
        if issubclass(model, AbstractPage):
            own.add(key)
        pages |= find_pages(model, [key], is_moved=is_moved)
    batch.add_urls(urls_of_keys(pages - own, live_only=True))
    batch.add_urls(urls_of_keys(own, live_only=False))
    batch.purge()


def urls_of_keys(pks: Iterable[Any], *, live_only: bool) -> Iterator[str]:
    base = swapper.load_model("wagtailcore", "Page")
    remaining = sorted(pks)
    for start in range(0, len(remaining), BATCH):
        pages = base._default_manager.filter(pk__in=remaining[start : start + BATCH])
        if live_only:
            pages = pages.filter(live=True)
        yield from urls_of(pages.specific(defer=True))


def urls_of(pages: Iterable[Any]) -> Iterator[str]:
    """All addresses of ``pages``, on every site that serves them."""
    requests = {site.pk: get_dummy_request(site=site) for site in Site.objects.all()}
    for page in pages:
        for root in Site.get_site_root_paths():
            if page.url_path and page.url_path.startswith(root.root_path):
                url = page.get_full_url(requests.get(root.site_id))
                if url is not None:
                    yield from (url + path.lstrip("/") for path in page.get_cached_paths())
