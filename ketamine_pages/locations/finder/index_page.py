"""The page that lists the locations below it, with the finder."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.utils.functional import classproperty
from django.utils.translation import gettext_lazy as _

from ketamine_pages.locations.finder.search import finder_of
from ketamine_pages.locations.page import LocationPageMixin
from ketamine_pages.pages.editorial import EditorialPageMixin, page_types_with
from ketamine_pages.schema_org import Node
from ketamine_pages.search_engines.entities import clinic_card, list_first, printed_entities
from ketamine_pages.search_engines.frame import Frame

if TYPE_CHECKING:
    from wagtail.models import AbstractPage

# Parameters of the finder's form. With any but the last, an address is a search.
SEARCH_PARAMETERS = (
    "place",
    "radius",
    "lat",
    "lon",
    "treatment",
    "language",
    "day",
    "new_patients",
    "telehealth",
)
PAGE_PARAMETER = "page"


class LocationIndexPageMixin(EditorialPageMixin):
    """Lists the locations of a clinic and finds the nearest."""

    # Addresses and hours; a site that says more there sets REVIEW_INTERVAL_MONTHS.
    needs_review = False
    schema_type = "CollectionPage"

    page_template = "ketamine_pages/locations/location_index_page.html"
    page_description = _("Lists your clinics and finds the nearest; one page for each below it.")

    class Meta:
        abstract = True

    @classproperty
    def subpage_types(cls) -> list[Any]:
        return page_types_with(LocationPageMixin)

    def is_search(self, request: HttpRequest) -> bool:
        """Whether ``request`` is a search, which no search engine should list.

        Such addresses are without number: there is one for whatever a visitor types.
        """
        return any(request.GET.get(name) for name in SEARCH_PARAMETERS)

    def get_canonical_query(self, request: HttpRequest) -> str | None:
        """The query of the canonical address: the number of a later page, or empty.

        ``None`` for a search, which has no canonical address.
        """
        if self.is_search(request):
            return None
        number = request.GET.get(PAGE_PARAMETER, "")
        is_later = number.isascii() and number.isdigit() and len(number) < 7 and int(number) > 1
        return f"?{PAGE_PARAMETER}={int(number)}" if is_later else ""

    def get_structured_entities(self, context: Mapping[str, Any]) -> list[Node]:
        frame = Frame(self, context)
        finder = finder_of(self, context)
        cards = [
            clinic_card(frame, result.page, address)
            for result in (finder.results if finder else ())
            if (address := frame.address_of(result.page))
        ]
        first = 1 + (finder.number - 1) * finder.page_size if finder else 1
        total = len(finder.hits) if finder else 0
        listed = list_first(frame, cards, first=first, total=total)
        return listed + printed_entities(frame)

    def lists_page(self, page: AbstractPage) -> bool:
        return isinstance(page, LocationPageMixin)
