"""What is on every page of a site, for the walk from changes to pages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Model, Q
from wagtail.contrib.settings.models import AbstractSetting
from wagtail.models import Locale, Site

from ketamine_pages.shown.registry import register_pages, register_relation
from ketamine_pages.shown.relations import base_pages
from ketamine_pages.shown.ways import Way


def register_ways() -> None:
    """Settings, sites and languages concern whole sites."""
    register_pages(AbstractSetting, Way.FRAME, pages_under_setting)
    register_relation(AbstractSetting, "site")
    # Pages print addresses of other sites as well, and differently where there is only one.
    register_pages(Site, Way.FRAME, pages_of_all_sites)
    register_pages(Locale, Way.FRAME, pages_of_all_sites)


def pages_under_setting(model: type[Model], pks: Iterable[Any]) -> set[Any]:
    """The pages of the sites that settings belong to; a setting of no site is one of all."""
    if not any(field.name == "site" for field in model._meta.concrete_fields):
        return pages_of_sites(Site.objects.all())
    return pages_of_sites(
        Site.objects.filter(pk__in=model._base_manager.filter(pk__in=pks).values("site"))
    )


def pages_of_all_sites(model: type[Model], pks: Iterable[Any]) -> set[Any]:
    """The pages of all sites."""
    return pages_of_sites(Site.objects.all())


def pages_of_sites(sites: Iterable[Any]) -> set[Any]:
    """All published pages of ``sites``, in all of their languages."""
    return set(published_on(sites).values_list("pk", flat=True))


def locales_of(site: Site) -> Any:
    """The languages in which ``site`` has published pages."""
    return Locale.objects.filter(pk__in=published_on([site]).order_by().values("locale"))


def published_on(sites: Iterable[Any]) -> Any:
    """All published pages of ``sites``, as a queryset of base pages."""
    chosen = {site.pk for site in sites}
    on_sites = Q(pk__in=[])
    for root in Site.get_site_root_paths():
        if root.site_id in chosen:
            on_sites |= Q(url_path__startswith=root.root_path)
    return base_pages().filter(on_sites, live=True)
