"""Which blocks declare what they show, and which choosers of library entries nobody declares."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from django.db.models import Model
from wagtail import blocks
from wagtail.blocks import StreamValue
from wagtail.fields import StreamField
from wagtail.snippets.blocks import SnippetChooserBlock

from ketamine_pages.shown.declares import (
    Brings,
    DeclaringBlock,
    DeclaringPage,
    Get,
    declared_parts,
)
from ketamine_pages.shown.kinds import PicksEntries, is_library_entry
from ketamine_pages.shown.tree import value_children


def declaring(
    block: Any, value: Any, *, is_printed: bool = True
) -> Iterator[tuple[DeclaringBlock, Any, bool]]:
    """The blocks in a value that declare what they show, with theirs and whether it is printed.

    A block comes before those within it, which are not printed where it is not.
    """
    if value is None or isinstance(block, PicksEntries):
        return
    if isinstance(block, DeclaringBlock):
        is_printed = is_printed and block.is_printed(value)
        yield block, value, is_printed
    for child in value_children(block, value):
        yield from declaring(child.block, child.value, is_printed=is_printed)


def declarations(page: Model) -> Iterator[tuple[tuple[Brings, ...], Get, bool]]:
    """What a page and its blocks declare, how to read its parts, and whether it is printed."""
    if isinstance(page, DeclaringPage):
        yield page.brings, lambda name: getattr(page, name), True
    for _field, child in children_of(page):
        for block, value, is_printed in declaring(child.block, child.value):
            yield block.brings, value.get, is_printed


def children_of(page: Model) -> Iterator[tuple[str, Any]]:
    """The blocks of a page; a stream of picks is no row of blocks but one content of the page."""
    for name, stream in streams_of(page).items():
        if not holds_entries(stream.stream_block):
            for child in stream:
                yield name, child


def streams_of(page: Model) -> dict[str, StreamValue]:
    """The streams of blocks of a page by their fields."""
    model: Any = type(page)
    return {name: getattr(page, name) for name in stream_names(model)}


def holds_entries(block: Any) -> bool:
    """Whether the value of ``block`` is a library entry, or a row of them that were picked."""
    if isinstance(block, SnippetChooserBlock):
        return is_library_entry(block.target_model)
    # Pages can be picked as well; those are read one by one.
    return isinstance(block, PicksEntries) and any(
        holds_entries(chooser) for chooser in block.child_blocks.values()
    )


def undeclared(block: Any, value: Any) -> Iterator[tuple[Any, Any]]:
    """Choosers of library entries in a value, with theirs, that no declaration accounts for."""
    if value is None:
        return
    if holds_entries(block):
        yield block, value
        return
    declared = declared_parts(block.brings) if isinstance(block, DeclaringBlock) else set()
    for child in value_children(block, value):
        if child.name not in declared or not holds_entries(child.block):
            yield from undeclared(child.block, child.value)


def find_undeclared(block: Any, path: str) -> Iterator[str]:
    """Paths of choosers of library entries that no declaration accounts for, in a definition.

    ``path`` leads to ``block``: a field of a page, then names of parts and types of blocks.
    """
    if holds_entries(block):
        yield path
        return
    declared = declared_parts(block.brings) if isinstance(block, DeclaringBlock) else set()
    children = getattr(block, "child_blocks", {})
    if isinstance(block, blocks.ListBlock):
        children = {"": block.child_block}
    for name, child in children.items():
        if name not in declared or not holds_entries(child):
            yield from find_undeclared(child, f"{path}.{name}" if name else path)


def undeclared_in(model: Any) -> list[str]:
    """The same for all streams of a page type, and its own declarations."""
    declared = declared_parts(model.brings) if issubclass(model, DeclaringPage) else set()
    return [
        path
        for name in stream_names(model)
        for path in find_undeclared(model._meta.get_field(name).stream_block, name)
        if path not in declared
    ]


@cache
def stream_names(model: Any) -> tuple[str, ...]:
    """The fields of a page type that hold streams of blocks."""
    return tuple(f.name for f in model._meta.concrete_fields if isinstance(f, StreamField))
