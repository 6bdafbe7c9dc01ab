"""Collects what a transaction changes, for those who keep copies of pages: a CDN.

Nothing is collected unless the site has set ``WAGTAILFRONTENDCACHE``. One background task for each
transaction finds the pages and purges their addresses. What the database no longer tells after the
change, such as the address that a page has had, is asked before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from threading import local
from typing import Any
from weakref import WeakKeyDictionary

from django.apps import apps
from django.conf import settings
from django.db import transaction


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


_notes = local()


def is_purging() -> bool:
    """Whether the site has a cache in front of it that is told about changes."""
    names = ("WAGTAILFRONTENDCACHE", "WAGTAILFRONTENDCACHE_LOCATION")
    return any(getattr(settings, name, None) for name in names)


def note_change(change: Change) -> None:
    """Purge what shows ``change`` when the transaction is over, if it ends well."""

    def send() -> None:
        _send()

    # Gone with the savepoint that is rolled back, as nobody else has the function.
    _waiting()[send] = change
    # What has been published stays so, even if no task can be queued.
    transaction.on_commit(send, robust=True)


def note_reviewed(instances: Iterable[Any]) -> None:
    """The review that these pages print is another one."""
    pages = [each.pk for each in instances if hasattr(each, "url_path")]
    if pages and is_purging():
        note_change(Change(pages=pages))


def _waiting() -> WeakKeyDictionary[Callable[[], None], Change]:
    if not hasattr(_notes, "waiting"):
        _notes.waiting = WeakKeyDictionary()
    return _notes.waiting


def _send() -> None:
    # Whichever is committed first takes all; those of a rollback are no longer there.
    found = list(_waiting().values())
    _waiting().clear()
    if found:
        # Here, as the task knows all models.
        from .purging import purge_changes

        purge_changes.enqueue([asdict(change) for change in found])


def forget_changes() -> None:
    """Forget what waits for the end of a transaction that never comes, as in tests."""
    _waiting().clear()
