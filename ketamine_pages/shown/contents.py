"""Down: from pages, as they are in memory, to what they show of the library.

``stock`` fetches it for one page or for hundreds at once, and ``read_parts`` then says part by part
what visitors see. A page is read by what its type and its blocks declare; see ``brings``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import Model
from wagtail import blocks
from wagtail.blocks import StreamValue
from wagtail.fields import StreamField
from wagtail.models import AbstractPage
from wagtail.snippets.blocks import SnippetChooserBlock

from ketamine_pages.shown.brings import (
    Brings,
    Cites,
    DeclaringBlock,
    DeclaringPage,
    Get,
    Lists,
    Needs,
    Shown,
    Visitors,
    declared_parts,
    picked,
    show_all,
    show_block,
)
from ketamine_pages.shown.gathering import Choices, GatheredStreamValue, fetch_choices, using
from ketamine_pages.shown.kinds import AboutTreatment, ConditionBase, PicksEntries, is_library_entry
from ketamine_pages.shown.shelf import Shelf
from ketamine_pages.shown.tree import value_children


@dataclass(frozen=True)
class Part:
    """A part of a page: a block of a stream (``child``), or the page itself (``None``).

    ``field`` is the name of the stream or of the page's own field. ``is_printed`` is false for a
    block that visitors do not get, such as one whose last day is over.
    """

    field: str
    child: Any
    shown: Shown
    is_printed: bool = True


def stock(pages: Sequence[Any], shelf: Shelf | None = None) -> Shelf:
    """A shelf with all that ``pages`` show of the library; on top of what is on ``shelf``.

    The number of queries grows with the kinds of entries and with languages, and neither with the
    number of pages nor with what they show.
    """
    shelf, choices = shelf or Shelf(), Choices()
    streams = [stream for page in pages for stream in streams_of(page).values()]
    for page in pages:
        for model, key in _own_choices(page):
            choices.add(model, key)
    fetch_choices(streams, shelf, choices)
    for page in pages:
        _share(page, shelf)
    # Each for each language: where there are several, their pages mostly show the same.
    locales = {page.locale_id for page in pages}
    entries = [(locale_id, entry) for entry in shelf.entries() for locale_id in locales]
    shelf.translate(entries)
    needs = Needs()
    for page in pages:
        visitors = Visitors(shelf, page)
        for brings, get in _declarations(page):
            for each in brings:
                each.need(get, visitors, needs)
    shelf.stock(
        entries,
        notices=[each for each in needs.notices if each is not None],
        indications=[each for each in needs.indications if each is not None],
        condition_keys=[
            each.translation_key for _locale, each in entries if isinstance(each, ConditionBase)
        ],
    )
    return shelf


def read_parts(page: AbstractPage, shelf: Shelf) -> Iterator[Part]:
    """What ``page`` shows: first itself, then block by block."""
    visitors = Visitors(shelf, page)
    if isinstance(page, DeclaringPage):
        yield Part("", None, show_all(page.brings, lambda name: getattr(page, name), visitors))
    yield from read_blocks(page, shelf)
    for field, child in _children(page):
        for block, value in undeclared(child.block, child.value):
            yield Part(field, child, show_chosen(block, value, visitors))
    for field, entries in _referred(page):
        shown = Shown()
        shown.add(visitors.pick(entries, field, shown), field)
        yield Part(field, None, shown)


def read_blocks(page: AbstractPage, shelf: Shelf) -> Iterator[Part]:
    """What the blocks of ``page`` show that declare it."""
    visitors = Visitors(shelf, page)
    for field, child in _children(page):
        block = child.block
        if isinstance(block, DeclaringBlock):
            shown = show_block(block, child.value, visitors)
            yield Part(field, child, shown, block.is_printed(child.value))


def holds_entries(block: blocks.Block) -> bool:
    """Whether the value of ``block`` is a library entry, or a row of them that were picked."""
    if isinstance(block, SnippetChooserBlock):
        return is_library_entry(block.target_model)
    # Pages can be picked as well; those are read one by one.
    return isinstance(block, PicksEntries) and any(
        holds_entries(chooser) for chooser in block.child_blocks.values()
    )


def undeclared(block: blocks.Block, value: Any) -> Iterator[tuple[Any, Any]]:
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


def find_undeclared(block: blocks.Block, path: str) -> Iterator[str]:
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


def undeclared_in(model: type[Model]) -> list[str]:
    """The same for all streams of a page type, and its own declarations."""
    declared = declared_parts(model.brings) if issubclass(model, DeclaringPage) else set()
    return [
        path
        for name in _stream_names(model)
        for path in find_undeclared(_stream_block(model, name), name)
        if path not in declared
    ]


def show_chosen(block: blocks.Block, value: Any, visitors: Visitors) -> Shown:
    """What a chooser holds, as if the page printed it in full; sources are cited."""
    shown = Shown()
    if isinstance(block, SnippetChooserBlock):
        shown.add(visitors.pick([value], "", shown))
    else:
        kind = Cites if block.is_citation else Lists
        kind("").show(lambda _part: value, visitors, shown)
    return shown


def visitors_for(context: Mapping[Any, Any]) -> Visitors:
    """Those who read what is rendered, or judged, in ``context``: its ``page`` and its ``shelf``.

    Where there is no page, as in the preview of a block, they see everything as it is.
    """
    return Visitors(context.get("shelf") or Shelf(), context.get("page"))


def streams_of(page: AbstractPage) -> dict[str, StreamValue]:
    """The streams of blocks of a page by their fields."""
    model: Any = type(page)
    return {name: getattr(page, name) for name in _stream_names(model)}


def _stream_block(model: type[Model], name: str) -> blocks.StreamBlock:
    field: Any = model._meta.get_field(name)
    return field.stream_block


@cache
def _stream_names(model: type[Model]) -> tuple[str, ...]:
    return tuple(f.name for f in model._meta.concrete_fields if isinstance(f, StreamField))


def _declarations(page: AbstractPage) -> Iterator[tuple[tuple[Brings, ...], Get]]:
    if isinstance(page, DeclaringPage):
        yield page.brings, lambda name: getattr(page, name)
    for _field, child in _children(page):
        if isinstance(child.block, DeclaringBlock):
            yield child.block.brings, child.value.get


def _children(page: AbstractPage) -> Iterator[tuple[str, Any]]:
    """The blocks of a page; a stream of picks is no row of blocks but one content of the page."""
    for name, stream in streams_of(page).items():
        if not holds_entries(stream.stream_block):
            for child in stream:
                yield name, child


def _referred(page: AbstractPage) -> Iterator[tuple[str, list[Any]]]:
    """Library entries in fields of ``page`` that it declares nothing about."""
    declared = declared_parts(page.brings) if isinstance(page, DeclaringPage) else set()
    if isinstance(page, AboutTreatment):
        declared.add("treatment")
    for name, stream in streams_of(page).items():
        if name not in declared and holds_entries(stream.stream_block):
            yield name, picked(stream)
    for field in type(page)._meta.get_fields():
        model: Any = field.related_model
        if field.auto_created or field.name in declared or not is_entry_field(model):
            continue
        value = getattr(page, field.name)
        yield field.name, list(value.all()) if field.many_to_many else [value]


def is_entry_field(model: type[Model] | str | None) -> bool:
    """Whether a field that relates to ``model`` (``None`` for other fields) holds entries."""
    return isinstance(model, type) and is_library_entry(model)


def _own_choices(page: AbstractPage) -> Iterator[tuple[Any, Any]]:
    if isinstance(page, AboutTreatment) and page.treatment_id:
        yield type(page).treatment.field.related_model, page.treatment_id


def _share(page: AbstractPage, shelf: Shelf) -> None:
    """Let ``page`` show the objects on the shelf rather than fetch them once more."""
    for stream in streams_of(page).values():
        if isinstance(stream, GatheredStreamValue):
            stream.share(shelf)
        else:
            with using(shelf):
                list(stream)
    for model, key in _own_choices(page):
        field = type(page).treatment.field
        if not field.is_cached(page) and (treatment := shelf.get(model, key)) is not None:
            field.set_cached_value(page, treatment)
