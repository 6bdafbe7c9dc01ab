"""Where a library item is used: by what refers to it, and by all that shows it through others.

Wagtail lists what refers to an object. A page that reuses a list, or is about the treatment of a
notice, shows an item without naming it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, overload

from django.utils.functional import cached_property
from django.utils.translation import gettext
from wagtail.models import ReferenceIndex
from wagtail.snippets.views import snippets

from ketamine_pages.shown.registry import Aspect
from ketamine_pages.shown.relations import page_models_of
from ketamine_pages.shown.upwards import find_shown
from ketamine_pages.shown.ways import Way

WAYS = frozenset({Way.CONTENT, Way.CARD})


@dataclass(frozen=True)
class IndirectReference:
    """Takes the place of a ``ReferenceIndex`` in a row of what does not refer to the item."""

    # As of Wagtail's, a lower-case name of the model.
    model_name: Any
    way: Way
    content_path: str = ""

    def describe_source_field(self) -> str:
        """What stands in the column where Wagtail names a field."""
        if self.way is Way.CONTENT:
            return gettext("By way of a list, a treatment or another entry")
        return gettext("By its name or a card")

    def describe_on_delete(self) -> str:
        """What becomes of it when the item is deleted."""
        return gettext("will no longer show it")


# A page or item, and how it refers to the item in question.
Row = tuple[Any, list[Any]]


class Usage(Sequence[Row]):
    """The rows of the usage of a library item; objects are read as they are asked for."""

    def __init__(self, item: Any) -> None:
        self.item = item
        self._direct = ReferenceIndex.get_grouped_references_to(item)

    def count(self, value: Any = None) -> int:
        """How many pages and items use it; Wagtail asks without a value."""
        return len(self)

    @property
    def is_protected(self) -> bool:
        """Whether something that refers to the item forbids to delete it."""
        return bool(self._direct.is_protected)

    def __len__(self) -> int:
        return len(self._direct_rows) + len(self._indirect)

    @overload
    def __getitem__(self, index: int) -> Row: ...

    @overload
    def __getitem__(self, index: slice) -> list[Row]: ...

    def __getitem__(self, index: int | slice) -> Row | list[Row]:
        if isinstance(index, int):
            return self[index : index + 1][0]
        start, stop, _step = index.indices(len(self))
        first = len(self._direct_rows)
        indirect = self._indirect[max(0, start - first) : max(0, stop - first)]
        return [*self._direct_rows[start:stop], *self._read(indirect)]

    def __iter__(self) -> Iterator[Row]:
        return iter(self[:])

    @cached_property
    def _direct_rows(self) -> list[Row]:
        return list(self._direct)

    @cached_property
    def _indirect(self) -> list[tuple[Any, Any, Way]]:
        """Model, primary key and way of what shows the item without referring to it."""
        shown = find_shown({Aspect.WORDS: {type(self.item): {self.item.pk}}}, WAYS)
        found = [
            (model, pk, shown.pages[pk])
            for model, pks in page_models_of(shown.pages).items()
            for pk in pks
        ]
        for model, ways in shown.entries.items():
            found += [(model, pk, way) for pk, way in ways.items()]
        direct = {_key(type(each), each.pk) for each, _references in self._direct_rows}
        direct.add(_key(type(self.item), self.item.pk))
        rest = [each for each in found if _key(*each[:2]) not in direct]
        # What says the same first.
        return sorted(rest, key=lambda each: (-each[2], each[0]._meta.label, str(each[1])))

    def _read(self, rows: Sequence[tuple[Any, Any, Way]]) -> Iterator[Row]:
        by_base: dict[Any, list[Any]] = {}
        for model, pk, _way in rows:
            by_base.setdefault(_base_of(model), []).append(pk)
        objects = {base: base._base_manager.in_bulk(pks) for base, pks in by_base.items()}
        for model, pk, way in rows:
            if found := objects[_base_of(model)].get(pk):
                yield found, [IndirectReference(model._meta.verbose_name, way)]


def _base_of(model: Any) -> Any:
    # Wagtail reads pages here as what its index knows them by: base pages.
    parents = model._meta.get_parent_list()
    return parents[-1] if parents else model


def _key(model: Any, pk: Any) -> tuple[Any, str]:
    return _base_of(model), str(pk)


class LibraryUsageView(snippets.UsageView):
    """Lists what shows the item, in whatever way; private pages as Wagtail's own view does."""

    def get_queryset(self) -> Usage:
        return Usage(self.object)


class LibraryDeleteView(snippets.DeleteView):
    """Counts what will no longer show the item."""

    def get_usage(self) -> Usage | None:
        return Usage(self.object) if self.usage_url else None
