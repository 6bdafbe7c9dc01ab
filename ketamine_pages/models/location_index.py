"""The page above the locations of a clinic."""

from __future__ import annotations

from typing import Any

from django.utils.functional import classproperty
from django.utils.translation import gettext_lazy as _

from .location import LocationPageMixin
from .pages import EditorialPageMixin, page_types_with


class LocationIndexPageMixin(EditorialPageMixin):
    """Lists the locations of a clinic and finds the nearest."""

    # Addresses and hours; a site that says more there sets REVIEW_INTERVAL_MONTHS.
    needs_review = False

    page_template = "ketamine_pages/pages/location_index_page.html"
    page_description = _("Lists your clinics and finds the nearest; one page for each below it.")

    class Meta:
        abstract = True

    @classproperty
    def subpage_types(cls) -> list[Any]:
        return page_types_with(LocationPageMixin)

    def lists_page(self, page: Any) -> bool:
        return isinstance(page, LocationPageMixin)
