"""All places of a page type or library model where somebody can write something for visitors.

Found by walking models and blocks, so that a new field or block is there by itself. What is left
out is named here, and not asked of the code that is tested.
"""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from django import forms
from django.db import models
from phonenumber_field.modelfields import PhoneNumberField
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageBlock
from wagtail.snippets.blocks import SnippetChooserBlock

from ketamine_pages.codes import CodesField

# No words: addresses, codes, numbers, and what only staff read.
NO_TEXT_FIELDS = (
    models.EmailField,
    models.SlugField,
    models.URLField,
    CodesField,
    PhoneNumberField,
)
NO_TEXTS = {"path", "recipients", "code", "doi", "pmid", "withdrawn_reason"}
FOR_EDITORS_ONLY = {"SiteWording.name"}
NO_TEXT_FORM_FIELDS = (forms.EmailField, forms.URLField)

TABLE = {"columns": [], "rows": [], "caption": ""}


class Leaf(NamedTuple):
    """A block in which there can be words: the way to it, and what is stored with words there.

    ``fill`` takes the words and what choosers choose, by model.
    """

    path: str
    fill: Callable[[str, dict[Any, Any]], Any]


def text_fields(model: Any) -> list[str]:
    """The fields of a model that hold texts."""
    return [
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and not isinstance(field, NO_TEXT_FIELDS)
        and field.editable
        and not field.choices
        and field.name not in NO_TEXTS
        and f"{model.__name__}.{field.name}" not in FOR_EDITORS_ONLY
    ]


def streams(model: Any) -> list[Any]:
    return [field for field in model._meta.concrete_fields if isinstance(field, StreamField)]


def leaves_of_stream(block: Any) -> Iterator[tuple[str, Leaf]]:
    """The leaves of a whole stream, each with the type of the block that it is in."""
    for name, child in block.child_blocks.items():
        for leaf in leaves(child):
            yield name, leaf


def leaves(block: Any) -> Iterator[Leaf]:
    """The leaves in a block with words, paths as findings give them."""
    if isinstance(block, ImageBlock):
        yield Leaf("", _image)
    elif isinstance(block, blocks.StructBlock):
        for name, child in block.child_blocks.items():
            for leaf in leaves(child):
                yield _in_struct(block, name, leaf)
    elif isinstance(block, blocks.StreamBlock):
        for name, child in block.child_blocks.items():
            for leaf in leaves(child):
                yield _wrapped("0", leaf, lambda value, name=name: [{"type": name, "value": value}])
    elif isinstance(block, blocks.ListBlock):
        for leaf in leaves(block.child_block):
            yield _wrapped("0", leaf, lambda value: [{"type": "item", "id": "1", "value": value}])
    elif isinstance(block, TypedTableBlock):
        yield from _leaves_of_table(block)
    elif _has_text(block):
        yield Leaf("", lambda words, chosen: words)


def _has_text(block: Any) -> bool:
    field = getattr(block, "field", None)
    return isinstance(field, forms.CharField) and not isinstance(field, NO_TEXT_FORM_FIELDS)


def _leaves_of_table(block: Any) -> Iterator[Leaf]:
    yield Leaf("", lambda words, chosen: {**TABLE, "caption": words})
    for name, child in block.child_blocks.items():
        column = {"type": name, "heading": ""}
        yield Leaf(
            "",
            lambda words, chosen, column=column: {
                **TABLE,
                "columns": [{**column, "heading": words}],
            },
        )
        for leaf in leaves(child):
            yield _wrapped(
                "0.0",
                leaf,
                lambda value, column=column: {
                    **TABLE,
                    "columns": [column],
                    "rows": [{"values": [value]}],
                },
            )


def _in_struct(block: Any, name: str, leaf: Leaf) -> Leaf:
    def fill(words: str, chosen: dict[Any, Any]) -> Any:
        beside = {
            each: _choose(child, chosen)
            for each, child in block.child_blocks.items()
            if _chooses_entry(child)
        }
        return {**beside, name: leaf.fill(words, chosen)}

    return Leaf(_join(name, leaf.path), fill)


def _wrapped(step: str, leaf: Leaf, wrap: Callable[[Any], Any]) -> Leaf:
    return Leaf(_join(step, leaf.path), lambda words, chosen: wrap(leaf.fill(words, chosen)))


def _join(step: str, path: str) -> str:
    return f"{step}.{path}" if path else step


def _image(words: str, chosen: dict[Any, Any]) -> Any:
    return {"image": chosen["image"], "alt_text": words, "decorative": False}


def _chooses_entry(block: Any) -> bool:
    if isinstance(block, blocks.StreamBlock):
        return all(isinstance(child, SnippetChooserBlock) for child in block.child_blocks.values())
    return isinstance(block, SnippetChooserBlock)


def _choose(block: Any, chosen: dict[Any, Any]) -> Any:
    """An entry, so that a section is printed which is left out without one."""
    if isinstance(block, blocks.StreamBlock):
        [(name, child)] = block.child_blocks.items()
        return [{"type": name, "value": chosen.get(child.target_model)}]
    return chosen.get(block.target_model)
