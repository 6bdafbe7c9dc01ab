"""Which pages show something: through Wagtail's reference index, and through lists of pages.

Rather a page too many than one too few: a purge costs one rendering.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any

import swapper
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, TextField
from django.db.models.functions import Cast
from wagtail.contrib.settings.models import AbstractSetting
from wagtail.fields import StreamField
from wagtail.models import AbstractPage, Locale, PageViewRestriction, Site

from ketamine_pages.blocks import LocationCardsBlock
from ketamine_pages.library.clinician import Clinician
from ketamine_pages.library.treatment import Treatment
from ketamine_pages.locations.page import LocationPageMixin
from ketamine_pages.pages.editorial import page_types_with
from ketamine_pages.pages.treatment_page import TreatmentPageMixin
from ketamine_pages.reviews.dependents import Keys, walk_references
from ketamine_pages.reviews.records import ReviewStatus
from ketamine_pages.shown.kinds import can_be_shown
from ketamine_pages.shown.tree import walk_definition


def find_pages(model: Any, pks: Sequence[Any], *, is_moved: bool = False) -> set[Any]:
    """Primary keys of the pages that show objects of ``model``, themselves included if pages.

    ``is_moved``: title, address or visibility are at stake, which pages below it have in common
    with it, and its translations and menus print as well.
    """
    if issubclass(model, AbstractPage):
        return _around(list(_pages().filter(pk__in=pks).specific(defer=True)), is_moved)
    if issubclass(model, PageViewRestriction):
        owners = model._base_manager.filter(pk__in=pks).values_list("page_id", flat=True)
        return find_pages(_pages().model, list(owners), is_moved=True)
    if issubclass(model, (Site, Locale)):
        # Pages print addresses of other sites as well, and differently where there is only one.
        return _of_sites(Site.objects.all())
    found = _showing({model: set(pks)})
    if issubclass(model, AbstractSetting):
        found |= _of_setting(model, pks)
    return found


def _pages() -> Any:
    return swapper.load_model("wagtailcore", "Page")._default_manager


def _goes_on(model: Any) -> bool:
    return can_be_shown(model) or not issubclass(model, AbstractPage)


def _showing(start: Keys) -> set[Any]:
    """The pages that refer to something, directly or through what is no page of its own."""
    seen: Keys = defaultdict(set)
    found: set[Any] = set()
    for content_type, references in walk_references(start, _goes_on, seen):
        source = content_type.model_class()
        if source is None:
            continue
        ids = references.order_by().values_list("object_id", flat=True).distinct()
        pks = [source._meta.pk.to_python(each) for each in ids]
        if issubclass(source, AbstractPage):
            found.update(pks)
            on_cards = references.filter(model_path__in=getattr(source, "card_fields", ()))
            cards = on_cards.order_by().values_list("object_id", flat=True)
            keys = [source._meta.pk.to_python(each) for each in cards]
            found |= _around(list(_pages().filter(pk__in=keys).live().specific(defer=True)))
        elif issubclass(source, AbstractSetting):
            found |= _of_setting(source, pks)
    found |= _reviewed_by(seen.get(Clinician, set()))
    return found | _offering(seen.get(Treatment, set()))


def _around(pages: list[Any], is_moved: bool = False) -> set[Any]:
    """``pages``, and all that print their addresses or cards."""
    found: set[Any] = set()
    if is_moved:
        sites = list(Site.objects.all())
        for page in pages:
            found.update(page.get_translations().live().values_list("pk", flat=True))
            in_menu = getattr(page, "show_in_menus", False) and page.depth > 1
            found |= _of_sites(
                site
                for site in sites
                if site.root_page_id == page.pk or (in_menu and _is_on(page, site))
            )
        below = [page.get_descendants().live().specific(defer=True) for page in pages]
        pages = [*pages, *chain.from_iterable(below)]
    keys: Keys = defaultdict(set)
    for page in pages:
        keys[type(page)].add(page.pk)
    return found.union(*keys.values(), _showing(keys), _listing(pages, keys))


def _listing(pages: Iterable[Any], keys: Keys) -> set[Any]:
    """The pages that list ``pages`` though no editor has chosen them there.

    ``keys``: the same pages by their models.
    """
    # One of each type and section stands for all.
    samples = {(type(page), page.path[: -page.steplen]): page for page in pages}
    found = {pk for page in samples.values() for pk in _lists(page, otherwise=True)}
    for model, pks in keys.items():
        rows = model._default_manager.filter(pk__in=pks)
        if issubclass(model, LocationPageMixin):
            treatments = rows.filter(treatments__isnull=False).values_list("treatments", flat=True)
            found |= _with_all_cards() | _about(set(treatments))
        if issubclass(model, TreatmentPageMixin):
            own = rows.filter(treatment__isnull=False).values_list("treatment", flat=True)
            found |= {each.pk for each in _locations_with(set(own))}
    return found


def _lists(page: Any, *, otherwise: bool) -> set[Any]:
    """Pages above ``page`` that list it; ``otherwise`` is said of those that do not say so."""
    return {
        above.pk
        for above in page.get_ancestors().live().specific()
        if getattr(above, "lists_page", lambda _page: otherwise)(page)
    }


def _kin(treatments: Iterable[Any]) -> Any:
    keys = Treatment._default_manager.filter(pk__in=treatments).values("translation_key")
    return Treatment._default_manager.filter(translation_key__in=keys).values("pk")


def _about(treatments: set[Any]) -> set[Any]:
    """Pages that say where these treatments are offered."""
    if not treatments:
        return set()
    return {
        pk
        for model in page_types_with(TreatmentPageMixin)
        for pk in model._default_manager.filter(treatment__in=_kin(treatments))
        .live()
        .values_list("pk", flat=True)
    }


def _locations_with(treatments: set[Any]) -> list[Any]:
    if not treatments:
        return []
    return [
        page
        for model in page_types_with(LocationPageMixin)
        for page in model._default_manager.filter(treatments__in=_kin(treatments))
        .live()
        .only("path", "depth")
        .distinct()
    ]


def _offering(treatments: set[Any]) -> set[Any]:
    """Locations that offer these treatments, and the finders that have them as a filter."""
    if not treatments:
        return set()
    locations = _locations_with(treatments)
    # One of each section stands for all.
    sections = {page.path[: -page.steplen]: page for page in locations}
    finders = [_lists(page, otherwise=False) for page in sections.values()]
    return {page.pk for page in locations}.union(*finders)


def _with_all_cards() -> set[Any]:
    """Pages with a block that shows all locations, or leads to the nearest."""
    found: set[Any] = set()
    for model in page_types_with(AbstractPage):
        for stream in model._meta.concrete_fields:
            names = _card_blocks(stream.stream_block) if isinstance(stream, StreamField) else set()
            for name in names:
                text = {f"{stream.name}_text": Cast(stream.name, TextField())}
                found.update(
                    model._default_manager.live()
                    .annotate(**text)
                    .filter(Q(**{f"{stream.name}_text__contains": f'"{name}"'}))
                    .values_list("pk", flat=True)
                )
    return found


def _card_blocks(block: Any) -> set[str]:
    return {name for name, each in walk_definition(block) if isinstance(each, LocationCardsBlock)}


def _reviewed_by(reviewers: set[Any]) -> set[Any]:
    if not reviewers:
        return set()
    types = ContentType.objects.get_for_models(*page_types_with(AbstractPage)).values()
    ids = ReviewStatus.objects.filter(review__reviewer__in=reviewers, content_type__in=types)
    return {_pages().model._meta.pk.to_python(pk) for pk in ids.values_list("object_id", flat=True)}


def _of_setting(model: Any, pks: Sequence[Any]) -> set[Any]:
    rows = model._base_manager.filter(pk__in=pks)
    site_ids = [row.site_id for row in rows if hasattr(row, "site_id")]
    # A setting of no site is one of all.
    is_general = not any(field.name == "site" for field in model._meta.concrete_fields)
    sites = Site.objects.all() if is_general else Site.objects.filter(pk__in=site_ids)
    return _of_sites(sites)


def _is_on(page: Any, site: Any) -> bool:
    return any(
        page.url_path.startswith(root.root_path)
        for root in Site.get_site_root_paths()
        if root.site_id == site.pk
    )


def _of_sites(sites: Iterable[Any]) -> set[Any]:
    """All published pages of ``sites``, in all of their languages."""
    chosen = {site.pk for site in sites}
    on_sites = Q(pk__in=[])
    for root in Site.get_site_root_paths():
        if root.site_id in chosen:
            on_sites |= Q(url_path__startswith=root.root_path)
    return set(_pages().filter(on_sites, live=True).values_list("pk", flat=True))
