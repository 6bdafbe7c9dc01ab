"""The words of a page or library item: all that its fields say, but for what a class leaves out.

Reading is the default, so that a field which a site adds is judged without anybody thinking of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

from django.db import models
from django.db.models import Field, Model
from django.utils.text import capfirst
from modelcluster.models import ClusterableModel, get_all_child_relations
from wagtail.fields import RichTextField

from ketamine_pages.rich_text.reading import get_words
from ketamine_pages.rules.findings import Spot
from ketamine_pages.rules.page_facts import Text, TextKind
from ketamine_pages.shown.kinds import HasWords

# Addresses are no words, whatever is in them.
ADDRESSES = (models.EmailField, models.FilePathField, models.SlugField, models.URLField)


@cache
def fields_with_words(model: type[Model]) -> tuple[Field[Any, Any], ...]:
    """The fields of a model in which somebody may have written what visitors read.

    Every text field that editors fill in freely, but for addresses and for what the class names in
    ``fields_without_words``.
    """
    left_out = model.fields_without_words if issubclass(model, HasWords) else ()
    return tuple(
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and not isinstance(field, ADDRESSES)
        and field.editable
        and not field.choices
        and field.name not in left_out
    )


def read_words(instance: Model, **values: Any) -> Iterator[Text]:
    """All texts in the fields of a page or item and of its child objects, each at its field.

    ``values`` are further fields of each ``Text``.
    """
    for field in fields_with_words(type(instance)):
        spot = Spot(field=field.name, label=str(capfirst(field.verbose_name)))
        yield from (replace(text, spot=spot, **values) for text in _read(instance, field))
    for accessor, fields in _children_with_words(type(instance)):
        for child in getattr(instance, accessor).all():
            for field in fields:
                spot = Spot(field=accessor, label=str(capfirst(field.verbose_name)))
                yield from (replace(text, spot=spot, **values) for text in _read(child, field))


def _read(instance: Model, field: Field[Any, Any]) -> Iterator[Text]:
    value = getattr(instance, field.attname)
    # What a field makes something else of, such as a phone number, has no words.
    if isinstance(value, str):
        kind = TextKind.PROSE if isinstance(field, models.TextField) else TextKind.LABEL
        lines = get_words(value) if isinstance(field, RichTextField) else [value]
        yield from (Text(line, kind=kind) for line in lines if line)


@cache
def _children_with_words(model: type[Model]) -> tuple[tuple[str, tuple[Field[Any, Any], ...]], ...]:
    if not issubclass(model, ClusterableModel):
        return ()
    found = (
        (relation.get_accessor_name(), fields_with_words(relation.related_model))
        for relation in get_all_child_relations(model)
        # Wagtail's own are comments of editors.
        if relation.related_model._meta.app_label != "wagtailcore"
    )
    return tuple((accessor, fields) for accessor, fields in found if fields)
