"""From what a visitor types to a point on the map, without asking anybody on the network."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext

from ketamine_pages.conf import conf
from ketamine_pages.plugins import Entry, plugin_class, plugin_entries

MAX_ALTERNATIVES = 4


@dataclass(frozen=True)
class Place:
    """A place that was found; degrees, positive to the north and to the east.

    ``label`` is shown to the visitor. ``alternatives`` are other places of the same name, each as
    a text that the geocoder understands.
    """

    label: str
    latitude: float
    longitude: float
    alternatives: tuple[str, ...] = ()


class PlaceNotFoundError(LookupError):
    """Raised where no geocoder knows the place. The message is for visitors."""

    def __init__(self, text: str) -> None:
        super().__init__(
            gettext(
                "We do not know the place “%(place)s”. "
                "Try a postal code, or a city with its state, such as “Phoenix, AZ”."
            )
            % {"place": text}
        )


class Geocoder(ABC):
    """Base class of geocoders; keyword arguments come from the ``OPTIONS`` of the setting."""

    @abstractmethod
    def geocode(self, text: str) -> Place:
        """The place that ``text`` names: a postal code, a city, a city with its region.

        Raises ``PlaceNotFoundError`` where it knows none. Called while a visitor waits: no network.
        """

    @classmethod
    def missing(cls) -> str:
        """What has to be installed before the geocoder can work, or an empty text."""
        return ""


class ChainedGeocoder(Geocoder):
    """Asks geocoders in turn; the first that knows the place answers."""

    def __init__(self, geocoders: Iterable[Geocoder]) -> None:
        self.geocoders = list(geocoders)

    def geocode(self, text: str) -> Place:
        for geocoder in self.geocoders:
            try:
                return geocoder.geocode(text)
            except PlaceNotFoundError:
                continue
        raise PlaceNotFoundError(text)


def get_geocoder() -> Geocoder:
    """The geocoder of the setting ``GEOCODER``, new each time."""
    return ChainedGeocoder(
        geocoder_class(path)(**options) for path, options in geocoder_entries(conf.geocoder)
    )


def geocoder_entries(value: object) -> list[Entry]:
    """The setting's value as dotted paths with options: it may be one or several of either form.

    Raises ``ValueError`` for anything else.
    """
    return plugin_entries(value, "A geocoder")


def geocoder_class(path: str) -> type[Geocoder]:
    """The class at a dotted path. Raises ``ImportError``, or ``ValueError`` if it is none."""
    return plugin_class(path, Geocoder)  # type: ignore[type-abstract]
