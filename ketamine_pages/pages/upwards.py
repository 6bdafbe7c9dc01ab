"""What prints the titles, addresses and cards of pages, for the walk from changes to pages.

Beside pages that refer to them, which Wagtail's index knows. Rather a page too many than one too
few: a purge costs one rendering.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from wagtail.models import AbstractPage, PageViewRestriction, Site

from ketamine_pages.shown.kinds import ListsPages
from ketamine_pages.shown.registry import (
    CARDS,
    Aspect,
    register_others,
    register_pages,
    register_relation,
)
from ketamine_pages.shown.relations import base_pages, chunks
from ketamine_pages.shown.ways import Keys, Way
from ketamine_pages.site.upwards import pages_of_sites

MOVED = [Aspect.PLACE]


def register_ways() -> None:
    """Lists of what stands below, breadcrumbs, links to translations, menus, and privacy."""
    register_pages(AbstractPage, Way.CARD, pages_listing, CARDS)
    register_pages(AbstractPage, Way.CARD, pages_below, MOVED)
    register_pages(AbstractPage, Way.CARD, published_translations, MOVED)
    register_pages(AbstractPage, Way.FRAME, pages_with_menu, MOVED)
    register_others(AbstractPage, cards_below, MOVED)
    register_others(PageViewRestriction, restricted_pages)
    register_relation(PageViewRestriction, "page")


def pages_listing(model: type[AbstractPage], pks: Iterable[Any]) -> set[Any]:
    """Published pages above that list pages of ``model``, unless they say that they do not."""
    return pages_that_list(model, pks, unless_said=True)


def pages_that_list(
    model: type[AbstractPage], pks: Iterable[Any], *, unless_said: bool
) -> set[Any]:
    """Published pages above that list pages of ``model``.

    ``unless_said``: what holds for a page above whose type has no ``lists_page``.
    """
    # One of each section stands for all.
    samples: dict[str, Any] = {}
    for chunk in chunks(pks):
        for page in model._base_manager.filter(pk__in=chunk).only("path", "depth"):
            samples.setdefault(page.path[: -page.steplen], page)
    below: dict[str, list[Any]] = defaultdict(list)
    for section, page in samples.items():
        for end in range(page.steplen, len(section) + 1, page.steplen):
            below[section[:end]].append(page)
    return {
        above.pk
        for chunk in chunks(below)
        for above in base_pages().filter(path__in=chunk, live=True).specific()
        if any(_lists(above, page, unless_said) for page in below[above.path])
    }


def _lists(above: AbstractPage, page: AbstractPage, unless_said: bool) -> bool:
    return above.lists_page(page) if isinstance(above, ListsPages) else unless_said


def pages_below(model: type[AbstractPage], pks: Iterable[Any]) -> set[Any]:
    """Published pages below, whose addresses and breadcrumbs differ."""
    return {pk for found in _below(model, pks).values() for pk in found}


def cards_below(model: type[AbstractPage], pks: Iterable[Any]) -> Iterator[tuple[Aspect, Keys]]:
    """Published pages below: whatever leads to them prints another address."""
    yield Aspect.CARD, _below(model, pks)


def _below(model: type[AbstractPage], pks: Iterable[Any]) -> Keys:
    found: Keys = defaultdict(set)
    for page in base_pages().filter(pk__in=list(pks)).only("path", "depth"):
        for below in page.get_descendants().live().only("pk", "content_type"):
            if below.specific_class is not None:
                found[below.specific_class].add(below.pk)
    return found


def published_translations(model: type[AbstractPage], pks: Iterable[Any]) -> set[Any]:
    """Published translations, which link to each other."""
    keys = base_pages().filter(pk__in=list(pks)).values("translation_key")
    found = base_pages().filter(translation_key__in=keys, live=True)
    return set(found.values_list("pk", flat=True))


def pages_with_menu(model: type[AbstractPage], pks: Iterable[Any]) -> set[Any]:
    """All pages of the sites in whose menu the pages stand, or whose front page they are."""
    sites = list(Site.objects.all())
    return pages_of_sites(
        site
        for page in model._base_manager.filter(pk__in=list(pks))
        for site in sites
        if site.root_page_id == page.pk or (_is_in_menus(page) and _is_on(page, site))
    )


def _is_in_menus(page: AbstractPage) -> bool:
    # A site's own base page need not have menus.
    return bool(getattr(page, "show_in_menus", False)) and page.depth > 1


def _is_on(page: AbstractPage, site: Site) -> bool:
    return any(
        page.url_path.startswith(root.root_path)
        for root in Site.get_site_root_paths()
        if root.site_id == site.pk
    )


def restricted_pages(
    model: type[PageViewRestriction], pks: Iterable[Any]
) -> Iterator[tuple[Aspect, Keys]]:
    """The pages that are, or were, private: they appear in lists and menus, or no longer do."""
    owners = model._base_manager.filter(pk__in=list(pks)).values_list("page", flat=True)
    base: Any = base_pages().model
    yield Aspect.PLACE, {base: set(owners)}
