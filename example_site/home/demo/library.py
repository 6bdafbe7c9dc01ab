"""The starter library as the demo publishes it, and how pages pick from it."""

from __future__ import annotations

from typing import Any, TypeVar

from ketamine_pages.library.starter import (
    MODELS,
    default_locale,
    load_starter_library,
    read_entries,
)
from ketamine_pages.models import Benefit, Condition, LibraryItem, SafetyNotice, Source, Treatment

Item = TypeVar("Item", bound=LibraryItem)
Picks = list[tuple[str, Any]]


def publish_library() -> int:
    """Load the starter library, and publish what nobody has published yet; returns how many.

    Publishing stands for the fictional reviewer, who agrees with every word. Entries that an
    editor has taken off the site stay off it.
    """
    load_starter_library()
    entries = read_entries()
    published = 0
    for model in MODELS.values():
        drafts = model._default_manager.filter(
            locale=default_locale(),
            first_published_at=None,
            translation_key__in=[
                model.starter_translation_key(entry.slug)
                for entry in entries
                if entry.model is model
            ],
        )
        for draft in drafts.order_by("pk"):
            item = draft.get_latest_revision_as_object()
            item.needs_confirmation = False
            item.save_revision().publish()
            published += 1
    return published


def starter(model: type[Item], slug: str) -> Item:
    """The site's copy of a starter entry."""
    key = model.starter_translation_key(slug)
    item: Item = model._default_manager.get(translation_key=key, locale=default_locale())
    return item


def treatment(slug: str) -> Treatment:
    """A treatment of the starter library."""
    return starter(Treatment, slug)


def benefits(*slugs: str) -> Picks:
    """Benefits as a block or page lists them."""
    return [("benefit", starter(Benefit, slug)) for slug in slugs]


def conditions(*slugs: str) -> Picks:
    """Conditions as a block or page lists them."""
    return [("condition", starter(Condition, slug)) for slug in slugs]


def notices(*slugs: str) -> Picks:
    """Safety notices as a block lists them."""
    return [("notice", starter(SafetyNotice, slug)) for slug in slugs]


def sources(*slugs: str) -> Picks:
    """Sources as a block cites them."""
    return [("source", starter(Source, slug)) for slug in slugs]
