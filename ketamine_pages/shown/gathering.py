"""Choosers that fetch together: all blocks of a body share one query for each model.

Wagtail fetches the choices of each type of block by themselves: a body with sources in seven types
of block asks for sources seven times.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db.models import Model
from wagtail import blocks
from wagtail.blocks import StreamValue

from ketamine_pages.shown.brings import DeclaringBlock
from ketamine_pages.shown.kinds import ListsEntries, is_library_entry
from ketamine_pages.shown.shelf import Shelf
from ketamine_pages.shown.tree import as_stored, raw_children

# For as long as a stream turns stored values into objects and no longer: Wagtail's methods for
# that have no argument to pass it in.
_shelf: ContextVar[Shelf | None] = ContextVar("shelf", default=None)


class GatheredChooserMixin:
    """A chooser block that takes part. Blocks with the same choice share one object."""

    def bulk_to_python(self, values: Iterable[Hashable]) -> list[Any]:
        """The chosen objects in order, ``None`` for those deleted."""
        values, shelf = list(values), _shelf.get()
        model: Any = self.model_class  # type: ignore[attr-defined]
        if shelf is not None and shelf.has(model, [value for value in values if value is not None]):
            return [None if value is None else shelf.get(model, value) for value in values]
        found: list[Any] = super().bulk_to_python(values)  # type: ignore[misc]
        return found


class GatheredStreamValue(StreamValue):
    """The value of a ``GatheringStreamBlock``."""

    _own_shelf: Shelf | None = None

    @property
    def shelf(self) -> Shelf:
        """What the blocks show, lists of other pages included; fetched when first asked for."""
        if self._own_shelf is None:
            self._own_shelf = Shelf()
            fetch_choices([self], self._own_shelf)
        return self._own_shelf

    def share(self, shelf: Shelf) -> None:
        """Take objects from ``shelf``, which has them all; blocks that were read keep theirs."""
        self._own_shelf = shelf

    def __getitem__(self, i: int | slice) -> Any:
        with using(self.shelf):
            return super().__getitem__(i)


class GatheringStreamBlock(blocks.StreamBlock):
    """A stream block whose choosers are fetched together, however deep they are."""

    def to_python(self, value: Any) -> Any:
        """As Wagtail's; a value from the database gathers."""
        stream = super().to_python(value)
        if type(stream) is StreamValue and stream.is_lazy:
            raw = list(stream.raw_data)
            return GatheredStreamValue(self, raw, is_lazy=True, raw_text=stream.raw_text)
        return stream


class Choices:
    """What is chosen in stored values: primary keys by model.

    ``lists`` are those of pages whose list is reused, by the model that the chooser looks for.
    """

    def __init__(self) -> None:
        self.by_model: dict[Any, set[Any]] = {}
        self.lists: dict[Any, set[Any]] = {}

    def read(self, stream: StreamValue) -> None:
        """Add the choices in a stream, as it is stored or would be."""
        raw = stream.raw_data if stream.is_lazy else as_stored(stream.get_prep_value())
        self._read(stream.stream_block, list(raw))

    def _read(self, block: blocks.Block, raw: Any) -> None:
        if isinstance(block, GatheredChooserMixin):
            if raw:
                self.add(block.model_class, raw)  # type: ignore[attr-defined]
            return
        if isinstance(block, DeclaringBlock) and isinstance(raw, Mapping):
            for part in {each.reuse for each in block.brings if raw.get(each.reuse)}:
                model = block.child_blocks[part].model_class  # type: ignore[attr-defined]
                self.lists.setdefault(model, set()).add(raw[part])
        for child in raw_children(block, raw):
            self._read(child.block, child.value)

    def add(self, model: type[Model], key: Hashable) -> None:
        """An object of ``model`` is chosen."""
        self.by_model.setdefault(model, set()).add(key)


@contextmanager
def using(shelf: Shelf) -> Iterator[None]:
    """Choosers take their objects from ``shelf``."""
    token = _shelf.set(shelf)
    try:
        yield
    finally:
        _shelf.reset(token)


def fetch_choices(streams: list[StreamValue], shelf: Shelf, choices: Choices | None = None) -> None:
    """Have everything that is chosen in ``streams``, and in the lists that they reuse."""
    choices = choices or Choices()
    for stream in streams:
        choices.read(stream)
    # Pages first, as they may bring lists of entries.
    for model, keys in choices.by_model.items():
        if not is_library_entry(model):
            shelf.fetch(model, keys)
    lists = [
        listing
        for model, keys in choices.lists.items()
        for listing in _specific(model, keys, shelf)
        if isinstance(listing, ListsEntries)
    ]
    listed = [getattr(each, each.items_field) for each in lists]
    for stream in listed:
        choices.read(stream)
    for model, keys in choices.by_model.items():
        shelf.fetch(model, keys)
    with using(shelf):
        for stream in listed:
            list(stream)


def _specific(model: type[Model], keys: set[Any], shelf: Shelf) -> list[Any]:
    """The pages with these keys as what they are; they take the place of base pages."""
    pages = [page for key in keys if (page := shelf.get(model, key)) is not None]
    by_type: dict[Any, set[Any]] = {}
    for page in pages:
        if page.specific_class not in (None, type(page)):
            by_type.setdefault(page.specific_class, set()).add(page.pk)
    for page_type, same in by_type.items():
        shelf.fetch(page_type, same)
        for key in same:
            shelf.put(model, key, shelf.get(page_type, key))
    return [page for key in keys if (page := shelf.get(model, key)) is not None]
