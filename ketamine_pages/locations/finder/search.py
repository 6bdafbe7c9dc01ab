"""One search of a visitor, for the template: form, place, results and sentences about them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext

from ketamine_pages.conf import conf
from ketamine_pages.delivery.once import TemplateContext, once
from ketamine_pages.locations.finder.facets import Facets, Moment, get_facets, read_moment
from ketamine_pages.locations.finder.forms import RADII, FinderForm, radius_label
from ketamine_pages.locations.finder.geocoders import Place, PlaceNotFoundError, get_geocoder
from ketamine_pages.locations.finder.queries import Hit, find, load, public_locations

if TYPE_CHECKING:
    from ketamine_pages.locations.finder.index_page import LocationIndexPageMixin

FILTERS = ("treatment", "language", "day", "new_patients", "telehealth")


@dataclass(frozen=True)
class Result:
    """A location that was found, with its distance in kilometres, or ``None`` without a place."""

    page: Any
    kilometres: float | None


@dataclass
class Finder:
    """What the finder of ``index_page`` answers to ``data``, the parameters of its address.

    ``unknown_place`` is the message about a place that nobody knows; ``hits`` are then those whose
    name, city or street has the text. With a form that is not valid there are no hits.
    """

    index_page: Any
    data: Mapping[str, Any]
    request: HttpRequest | None = None
    page_size: int = field(default_factory=lambda: conf.finder_page_size)
    # Without options the form takes no treatment and no language, for answers that show no form.
    with_options: bool = True
    place: Place | None = None
    unknown_place: str = ""
    hits: list[Hit] = field(default_factory=list)
    is_capped: bool = False

    def __post_init__(self) -> None:
        # First, as the moment has to be read before any location.
        facets = (
            get_facets(self.index_page, self.moment, self.request)
            if self.with_options
            else Facets()
        )
        locations = public_locations(self.index_page, self.request)
        self.form = FinderForm(self.data, facets)
        if not self.form.is_valid():
            return
        text = self._resolve_place()
        near = (self.place.latitude, self.place.longitude) if self.place else self.form.point
        limit = conf.finder_max_results
        hits = find(locations, self.form.get_criteria(near, text), limit + 1)
        self.hits, self.is_capped = hits[:limit], len(hits) > limit

    def _resolve_place(self) -> str:
        """Set ``place`` or ``unknown_place``; return the text to search for without a place."""
        text: str = self.form.cleaned_data["place"]
        if not text:
            return ""
        try:
            self.place = get_geocoder().geocode(text)
        except PlaceNotFoundError as error:
            self.unknown_place = str(error)
            return text
        return ""

    @cached_property
    def moment(self) -> Moment:
        """For the keys of what is kept. Where there is a form, nothing that is found is older."""
        return read_moment(self.request)

    @property
    def is_valid(self) -> bool:
        return self.form.is_valid()

    @property
    def errors(self) -> list[tuple[str, str, str]]:
        """Id of the input, label and message for each mistake; the id of a hidden one is empty."""
        found = []
        for name, messages in self.form.errors.items():
            bound = self.form[name]
            input_id = "" if bound.is_hidden else bound.id_for_label
            found += [(input_id, str(bound.label), str(message)) for message in messages]
        return found

    @property
    def is_search(self) -> bool:
        """Whether anything was asked for, other than another page of the list."""
        return not self.is_valid or bool(self.form.get_query(page=None))

    @property
    def is_at_point(self) -> bool:
        """Whether the search is around coordinates, right or wrong, and not around a place."""
        return not self.data.get("place") and bool(self.data.get("lat") or self.data.get("lon"))

    @property
    def has_filters(self) -> bool:
        """Whether one of the rarer filters is in use or filled in wrongly."""
        return any(self.data.get(name) for name in FILTERS)

    @property
    def page_count(self) -> int:
        return max(1, -(-len(self.hits) // self.page_size))

    @property
    def asked_page(self) -> int:
        return self.form.cleaned_data.get("page") or 1

    @property
    def number(self) -> int:
        """The number of the page that is shown: the last one for numbers past the end."""
        return min(self.asked_page, self.page_count)

    @property
    def is_past_the_end(self) -> bool:
        return self.asked_page > self.page_count

    @property
    def past_the_end(self) -> str:
        """The message for an address with a page that is not there, or an empty text."""
        if not self.is_past_the_end:
            return ""
        message = gettext("There is no page %(number)s. The last page is %(last)s.")
        return message % {"number": self.asked_page, "last": self.page_count}

    @property
    def shown_hits(self) -> list[Hit]:
        """The hits of the page that is shown."""
        start = (self.number - 1) * self.page_size
        return self.hits[start : start + self.page_size]

    @cached_property
    def results(self) -> list[Result]:
        """The locations of the page that is shown; with their images where there is a form."""
        hits = self.shown_hits
        distances = {(hit.model, hit.pk): hit.kilometres for hit in hits}
        pages = load(hits, images=self.with_options)
        return [Result(page, distances[type(page), page.pk]) for page in pages]

    @property
    def is_near(self) -> bool:
        return self.place is not None or (self.is_valid and self.form.point is not None)

    @property
    def summary(self) -> str:
        """How many were found, and where, in a sentence without a full stop."""
        count = len(self.hits)
        words = {"number": f"{count}+" if self.is_capped else str(count)}
        if not self.is_near:
            found = ngettext("%(number)s location", "%(number)s locations", count)
            return (found if count else gettext("No location was found")) % words
        words["distance"] = radius_label(self.form.cleaned_data["radius"])
        words["place"] = self.place.label if self.place else gettext("your position")
        found = ngettext(
            "%(number)s location within %(distance)s of %(place)s",
            "%(number)s locations within %(distance)s of %(place)s",
            count,
        )
        none = gettext("No location was found within %(distance)s of %(place)s")
        return (found if count else none) % words

    @property
    def alternatives(self) -> list[tuple[str, str]]:
        """Label and query of other places of the same name."""
        names = self.place.alternatives if self.place else ()
        return [(name, self._query(place=name, page=None)) for name in names]

    @property
    def wider(self) -> tuple[str, str] | None:
        """Label and query of the largest radius, where a smaller one found nothing."""
        if not self.is_near or self.hits or self.form.cleaned_data["radius"] == RADII[-1]:
            return None
        return radius_label(RADII[-1]), self._query(radius=RADII[-1], page=None)

    @property
    def previous_query(self) -> str:
        """The query of the page before, empty on the first."""
        return self._query(page=self.number - 1) if self.number > 1 else ""

    @property
    def next_query(self) -> str:
        """The query of the page after, empty on the last."""
        return self._query(page=self.number + 1) if self.number < self.page_count else ""

    def _query(self, **changes: Any) -> str:
        return "?" + urlencode(self.form.get_query(**changes))


def finder_of(page: LocationIndexPageMixin, context: TemplateContext) -> Finder:
    """What the finder of ``page`` answers to the address for which ``context`` is rendered."""
    request = context.get("request")
    return once(
        context,
        ("finder", type(page), page.pk),
        lambda: Finder(page, request.GET if request else {}, request),
    )
