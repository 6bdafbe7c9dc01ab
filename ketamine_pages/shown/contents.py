"""Down: from pages, as they are in memory, to what they show of the library.

``stock`` fetches it for one page or for hundreds at once, and ``read_parts`` then says part by part
what visitors see. A page is read by what its type and its blocks declare; see ``brings``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from modelcluster.fields import ParentalManyToManyField
from wagtail import blocks
from wagtail.models import AbstractPage
from wagtail.snippets.blocks import SnippetChooserBlock

from ketamine_pages.shown.brings import Cites, Lists, picked, show_all, show_block
from ketamine_pages.shown.declared import (
    children_of,
    declarations,
    declaring,
    holds_entries,
    streams_of,
    undeclared,
)
from ketamine_pages.shown.declares import DeclaringPage, declared_parts
from ketamine_pages.shown.gathering import Choices, GatheredStreamValue, fetch_choices, using
from ketamine_pages.shown.kinds import AboutTreatment, ConditionBase, is_library_entry
from ketamine_pages.shown.shelf import Shelf
from ketamine_pages.shown.visitors import Needs, Shown, Visitors


@dataclass(frozen=True)
class Part:
    """A part of a page: a block, a chooser, or fields of the page itself.

    ``field`` is the name of the stream or of the page's own field. ``is_printed`` is false for a
    block that visitors do not get, such as one whose last day is over.
    """

    field: str
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
        for field in _entry_keys(page):
            if key := getattr(page, field.attname):
                choices.add(field.related_model, key)
    fetch_choices(streams, shelf, choices)
    for page in pages:
        _share(page, shelf)
    # Each for each language: where there are several, their pages mostly show the same.
    locales = {page.locale_id for page in pages}
    chosen = [(locale_id, entry) for entry in shelf.entries() for locale_id in locales]
    shelf.fetch_treatments(shelf.translate(chosen))
    # With the treatments that statements among them are about.
    entries = [(locale_id, entry) for entry in shelf.entries() for locale_id in locales]
    shelf.translate(entries)
    notices, indications = [], []
    for page in pages:
        needs, visitors = Needs(), Visitors(shelf, page, is_stocking=True)
        for brings, get, _is_printed in declarations(page):
            for each in brings:
                each.need(get, visitors, needs)
        notices += [(of, page.locale_id) for of in needs.notices if of is not None]
        indications += [(of, page.locale_id) for of in needs.indications if of is not None]
    shelf.stock(
        entries,
        notices=notices,
        indications=indications,
        condition_keys=[
            each.translation_key for _locale, each in entries if isinstance(each, ConditionBase)
        ],
    )
    return shelf


def read_parts(page: AbstractPage, shelf: Shelf) -> Iterator[Part]:
    """What ``page`` shows: first itself, then block by block."""
    visitors = Visitors(shelf, page)
    if isinstance(page, DeclaringPage):
        yield Part("", show_all(page.brings, lambda name: getattr(page, name), visitors))
    yield from read_blocks(page, shelf)
    for field, child in children_of(page):
        for block, value in undeclared(child.block, child.value):
            yield Part(field, show_chosen(block, value, visitors))
    for field, entries in _referred(page):
        shown = Shown()
        shown.add(visitors.pick(entries, field, shown), field)
        yield Part(field, shown)


def read_blocks(page: AbstractPage, shelf: Shelf) -> Iterator[Part]:
    """What the blocks of ``page`` show that declare it, those within other blocks as well."""
    visitors = Visitors(shelf, page)
    for field, child in children_of(page):
        for block, value, is_printed in declaring(child.block, child.value):
            yield Part(field, show_block(block, value, visitors), is_printed)


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

    In the preview of a block or an entry (``in_preview``) there is no page. Anywhere else without
    one nothing can be said of effects, as nobody knows which risks stand beside it.
    """
    shelf = context.get("shelf") or Shelf()
    return Visitors(shelf, context.get("page"), is_preview=bool(context.get("in_preview")))


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
        yield field.name, _related(page, field)


def _related(page: Any, field: Any) -> list[Any]:
    if field.many_to_many:
        # Django refuses to look for what a page that is not saved is related to.
        is_known = page.pk or isinstance(field, ParentalManyToManyField)
        return list(getattr(page, field.name).all()) if is_known else []
    value = getattr(page, field.name)
    return [] if value is None else [value]


def is_entry_field(model: type[Model] | str | None) -> bool:
    """Whether a field that relates to ``model`` (``None`` for other fields) holds entries."""
    return isinstance(model, type) and is_library_entry(model)


def _entry_keys(page: Any) -> list[Any]:
    """The foreign keys of a page to library entries."""
    fields = type(page)._meta.concrete_fields
    return [field for field in fields if is_entry_field(field.related_model)]


def _share(page: AbstractPage, shelf: Shelf) -> None:
    """Let ``page`` show the objects on the shelf rather than fetch them once more."""
    for stream in streams_of(page).values():
        if isinstance(stream, GatheredStreamValue):
            stream.share(shelf)
        else:
            with using(shelf):
                list(stream)
    for field in _entry_keys(page):
        entry = shelf.get(field.related_model, getattr(page, field.attname))
        if entry is not None and not field.is_cached(page):
            field.set_cached_value(page, entry)
