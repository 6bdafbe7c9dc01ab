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

from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import Field, Model
from modelcluster.models import get_all_child_m2m_relations, get_all_child_relations
from wagtail.fields import RichTextField, StreamField
from wagtail.models import AbstractPage

from ketamine_pages.reviews.references import add_files, add_names, read_rich_text, refer
from ketamine_pages.reviews.streams import read_stream_content
from ketamine_pages.rules.fingerprint import make_fingerprint
from ketamine_pages.shown.contents import read_parts
from ketamine_pages.shown.kinds import Citing, LibraryEntry, is_library_entry
from ketamine_pages.shown.shelf import Shelf
from ketamine_pages.shown.source_links import sources_of
from ketamine_pages.shown.together import together
from ketamine_pages.shown.visitors import Shown

# What pages have of Wagtail's that visitors or search engines read.
READ = frozenset({"title", "seo_title", "search_description"})
# All else that Wagtail keeps, such as where a page stands in the tree. What a base page of Wagtail
# has depends on its version, so that its names are here as well.
BOOKKEEPING = (frozenset(field.name for field in AbstractPage._meta.fields) - READ) | {
    "alias_of",
    "content_type",
    "draft_title",
    "latest_revision_created_at",
    "owner",
    "show_in_menus",
    "slug",
    "url_path",
}
PLAIN = (str, bool, int, float, Decimal, date, time, UUID, dict, list, tuple)


def read_contents(objects: Sequence[Any], *, in_full: bool = False) -> list[dict[str, Any]]:
    """The content of each of ``objects``: pages, as their own type, and library entries.

    As ``rules.reviewing.readings`` describes it, ``in_full`` with what is kept beside the
    fingerprint. What a page shows of the library counts as its visitors see it, in the order in
    which it is printed. Hundreds of objects take as many queries as one.
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
    printed = {**entries, **sources}
    prefetch_children(list(printed.values()))
    said = {key: read_item(entry, as_shown=True) for key, entry in printed.items()}
    digests = {key: make_fingerprint(each) for key, each in said.items()}
    with sources_of(each for each in objects if isinstance(each, Citing)):
        own = [read_fields(each) if id(each) in shown else read_item(each) for each in objects]
    contents = []
    for each, says in zip(objects, own, strict=True):
        parts = [[id(entry) for entry in _printed(part)] for part in shown.get(id(each), ())]
        keys = {key for part in parts for key in part}
        contents.append(
            {
                "locale": each.locale_id,
                "own": says,
                "shown": [[digests[key] for key in part] for part in parts],
                "entries": {
                    digests[key]: {**refer(type(printed[key]), printed[key].pk), "says": said[key]}
                    for key in keys
                },
            }
        )
    add_files(contents)
    if in_full:
        add_names(contents)
    return contents


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
        if _is_read(field) and field.name not in leave_out:
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
            pks = sorted((each.pk for each in getattr(instance, field.name).all()), key=str)
            content[field.name] = [refer(field.related_model, pk) for pk in pks]
    return content


def _is_read(field: Field[Any, Any]) -> bool:
    if not field.editable or field.primary_key or field.name in BOOKKEEPING:
        return False
    link = field.remote_field
    # Neither the row of a base model nor somebody's account is anything that visitors read.
    return link is None or not (link.parent_link or link.model is get_user_model())


def read_item(item: LibraryEntry, *, as_shown: bool = False) -> dict[str, Any]:
    """A library item with its sources; ``as_shown`` leaves out what pages do not print of it."""
    # Where an entry stands among others is read where it is printed.
    leave_out = {"needs_confirmation", "sort_order", *(item.unread_fields if as_shown else ())}
    content = read_fields(item, leave_out=leave_out)
    for name in item.read_with:
        related = getattr(item, name, None)
        content[name] = _said_with(item, related) if related is not None else None
    if isinstance(item, Citing):
        links = sorted(item.source_links.all(), key=lambda link: link.sort_order or 0)
        content["source_links"] = [
            {"stance": link.stance, "source": _said_with(item, link.source)}
            for link in links
            if link.source.is_public
        ]
    return content


def _said_with(item: LibraryEntry, other: Model) -> dict[str, Any]:
    says = read_fields(other, leave_out={"needs_confirmation", "sort_order"})
    return {**refer(type(other), other.pk), "says": says}


def _read_field(instance: Model, field: Field[Any, Any]) -> Any:
    value = getattr(instance, field.attname)
    if isinstance(field, StreamField):
        return read_stream_content(value)
    if value is None:
        return None
    if field.many_to_one or field.one_to_one:
        return refer(field.related_model, value)
    if isinstance(field, RichTextField):
        return read_rich_text(value)
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
