"""Model fields whose migrations hold only what the database has to know.

Both are drop-in replacements for the Wagtail fields of the same name.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from wagtail import fields as wagtail_fields
from wagtail.blocks import Block, CharBlock, ListBlock, StreamBlock, StructBlock
from wagtail.blocks.definition_lookup import BlockDefinitionLookupBuilder
from wagtail.images.blocks import ImageBlock
from wagtail.rich_text import RichTextMaxLengthValidator

from ketamine_pages.rich_text import (
    DEFAULT_MAX_LENGTH,
    FEATURES,
    get_editor_widget,
    get_validators,
    get_visible_limit,
)

Deconstructed = tuple[str, str, list[Any], dict[str, Any]]

# Wording, and rules for forms. Django would write a migration for each change of these, and into
# the app of every site that inherits the field; no database ever reads them.
WORDING = ("error_messages", "help_text", "validators", "verbose_name")


class StreamField(wagtail_fields.StreamField):
    """A Wagtail StreamField that freezes only the shape of its blocks in migrations.

    The shape is which containers (struct, stream, list) hold which names, sorted; every other
    block is frozen as a ``CharBlock``. So adding, renaming or removing a block makes a migration,
    while labels, help texts, order, choices, ``required``, limits and defaults never do.

    ``MigrateStreamData`` works as with Wagtail's field, on live data and on revisions: a block path
    may go through any struct, stream or list. It may end at an ``ImageBlock`` or a typed table,
    and the operation then gets the whole stored value, but it cannot go into one. Other data
    migrations read the value of a plain block as it is stored: ids, and rich text as HTML strings.

    Takes the arguments of ``wagtail.fields.StreamField``. A column that is added to existing rows
    is filled with empty streams, whatever ``default`` says: that is for new pages.

    Migrations refer to this class as ``ketamine_pages.fields.StreamField``, which must never move.
    """

    def __init__(self, block_types: Block | Iterable[tuple[str, Block]], **kwargs: Any) -> None:
        # With a default always there, makemigrations has no question to ask about existing rows,
        # and a migration can do without one that is written out. Not a callable: for that, Django
        # would add a hidden field with the initial value to forms.
        if not kwargs.get("null"):
            kwargs.setdefault("default", [])
        super().__init__(block_types, **kwargs)

    def deconstruct(self) -> Deconstructed:
        # Not Wagtail's own version, which would go through every real block first.
        name, path, _args, kwargs = self._deconstruct_options()
        for option in ("blank", "default", *WORDING):
            kwargs.pop(option, None)
        builder = BlockDefinitionLookupBuilder()
        block_types = [
            (child_name, builder.add_block(child))
            for child_name, child in _child_shapes(self.stream_block)
        ]
        return name, path, [block_types], {**kwargs, "block_lookup": builder.get_lookup_as_dict()}

    def clone(self) -> StreamField:
        # Django clones by way of deconstruct(), which would leave a clone with the shape alone.
        kwargs = self._deconstruct_options()[3]
        limits = {name: value for name, value in self.block_opts.items() if name != "required"}
        return self.__class__(
            self.block_types_arg, block_lookup=self.block_lookup, **limits, **kwargs
        )

    def _deconstruct_options(self) -> Deconstructed:
        return super(wagtail_fields.StreamField, self).deconstruct()


def _shape(block: Block) -> Block:
    """A fresh block with the shape of this one, and nothing else of it."""
    # To its users an ImageBlock is one value. Its fields are Wagtail's business, and a release of
    # Wagtail that adds one must not make a migration here.
    if isinstance(block, ImageBlock):
        return CharBlock()
    # Always the plain container: what a subclass adds is behaviour, which data does not have.
    if isinstance(block, StreamBlock):
        return StreamBlock(_child_shapes(block))
    if isinstance(block, StructBlock):
        return StructBlock(_child_shapes(block))
    if isinstance(block, ListBlock):
        return ListBlock(_shape(block.child_block))
    return CharBlock()


def _child_shapes(container: Block) -> list[tuple[str, Block]]:
    # Sorted, so that moving a field up in an editor's form is no change of shape.
    return [(name, _shape(child)) for name, child in sorted(container.child_blocks.items())]


class RichTextField(wagtail_fields.RichTextField):
    """A Wagtail RichTextField with our features, checked as ``rich_text.RichTextBlock`` checks.

    ``features`` defaults to ``rich_text.FEATURES``, ``max_length`` (characters of text, tags not
    counted; ``None`` for no limit) to 20,000. Links and length are checked by the form field, so
    an editor gets the message at the field, drafts included, with the text still in it. The model
    does not check: scheduled publishing and imports must not fail on text that was stored before.

    Migrations see a plain ``wagtail.fields.RichTextField``, without features, limit or wording.
    """

    def __init__(
        self,
        *args: Any,
        features: Sequence[str] | None = None,
        max_length: int | None = DEFAULT_MAX_LENGTH,
        **kwargs: Any,
    ) -> None:
        features = list(FEATURES if features is None else features)
        super().__init__(*args, features=features, max_length=max_length, **kwargs)

    def deconstruct(self) -> Deconstructed:
        name, _path, args, kwargs = super().deconstruct()
        for option in ("max_length", *WORDING):
            kwargs.pop(option, None)
        return name, "wagtail.fields.RichTextField", args, kwargs

    def clone(self) -> RichTextField:
        kwargs = super().deconstruct()[3]
        kwargs.update(editor=self.editor, features=self.features, max_length=self.max_length)
        return self.__class__(**kwargs)

    def formfield(self, **kwargs: Any) -> forms.Field:
        field = super().formfield(
            **{
                "widget": get_editor_widget(self.editor, self.features),
                "max_length": get_visible_limit(self.max_length),
                **kwargs,
            }
        )
        field.validators = [
            *_without_length_check(field.validators),
            *get_validators(self.max_length),
        ]
        return field


def _without_length_check(validators: Iterable[Any]) -> list[Any]:
    return [v for v in validators if not isinstance(v, RichTextMaxLengthValidator)]
