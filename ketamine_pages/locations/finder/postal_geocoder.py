"""Places of other countries, from the table that the command ``load_places`` fills."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from statistics import fmean

from django.db.models import Count, Max, Q

from ketamine_pages.locations.finder.geocoders import (
    MAX_ALTERNATIVES,
    Geocoder,
    Place,
    PlaceNotFoundError,
)
from ketamine_pages.locations.finder.postal_place import PostalPlace, code_key, name_key

# A name such as "Neustadt" is in many regions, and a large city has many postal codes.
MOST_GROUPS = 40
MOST_ROWS = 400


class PostalPlaceGeocoder(Geocoder):
    """Postal codes, "City" and "City, Region" of :class:`PostalPlace`.

    ``countries``: ISO 3166 codes it is limited to, the most likely first; all by default.
    """

    def __init__(self, countries: Sequence[str] = ()) -> None:
        self.countries = list(countries)

    def geocode(self, text: str) -> Place:
        place = self._by_code(text) or self._by_name(text)
        if place is None:
            raise PlaceNotFoundError(text)
        return place

    def _by_code(self, text: str) -> Place | None:
        # "10115 Berlin" is how addresses are written; "SW1A 1AA" is known as "SW1A" in most lists.
        words = text.replace(",", " ").split()
        whole = [code_key(text)] if len(words) < 4 else []
        for key in dict.fromkeys([*whole, *(code_key(word) for word in words[:1])]):
            if any(character.isdigit() for character in key) and (
                place := self._best(Q(code_key=key))
            ):
                return place
        return None

    def _by_name(self, text: str) -> Place | None:
        if not (key := name_key(text)):
            return None
        if place := self._best(Q(name_key=key)):
            return place
        name, comma, region = text.rpartition(",")
        if not comma:
            return None
        return self._best(Q(name_key=name_key(name), region_key=name_key(region)))

    def _best(self, condition: Q) -> Place | None:
        """The middle of the rows that match, in the country and region with most of them."""
        found = PostalPlace.objects.filter(condition)
        if self.countries:
            found = found.filter(country__in=self.countries)
        groups = list(
            found.values("country", "region")
            .annotate(size=Count("pk"), place=Max("name"))
            .order_by("-size", "country", "region")[:MOST_GROUPS]
        )
        if not groups:
            return None
        groups.sort(key=lambda group: self._rank(str(group["country"])))
        first, *others = groups
        here = found.filter(country=first["country"], region=first["region"]).order_by("pk")
        latitude, longitude = _middle(here.values_list("latitude", "longitude")[:MOST_ROWS])
        names = [f"{each['place']}, {each['region']}" for each in others if each["region"]]
        return Place(
            _label(first["place"], first["region"], first["country"]),
            latitude,
            longitude,
            tuple(dict.fromkeys(names))[:MAX_ALTERNATIVES],
        )

    def _rank(self, country: str) -> int:
        # A stable sort: within a country, the order of the query stays.
        return self.countries.index(country) if self.countries else 0


def _middle(points: Iterable[tuple[float, float]]) -> tuple[float, float]:
    """The average of points that are near each other, at the antimeridian as well."""
    latitudes, longitudes = zip(*points, strict=True)
    start = longitudes[0]
    east = fmean((longitude - start + 180) % 360 - 180 for longitude in longitudes)
    return fmean(latitudes), (start + east + 180) % 360 - 180


def _label(name: str, region: str, country: str) -> str:
    return ", ".join(dict.fromkeys(part for part in (name, region, country) if part))
