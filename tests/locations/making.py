"""Locations on the map, and a geocoder that knows what a test tells it."""

from typing import Any

from ketamine_pages.locations.finder.geocoders import Geocoder, Place, PlaceNotFoundError
from tests.factories import LocationIndexPageFactory, LocationPageFactory

PHOENIX = (33.4484, -112.0740)
MEMORY = "tests.locations.making.MemoryGeocoder"


class MemoryGeocoder(Geocoder):
    """Knows ``places``: latitude and longitude by name."""

    def __init__(self, places: dict[str, tuple[float, float]] | None = None) -> None:
        self.places = {"Phoenix": PHOENIX} if places is None else places

    def geocode(self, text: str) -> Place:
        if text not in self.places:
            raise PlaceNotFoundError(text)
        return Place(f"{text} (known)", *self.places[text])


class UselessGeocoder(MemoryGeocoder):
    """Lacks something that was not installed."""

    @classmethod
    def missing(cls) -> str:
        return "some-package"


def at(latitude: float, longitude: float) -> dict[str, str]:
    """Coordinates as the fields of a location take them."""
    return {"latitude": f"{latitude:.6f}", "longitude": f"{longitude:.6f}"}


def make_locations(number: int, parent: Any = None, **fields: Any) -> list[Any]:
    """Locations ever further to the north of Phoenix, 1.1 km apart."""
    parent = parent or LocationIndexPageFactory()
    return [
        LocationPageFactory(parent=parent, **at(PHOENIX[0] + step / 100, PHOENIX[1]), **fields)
        for step in range(number)
    ]
