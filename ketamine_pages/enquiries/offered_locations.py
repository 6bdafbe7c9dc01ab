"""Locations that a visitor can write to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest

from ketamine_pages.delivery.aliases import each_once
from ketamine_pages.delivery.visibility import visible_pages
from ketamine_pages.enquiries.form_builder import Choices
from ketamine_pages.locations.page import LocationPageMixin
from ketamine_pages.pages.editorial import page_types_with

if TYPE_CHECKING:
    from ketamine_pages.enquiries.page import EnquiryPageMixin

# More than these nobody looks through; the finder leads to the form with ?location=….
MOST_LISTED = 100


def offered_locations(page: EnquiryPageMixin, request: HttpRequest, wanted: str = "") -> Choices:
    """Primary keys and titles of the locations that everybody may see, in the page's language.

    On a site with more than can be listed it is the ``wanted`` one alone, if there is one.
    """
    found: list[Any] = []
    for model in page_types_with(LocationPageMixin):
        pages = each_once(visible_pages(model._default_manager.all(), request, page.locale_id))
        rows = pages.order_by("title", "pk").values_list("pk", "title")
        found += rows[: MOST_LISTED + 1]
        if len(found) > MOST_LISTED:
            chosen = find_location(page, request, wanted)
            return [(str(chosen.pk), chosen.title)] if chosen else []
    return [(str(pk), title) for pk, title in sorted(found, key=lambda row: row[1])]


def find_location(page: EnquiryPageMixin, request: HttpRequest, pk: str) -> Any:
    """The location with this primary key, if everybody may see it; or ``None``."""
    for model in page_types_with(LocationPageMixin):
        try:
            key = model._meta.pk.to_python(pk)
        except ValidationError:
            continue
        pages = visible_pages(model._default_manager.filter(pk=key), request, page.locale_id)
        if found := pages.first():
            return found
    return None
