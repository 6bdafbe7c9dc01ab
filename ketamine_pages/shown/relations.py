"""What refers to objects: by Wagtail's reference index, and by relations that it leaves out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Any

import swapper
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import ManyToManyField, Model, Q
from wagtail.blocks import ListBlock, RichTextBlock
from wagtail.blocks.stream_block import BaseStreamBlock
from wagtail.blocks.struct_block import BaseStructBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.models import AbstractPage, ReferenceIndex

from ketamine_pages.shown.kinds import LibraryEntry
from ketamine_pages.shown.ways import Keys

# How many primary keys one query is given: few queries for many pages, and fewer parameters than
# any database allows.
CHUNK = 5000


@dataclass(frozen=True)
class Reference:
    """``source``, one of ``model``, refers to an object with its field or block at ``path``."""

    model: type[Model]
    pk: Any
    path: str
    # The model that holds the primary key of the object.
    target: type[Model]


def references_to(targets: Mapping[type[Model], Iterable[Any]]) -> Iterator[Reference]:
    """All references to objects, whatever their models. A query for ``CHUNK`` objects."""
    wanted = [(base_of(model), pk) for model, pks in targets.items() for pk in pks]
    for chunk in chunks(wanted):
        by_type: dict[ContentType, list[str]] = defaultdict(list)
        for model, pk in chunk:
            by_type[ContentType.objects.get_for_model(model)].append(str(pk))
        asked = Q()
        for content_type, pks in by_type.items():
            asked |= Q(to_content_type=content_type, to_object_id__in=pks)
        rows = ReferenceIndex.objects.filter(asked).order_by()
        columns = ("content_type", "object_id", "model_path", "to_content_type")
        for source, pk, path, target in rows.values_list(*columns).distinct():
            model = _model_of(source)
            # Its app may be gone.
            if model is not None:
                yield Reference(model, model._meta.pk.to_python(pk), path, _model_of(target))


def chosen_by(targets: Mapping[type[Model], Iterable[Any]]) -> Iterator[tuple[type[Model], Any]]:
    """Pages and library entries that name objects in relations to many.

    The index knows none of these. One query for each such relation to a model of ``targets``.
    """
    for model, pks in targets.items():
        for source, name in _relations_to(model):
            for chunk in chunks(pks):
                rows = source._base_manager.filter(**{f"{name}__in": chunk}).order_by()
                for pk in rows.values_list("pk", flat=True).distinct():
                    yield source, pk


@cache
def _relations_to(model: type[Model]) -> list[tuple[type[Model], str]]:
    return [
        (source, field.name)
        for source in apps.get_models()
        if issubclass(source, AbstractPage | LibraryEntry)
        for field in source._meta.local_many_to_many
        if isinstance(field, ManyToManyField)
        and issubclass(model, field.related_model)
        and field.name not in _not_shown(source)
    ]


def _not_shown(model: type[Model]) -> set[str]:
    # The entry is shown with these, and not these with the entry.
    if issubclass(model, LibraryEntry):
        return {model.shown_by_treatment, *model.unread_fields}
    return set()


def translations_of(model: type[Model], pks: Iterable[Any]) -> set[Any]:
    """The primary keys of objects and all of their translations."""
    found: set[Any] = set()
    for chunk in chunks(pks):
        keys = model._base_manager.filter(pk__in=chunk).order_by().values("translation_key")
        rows = model._base_manager.filter(translation_key__in=keys).order_by()
        found.update(rows.values_list("pk", flat=True))
    return found


def treatments_of(model: type[LibraryEntry], pks: Iterable[Any]) -> Keys:
    """The treatments, in all languages, whose pages show entries without naming them."""
    name = model.shown_by_treatment
    if not name:
        return {}
    treatment: Any = model._meta.get_field(name).related_model
    found: set[Any] = set()
    for chunk in chunks(pks):
        rows = model._base_manager.filter(pk__in=chunk).order_by()
        same = treatment._base_manager.filter(
            translation_key__in=rows.values(f"{name}__translation_key")
        )
        found.update(same.order_by().values_list("pk", flat=True))
    return {treatment: found}


def aliases_of(pages: Iterable[Any]) -> set[Any]:
    """The primary keys of the pages that show what one of ``pages`` shows, under another address.

    With those of aliases of aliases.
    """
    found: set[Any] = set()
    waiting = set(pages)
    while waiting:
        fresh: set[Any] = set()
        for chunk in chunks(waiting):
            rows = base_pages().filter(alias_of__in=chunk).order_by()
            fresh.update(rows.values_list("pk", flat=True))
        waiting = fresh - found
        found |= fresh
    return found


def base_pages() -> Any:
    """All pages of the site, as its base page."""
    return swapper.load_model("wagtailcore", "Page")._default_manager.all()


def page_models_of(pks: Iterable[Any]) -> Keys:
    """The primary keys of pages by the model that each page is of."""
    found: Keys = defaultdict(set)
    for chunk in chunks(pks):
        rows = base_pages().filter(pk__in=chunk).order_by()
        for content_type, pk in rows.values_list("content_type", "pk"):
            if model := _model_of(content_type):
                found[model].add(pk)
    return found


@cache
def is_link(model: type[Model], path: str) -> bool:
    """Whether a reference of ``model`` at ``path`` is a link in a rich text."""
    name, *rest = path.split(".")
    field = next((each for each in model._meta.concrete_fields if each.name == name), None)
    if not isinstance(field, StreamField):
        return isinstance(field, RichTextField)
    block: Any = field.stream_block
    for name in rest:
        if isinstance(block, RichTextBlock):
            return True
        if isinstance(block, ListBlock):
            block = block.child_block
        elif isinstance(block, BaseStreamBlock | BaseStructBlock) and name in block.child_blocks:
            block = block.child_blocks[name]
        else:
            return False
    return isinstance(block, RichTextBlock)


def chunks(values: Iterable[Any], size: int = CHUNK) -> Iterator[list[Any]]:
    """``values`` in lists of ``size``."""
    remaining = iter(values)
    while chunk := list(islice(remaining, size)):
        yield chunk


def _model_of(content_type: int) -> Any:
    return ContentType.objects.get_for_id(content_type).model_class()


def base_of(model: type[Model]) -> type[Model]:
    """What the index calls a target: the model that holds the primary key."""
    parents = model._meta.get_parent_list()
    return parents[-1] if parents else model
