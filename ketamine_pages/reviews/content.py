"""What visitors read of pages and library items, as plain values for a fingerprint.

Objects are read as they are in memory, unsaved changes included; what they show from the library
is read as visitors would see it. Hundreds of objects take as many queries as one: they grow with
the number of models, not of objects or of items shown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Field, Model
from modelcluster.models import get_all_child_m2m_relations, get_all_child_relations
from wagtail.fields import RichTextField, StreamField

from ketamine_pages.reviews.streams import read_stream_content
from ketamine_pages.rich_text.canonical import canonical
from ketamine_pages.rules.fingerprint import make_fingerprint
from ketamine_pages.shown.contents import read_parts
from ketamine_pages.shown.kinds import Citing, LibraryEntry, is_library_entry
from ketamine_pages.shown.shelf import Shelf
from ketamine_pages.shown.source_links import sources_of
from ketamine_pages.shown.together import together
from ketamine_pages.shown.visitors import Shown

# What Wagtail keeps about pages and items, and no visitor reads.
BOOKKEEPING = frozenset(
    {
        "alias_of",
        "content_type",
        "expire_at",
        "first_published_at",
        "go_live_at",
        "has_unpublished_changes",
        "last_published_at",
        "latest_revision",
        "live",
        "live_revision",
        "locale",
        "locked_by",
        "owner",
        "show_in_menus",
        "slug",
        "translation_key",
    }
)
PLAIN = (str, bool, int, float, Decimal, date, time, UUID, dict, list, tuple)


def read_contents(objects: Sequence[Any]) -> list[dict[str, Any]]:
    """The content of each of ``objects``: pages, as their own type, and library entries.

    What a page shows of the library counts as its visitors see it, in the order in which it is
    printed. Hundreds of objects take as many queries as one.
    """
    pages = [each for each in objects if not is_library_entry(type(each))]
    shelf = _shelf_for(pages)
    shown = {id(page): [part.shown for part in read_parts(page, shelf)] for page in pages}
    entries = {
        id(brought.entry): brought.entry
        for page in pages
        for part in shown[id(page)]
        for brought in part.entries
    }
    sources = {id(each): each for parts in shown.values() for p in parts for each in p.sources}
    prefetch_children([*entries.values(), *sources.values()])
    digests = {
        key: make_fingerprint(read_item(entry, as_shown=True))
        for key, entry in {**entries, **sources}.items()
    }
    with sources_of(each for each in objects if isinstance(each, Citing)):
        own = [read_fields(each) if id(each) in shown else read_item(each) for each in objects]
    return [
        {
            "locale": each.locale_id,
            "own": said,
            "shown": [
                [digests[id(entry)] for entry in _printed(part)] for part in shown.get(id(each), ())
            ],
        }
        for each, said in zip(objects, own, strict=True)
    ]


def _shelf_for(pages: Sequence[Model]) -> Shelf:
    if not pages:
        return Shelf()
    with together(pages) as those:
        return those.shelf


def _printed(part: Shown) -> list[Any]:
    return [*(brought.entry for brought in part.entries), *part.sources]


def prefetch_children(objects: Iterable[Any]) -> None:
    """Fetch the child objects of ``objects`` that come from the database, in bulk."""
    by_model: dict[Any, list[Any]] = defaultdict(list)
    for each in objects:
        if each.pk:
            by_model[type(each)].append(each)
    for model, group in by_model.items():
        names = [relation.get_accessor_name() for relation in _child_relations(model)]
        names += [field.name for field in get_all_child_m2m_relations(model)]
        if is_library_entry(model):
            names = [*model.page_prefetch, *model.read_with, *names]
        if issubclass(model, Citing):
            names.append("source_links__source")
        models.prefetch_related_objects(group, *names)


def read_fields(instance: Model, leave_out: Iterable[str] = ()) -> dict[str, Any]:
    """The fields and child objects of ``instance`` that visitors read."""
    content: dict[str, Any] = {"type": instance._meta.label_lower}
    for field in instance._meta.concrete_fields:
        is_own = field.editable and not field.primary_key and field.name not in BOOKKEEPING
        if is_own and field.name not in leave_out:
            content[field.name] = _read_field(instance, field)
    for relation in _child_relations(type(instance)):
        children = getattr(instance, relation.get_accessor_name()).all()
        leave = {relation.field.name, "sort_order"}
        content[relation.get_accessor_name()] = [
            read_fields(child, leave)
            for child in sorted(children, key=lambda child: getattr(child, "sort_order", 0) or 0)
        ]
    for field in get_all_child_m2m_relations(type(instance)):
        if field.name not in leave_out:
            content[field.name] = {each.pk for each in getattr(instance, field.name).all()}
    return content


def read_item(item: LibraryEntry, *, as_shown: bool = False) -> dict[str, Any]:
    """A library item with its sources; ``as_shown`` leaves out what pages do not print of it."""
    leave_out = {"needs_confirmation", *(item.unread_fields if as_shown else ())}
    content = read_fields(item, leave_out=leave_out)
    for name in item.read_with:
        related = getattr(item, name, None)
        content[name] = read_fields(related) if related is not None else None
    if isinstance(item, Citing):
        links = sorted(item.source_links.all(), key=lambda link: link.sort_order or 0)
        content["source_links"] = [
            [link.stance, read_fields(link.source, leave_out={"needs_confirmation"})]
            for link in links
            if link.source.is_public
        ]
    return content


def _read_field(instance: Model, field: Field[Any, Any]) -> Any:
    value = getattr(instance, field.attname)
    if isinstance(field, StreamField):
        return read_stream_content(value)
    if value is None or field.many_to_one or field.one_to_one:
        return value
    if isinstance(field, RichTextField):
        return canonical(value)
    if isinstance(value, PLAIN):
        return value
    return field.value_to_string(instance)


def _child_relations(model: type[Model]) -> list[Any]:
    # Wagtail's own are comments of editors and the like.
    return [
        relation
        for relation in get_all_child_relations(model)
        if relation.related_model._meta.app_label != "wagtailcore"
    ]
