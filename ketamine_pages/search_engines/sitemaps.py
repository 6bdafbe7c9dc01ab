"""``sitemap.xml``: the public pages of a site in all its languages, with their images."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import cached_property
from django.views.decorators.http import require_safe
from wagtail.contrib.sitemaps import Sitemap as WagtailSitemap
from wagtail.contrib.sitemaps.views import sitemap as wagtail_sitemap
from wagtail.coreutils import get_content_languages
from wagtail.images import get_image_model
from wagtail.models import AbstractPage, Site

from ketamine_pages.delivery.aliases import each_once
from ketamine_pages.delivery.visibility import visible_pages
from ketamine_pages.images.renditions import LARGE_SPEC, join
from ketamine_pages.search_engines.listing import hidden_by_review, link_alternates

if TYPE_CHECKING:
    from wagtail.images.models import AbstractRendition

TEMPLATE = "ketamine_pages/search_engines/sitemap.xml"
INDEX_TEMPLATE = "ketamine_pages/search_engines/sitemap_index.xml"
JPEG = "|format-jpeg"


class Sitemap(WagtailSitemap):
    """The pages of the request's site that everybody may see and search engines may list.

    All languages of the site, each page with its translations; nothing that is private, expired or
    held back by the review policy, and no alias beside its original. Images are those that a page
    names in ``sitemap_images``, in the size in which visitors have seen them. A constant number of
    queries for each page type.
    """

    # A tenth of what the protocol allows: each entry has its images and translations.
    limit = 5000

    @cached_property
    def paginator(self) -> Paginator[Any]:
        # Django makes one, and counts, whenever it is asked for.
        return Paginator(self.items(), self.limit)

    def items(self) -> Any:
        # The base page of the site, whichever that is.
        pages = type(self.get_wagtail_site().root_page)._default_manager.all()
        found = each_once(visible_pages(pages, self.request))
        return found.order_by("path").defer_streamfields().specific()

    def _urls(self, page: int, protocol: str, domain: str) -> list[dict[str, Any]]:
        shown = self.paginator.page(page)
        pages = list(shown.object_list)
        hidden = hidden_by_review(pages)
        listed = [each for each in pages if each.pk not in hidden]
        alternates = self._alternates(shown, listed)
        images = self._images(listed)
        urls = []
        for each in listed:
            for number, entry in enumerate(each.get_sitemap_urls(self.request)):
                # What else a page has is not what its images and translations belong to.
                own = number == 0
                entry.setdefault("alternates", _as_entries(alternates, each) if own else [])
                entry.setdefault("images", images.get(each.pk, []) if own else [])
                urls.append(entry)
        changes = [entry.get("lastmod") for entry in urls]
        if changes and None not in changes:
            self.latest_lastmod = max(changes)
        return urls

    def _alternates(
        self, shown: PaginatorPage[Any], listed: list[Any]
    ) -> dict[Any, list[tuple[str, str]]]:
        if len(get_content_languages()) < 2:
            return {}
        pages = listed
        if shown.has_other_pages():
            # Translations may be in another part of the sitemap.
            keys = {each.translation_key for each in listed}
            pages = list(self.items().filter(translation_key__in=keys))
            hidden = hidden_by_review(pages)
            pages = [each for each in pages if each.pk not in hidden]
        return link_alternates(pages, self.request)

    def _images(self, pages: list[Any]) -> dict[Any, list[str]]:
        """Full addresses of the images of ``pages``, by primary key. One query."""
        wanted = {page.pk: _image_ids(page) for page in pages}
        ids = {each for keys in wanted.values() for each in keys}
        if not ids:
            return {}
        model = get_image_model().get_rendition_model()
        best: dict[Any, Any] = {}
        renditions = model._default_manager.filter(
            image_id__in=ids, filter_spec__startswith="width-", filter_spec__contains=JPEG
        )
        for rendition in renditions:
            known = best.get(rendition.image_id)
            if known is None or _rank(rendition) > _rank(known):
                best[rendition.image_id] = rendition
        root_url = self.get_wagtail_site().root_url
        return {
            pk: [join(root_url, best[key].url) for key in keys if key in best]
            for pk, keys in wanted.items()
        }


def _image_ids(page: AbstractPage) -> list[Any]:
    names: Iterable[str] = getattr(page, "sitemap_images", ())
    keys = [getattr(page, f"{name}_id") for name in names]
    return [key for key in keys if key is not None]


def _rank(rendition: AbstractRendition) -> tuple[bool, int]:
    return LARGE_SPEC.startswith(rendition.filter_spec), rendition.width


def _as_entries(
    alternates: dict[Any, list[tuple[str, str]]], page: AbstractPage
) -> list[dict[str, str]]:
    return [
        {"lang_code": language, "location": address}
        for language, address in alternates.get(page.pk, [])
    ]


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """The sitemap of the request's site, or an index of its parts (``?p=2``) where it is long."""
    if Site.find_for_request(request) is None:
        raise Http404("No site has this address.")
    pages = Sitemap(request)
    if "p" not in request.GET and (count := pages.paginator.num_pages) > 1:
        parts = [request.build_absolute_uri(f"?p={number}") for number in range(1, count + 1)]
        response = render(request, INDEX_TEMPLATE, {"parts": parts}, "application/xml")
        response["X-Robots-Tag"] = "noindex, noodp, noarchive"
        return response
    found: HttpResponse = wagtail_sitemap(
        request, {"wagtail": pages}, template_name=TEMPLATE, content_type="application/xml"
    )
    return found
