"""Ways to pages that Wagtail's reference index does not know, registered by the rooms that do.

The index knows foreign keys, choosers and links. It does not know which pages list what stands
below them, where the clinics are printed, or what is on every page of a site.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

from django.db.models import Model

from ketamine_pages.shown.kinds import LibraryEntry
from ketamine_pages.shown.ways import Keys, Way


class Aspect(Enum):
    """What of an object concerns those that show it."""

    # What it says has changed.
    WORDS = "words"
    # It is as it was, but pages that show it print something of another object that has changed: a
    # treatment brings its safety notices, and a statement about an approved product a warning.
    COMPANY = "company"
    # Its card has changed, or its title or address.
    CARD = "card"
    # As ``CARD``, and the addresses of the pages below it have changed as well.
    PLACE = "place"
    # Perhaps its card has changed.
    NEARBY = "nearby"

    @property
    def way(self) -> Way:
        """How those show the change that refer to the object."""
        return _WAYS[self]


_WAYS = {
    Aspect.WORDS: Way.CONTENT,
    Aspect.COMPANY: Way.CONTENT,
    Aspect.CARD: Way.CARD,
    Aspect.PLACE: Way.CARD,
    Aspect.NEARBY: Way.FRAME,
}

ANY_ASPECT = frozenset(Aspect)
# Of pages: whatever is printed where another page leads to them.
CARDS = frozenset({Aspect.CARD, Aspect.PLACE, Aspect.NEARBY})

# Given a model and the primary keys of changed objects: those of the pages that show them.
FindPages = Callable[[type[Model], set[object]], Iterable[object]]
# … or other objects that have changed with them.
FindOthers = Callable[[type[Model], set[object]], Iterable[tuple[Aspect, Keys]]]


@dataclass(frozen=True)
class _Pages:
    kind: type
    aspects: frozenset[Aspect]
    way: Way
    find: FindPages


@dataclass(frozen=True)
class _Others:
    kind: type
    aspects: frozenset[Aspect]
    find: FindOthers


_pages: list[_Pages] = []
_others: list[_Others] = []
_relations: list[tuple[type, str]] = []


def register_pages(
    kind: type, way: Way, find: FindPages, aspects: Iterable[Aspect] = ANY_ASPECT
) -> None:
    """Pages that ``find`` returns show objects of ``kind``, a model or a base of models.

    They show it in ``way``, or in a weaker one where the aspect has no stronger.
    """
    _pages.append(_Pages(kind, frozenset(aspects), way, find))


def register_others(kind: type, find: FindOthers, aspects: Iterable[Aspect] = ANY_ASPECT) -> None:
    """With objects of ``kind`` those change that ``find`` returns."""
    _others.append(_Others(kind, frozenset(aspects), find))


def register_relation(kind: type, name: str) -> None:
    """What shows objects of ``kind`` depends on their foreign key ``name``.

    When it changes, those count as well that have shown the object until then.
    """
    _relations.append((kind, name))


def deciding_relations(model: type[Model]) -> set[str]:
    """The foreign keys of ``model`` that decide what shows its objects."""
    named = {name for kind, name in _relations if issubclass(model, kind)}
    if issubclass(model, LibraryEntry):
        named.add(model.shown_by_treatment)
    return {
        field.name
        for field in model._meta.concrete_fields
        if field.name in named and field.is_relation
    }


def page_finders(model: type[Model], aspect: Aspect) -> Iterator[tuple[Way, FindPages]]:
    """What is registered for changes of ``model``, each with its way."""
    for each in _pages:
        if aspect in each.aspects and issubclass(model, each.kind):
            yield min(each.way, aspect.way), each.find


def other_finders(model: type[Model], aspect: Aspect) -> Iterator[FindOthers]:
    """What is registered for changes of ``model``."""
    for each in _others:
        if aspect in each.aspects and issubclass(model, each.kind):
            yield each.find


def registered_kinds() -> tuple[type, ...]:
    """All models and bases that something is registered for."""
    return tuple({*(each.kind for each in _pages), *(each.kind for each in _others)})
