"""Tells the cache in front of the site which addresses have changed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wagtail.models import AbstractPage, Site

from ketamine_pages.purging.affected import find_pages
from ketamine_pages.purging.changes import Change, collect_change, is_purging, urls_of, urls_of_keys
from ketamine_pages.purging.what_counts import DRAFT_FIELDS, is_content

BEFORE = "_ketamine_pages_before"


def watch_before_save(instance: Any, update_fields: Iterable[str] | None = None) -> None:
    """``instance`` is about to be saved: remember what has shown it until now."""
    if not is_purging() or not is_content(type(instance)) or instance._state.adding:
        return
    if update_fields is not None and DRAFT_FIELDS.issuperset(update_fields):
        return
    before = type(instance)._base_manager.filter(pk=instance.pk).first()
    if before is None:
        return
    is_moved = isinstance(before, AbstractPage) and _identity(before) != _identity(instance)
    # Addresses of pages are asked for when their new ones are known as well.
    urls = _old_urls(before) if isinstance(before, Site) else set()
    instance.__dict__[BEFORE] = before, _shown_on(before, is_moved=is_moved), urls


def _shown_on(instance: Any, *, is_moved: bool = False) -> list[Any]:
    if not getattr(instance, "live", True):
        return []
    return sorted(find_pages(type(instance), [instance.pk], is_moved=is_moved))


def watch_after_save(instance: Any) -> None:
    """``instance`` has been saved."""
    if not is_purging():
        return
    before, pages, urls = instance.__dict__.pop(BEFORE, (None, [], set()))
    change = Change(instance._meta.label, str(instance.pk), is_moved=before is None, pages=pages)
    if isinstance(instance, AbstractPage) and before is not None:
        change.is_moved = _identity(before) != _identity(instance)
        if before.url_path != instance.url_path:
            urls = _old_urls(before)
            change.pages += instance.get_descendants().live().values_list("pk", flat=True)
    change.urls = sorted(urls)
    was_live = before is not None and getattr(before, "live", True)
    if not was_live and not getattr(instance, "live", True):
        # Nobody has seen it, but perhaps what is below it.
        change.label = ""
    if change.label or change.urls:
        collect_change(change)


def watch_going(instance: Any) -> None:
    """``instance`` is about to be deleted, or moved: all that shows it must be asked now."""
    model = type(instance)
    if not is_purging() or not is_content(model):
        return
    change = Change()
    if getattr(instance, "live", True):
        change.pages = sorted(find_pages(model, [instance.pk], is_moved=True))
    change.urls = sorted(_old_urls(instance))
    if change.pages or change.urls:
        collect_change(change)


def watch_here(instance: Any, *, is_moved: bool = False) -> None:
    """What shows ``instance``, now and after the transaction, is to be purged."""
    if is_purging() and is_content(type(instance)) and getattr(instance, "live", True):
        # Once more after the transaction: a move puts the page below others.
        change = Change(instance._meta.label, str(instance.pk), is_moved=is_moved)
        change.pages = [] if is_moved else _shown_on(instance)
        collect_change(change)


def _identity(page: Any) -> tuple[Any, ...]:
    """What other pages print of a page wherever they lead to it."""
    # A site's own base page need not have menus.
    in_menus = getattr(page, "show_in_menus", False)
    return page.title, page.slug, page.url_path, page.live, in_menus


def _old_urls(instance: Any) -> set[str]:
    """Addresses that are perhaps none any more when ``instance`` is another."""
    if isinstance(instance, Site):
        return set(urls_of_keys(find_pages(Site, [instance.pk]), live_only=True))
    if not isinstance(instance, AbstractPage) or not instance.url_path:
        return set()
    page: Any = instance
    below = page.get_descendants().live().specific(defer=True)
    return {*urls_of([page] if page.live else []), *urls_of(below)}
