"""The library items and pages that a body shows, fetched at once.

Wagtail fetches the choices of each type of block by themselves: a body with sources in seven types
of block asks for sources seven times. Here all blocks of a body share one query for each model.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from wagtail import blocks
from wagtail.blocks import StreamValue

from ketamine_pages.blocks.tree import walk_raw

# What has been fetched by model and key as it is stored; ``None`` for what was deleted.
Gathered = dict[Any, dict[Any, Any]]

# For as long as a body turns stored values into items and no longer: Wagtail's methods for that
# have no argument to pass it in.
_gathered: ContextVar[Mapping[Any, Mapping[Any, Any]]] = ContextVar("gathered")


class GatheredChooserMixin:
    """A chooser block that takes part. Blocks with the same choice share one object."""

    def bulk_to_python(self, values: Any) -> list[Any]:
        """The chosen objects in order, ``None`` for those deleted."""
        values = list(values)
        known = _gathered.get({}).get(self.model_class, {})  # type: ignore[attr-defined]
        if all(value is None or value in known for value in values):
            return [known.get(value) for value in values]
        found: list[Any] = super().bulk_to_python(values)  # type: ignore[misc]
        return found


class GatheredStreamValue(StreamValue):
    """The value of a ``GatheringStreamBlock``."""

    _choices: Gathered | None = None

    @property
    def choices(self) -> Gathered:
        """What the blocks show, lists of other pages included; fetched when first asked for."""
        if self._choices is None:
            self._choices = _fetch(self)
        return self._choices

    def __getitem__(self, i: Any) -> Any:
        with _using(self.choices):
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


@contextmanager
def _using(choices: Gathered) -> Iterator[None]:
    token = _gathered.set(choices)
    try:
        yield
    finally:
        _gathered.reset(token)


def _fetch(stream: StreamValue) -> Gathered:
    wanted: dict[Any, set[Any]] = {}
    _collect(stream.stream_block, stream.raw_data, wanted)
    gathered: Gathered = {}
    # Pages first, as they may bring lists of items.
    pages = {model: keys for model, keys in wanted.items() if not hasattr(model, "ready_for_page")}
    _look_up(pages, gathered)
    lists = [
        getattr(page, page.items_field)
        for found in gathered.values()
        for page in found.values()
        if hasattr(page, "items_field")
    ]
    for each in lists:
        _collect(each.stream_block, each.raw_data, wanted)
    _look_up({model: wanted[model] for model in wanted.keys() - pages.keys()}, gathered)
    with _using(gathered):
        for each in lists:
            list(each)
    return gathered


def _look_up(wanted: dict[Any, set[Any]], into: Gathered) -> None:
    for model, keys in wanted.items():
        objects = model._default_manager.order_by()
        if related := getattr(model, "page_select", ()):
            objects = objects.select_related(*related)
        found = objects.in_bulk(keys)
        into[model] = {key: found.get(key) for key in keys}


def _collect(block: Any, raw: Any, wanted: dict[Any, set[Any]]) -> None:
    for leaf in walk_raw(block, raw):
        # Keys that are no numbers (UUIDs) are stored as text, and would not be found by it.
        if isinstance(leaf.block, GatheredChooserMixin) and isinstance(leaf.value, int):
            model = leaf.block.model_class  # type: ignore[attr-defined]
            wanted.setdefault(model, set()).add(leaf.value)
