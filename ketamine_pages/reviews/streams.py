"""What a stream field says, read from its stored form without a single query."""

from __future__ import annotations

from typing import Any

from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageBlock

from ketamine_pages.reviews.references import read_rich_text, refer
from ketamine_pages.shown.tree import Node, as_stored, raw_children, raw_rows


def read_stream_content(stream: blocks.StreamValue) -> list[Any]:
    """The content of a stream value as plain values, without ids of blocks."""
    # As it would be stored: the same whether the blocks were looked at, or changed, or neither.
    content: list[Any] = _read(stream.stream_block, as_stored(stream.get_prep_value()))
    return content


def _read(block: blocks.Block, raw: Any) -> Any:
    if isinstance(block, blocks.StreamBlock):
        return [
            {"block": child.name, "value": _read_node(child)} for child in raw_children(block, raw)
        ]
    if isinstance(block, blocks.StructBlock) and isinstance(raw, dict):
        return {child.name: _read_node(child) for child in raw_children(block, raw)}
    if isinstance(block, blocks.ListBlock):
        return [_read_node(child) for child in raw_children(block, raw)]
    if isinstance(block, TypedTableBlock) and raw:
        rows = [[_read_node(cell) for cell in row] for row in raw_rows(block, raw)]
        return {**raw, "rows": rows}
    if isinstance(block, blocks.RichTextBlock) and raw:
        return read_rich_text(raw)
    if isinstance(block, ImageBlock) and raw:
        # As it was stored before it had a description of its own.
        return refer(get_image_model(), raw)
    if isinstance(block, blocks.ChooserBlock) and raw:
        return refer(block.model_class, raw)
    return raw


def _read_node(node: Node) -> Any:
    return _read(node.block, node.value)
