"""What shows something, and in which way: the answer of the walk upwards, as plain values."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from django.apps import apps
from django.db.models import Field, Model

# Primary keys by model.
Keys = dict[type[Model], set[Any]]


class Way(IntEnum):
    """How something shows an object; the strongest counts where there are several."""

    # Around its own content: a menu, the footer, or a list that may have changed by the way.
    FRAME = 1
    # Its title, its address, its card.
    CARD = 2
    # What it says.
    CONTENT = 3


ALL_WAYS = frozenset(Way)


@dataclass
class ShownBy:
    """The pages, by primary key, and the library entries that show an object, each with its way.

    Pages of all types have keys of their own, as they share a table.
    """

    pages: dict[Any, Way] = field(default_factory=dict)
    entries: dict[type[Model], dict[Any, Way]] = field(default_factory=dict)

    def add_pages(self, pks: Iterable[Any], way: Way) -> None:
        _strengthen(self.pages, pks, way)

    def add_entries(self, model: type[Model], pks: Iterable[Any], way: Way) -> None:
        _strengthen(self.entries.setdefault(model, {}), pks, way)

    def add(self, other: ShownBy) -> None:
        for pk, way in other.pages.items():
            self.add_pages([pk], way)
        for model, found in other.entries.items():
            for pk, way in found.items():
                self.add_entries(model, [pk], way)

    def pages_by(self, *ways: Way) -> set[Any]:
        """The primary keys of the pages that show the object in one of ``ways``."""
        return {pk for pk, way in self.pages.items() if way in ways}

    def entries_by(self, *ways: Way) -> Keys:
        """The library entries that show the object in one of ``ways``."""
        found = {
            model: {pk for pk, way in by_key.items() if way in ways}
            for model, by_key in self.entries.items()
        }
        return {model: pks for model, pks in found.items() if pks}

    def as_data(self) -> list[list[Any]]:
        """The same for a queue of tasks: rows of label (empty: pages), primary key and way."""
        rows = [["", _plain(pk), int(way)] for pk, way in self.pages.items()]
        for model, found in self.entries.items():
            rows += [[model._meta.label, _plain(pk), int(way)] for pk, way in found.items()]
        return rows

    @classmethod
    def from_data(cls, rows: Iterable[Iterable[Any]], page_key: Field[Any, Any]) -> ShownBy:
        """What ``as_data`` has made; ``page_key`` is the field of the primary key of pages."""
        shown = cls()
        for label, pk, way in rows:
            if label:
                model = apps.get_model(label)
                shown.add_entries(model, [model._meta.pk.to_python(pk)], Way(way))
            else:
                shown.add_pages([page_key.to_python(pk)], Way(way))
        return shown


def merge_keys(into: Keys, others: Mapping[type[Model], Iterable[Any]]) -> None:
    """Add ``others`` to ``into``."""
    for model, pks in others.items():
        into.setdefault(model, set()).update(pks)


def _strengthen(known: dict[Any, Way], pks: Iterable[Any], way: Way) -> None:
    for pk in pks:
        known[pk] = max(way, known.get(pk, way))


def _plain(pk: Hashable) -> Any:
    # A site's own base page may have keys that are no JSON.
    return pk if isinstance(pk, int | str) else str(pk)
