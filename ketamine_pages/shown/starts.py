"""Which models a change of which can be shown anywhere, asked for each object that is saved.

So it asks no database: what pages and library entries refer to follows from their fields and
blocks. All others, such as an app of the site that keeps its own books, cost nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from django.db.models import ForeignKey, ManyToManyField, Model
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel, get_all_child_relations
from wagtail.blocks import Block, ChooserBlock, ListBlock
from wagtail.blocks.stream_block import BaseStreamBlock
from wagtail.blocks.struct_block import BaseStructBlock
from wagtail.fields import StreamField
from wagtail.images import get_image_model
from wagtail.models import AbstractPage, ReferenceIndex
from wagtail.rich_text import features

from ketamine_pages.shown.kinds import LibraryEntry
from ketamine_pages.shown.registry import registered_kinds
from ketamine_pages.shown.ways import Way

IGNORED = "wagtail_reference_index_ignore"


def can_start(model: type[Model], ways: frozenset[Way]) -> bool:
    """Whether something may show objects of ``model`` in one of ``ways``."""
    if _is_referred_to(model) or _is_child_of_one(model):
        return True
    # What rooms have registered beside is no content.
    return ways != {Way.CONTENT} and issubclass(model, registered_kinds())


def parent_of(child: Model) -> tuple[type[Model], Any] | None:
    """The model and primary key of the object that ``child`` is a part of, or ``None``.

    Sources of a benefit, for example: what they say is said by the benefit.
    """
    field = _parental_key(type(child))
    if field is None:
        return None
    return field.related_model, getattr(child, field.attname)


def _parental_key(model: type[Model]) -> Any:
    return next((each for each in model._meta.fields if isinstance(each, ParentalKey)), None)


def _is_child_of_one(model: type[Model]) -> bool:
    field = _parental_key(model)
    return field is not None and _is_referred_to(field.related_model)


@cache
def _is_referred_to(model: type[Model]) -> bool:
    if issubclass(model, AbstractPage | LibraryEntry):
        return True
    return any(issubclass(model, target) for target in _targets())


@cache
def _targets() -> frozenset[type[Model]]:
    """What fields and blocks of indexed models may refer to, and what rich texts may."""
    found: set[Any] = {get_image_model()}
    for model in ReferenceIndex.indexed_models:
        found.update(targets_of_fields(model))
    handlers = features.get_link_types() | features.get_embed_types()
    for handler in handlers.values():
        try:
            found.add(handler.get_model())
        except NotImplementedError:
            # Links to other sites, and media from there.
            continue
    # A setting refers to its site, and that is no content of the site.
    found.difference_update(registered_kinds())
    return frozenset(each for each in found if isinstance(each, type))


def targets_of_fields(model: type[Model]) -> Iterator[Any]:
    """What objects of ``model``, and their child objects, can name in a field or a block."""
    for field in model._meta.get_fields():
        if isinstance(field, ForeignKey | ManyToManyField):
            is_own = not isinstance(field, ParentalKey) and not getattr(field, IGNORED, False)
            if is_own and not getattr(field.related_model, IGNORED, False):
                yield field.related_model
        elif isinstance(field, StreamField):
            yield from _targets_of_block(field.stream_block)
    if issubclass(model, ClusterableModel):
        for relation in get_all_child_relations(model):
            yield from targets_of_fields(relation.related_model)


def _targets_of_block(block: Block) -> Iterator[Any]:
    if isinstance(block, ChooserBlock):
        yield block.model_class
    elif isinstance(block, ListBlock):
        yield from _targets_of_block(block.child_block)
    elif isinstance(block, BaseStreamBlock | BaseStructBlock):
        for child in block.child_blocks.values():
            yield from _targets_of_block(child)
