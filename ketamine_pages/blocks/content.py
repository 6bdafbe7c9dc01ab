"""What a stream field says, read from its stored form without a single query.

``read_stream_content`` gives plain values for a fingerprint and says which library items and pages
are to be fetched for it: for one page or for hundreds at once.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.snippets.blocks import SnippetChooserBlock

from ketamine_pages.blocks.tree import Node, as_stored, raw_children, raw_rows
from ketamine_pages.rich_text.canonical import canonical


@dataclass
class Needs:
    """What a page shows beside its own words.

    ``items`` are library items as ``(model, primary key)``; ``lists`` are primary keys of pages
    whose list is reused. ``notices`` and ``indications`` are primary keys of treatments that
    bring theirs, where ``None`` stands for the page's own treatment.
    """

    items: set[tuple[Any, Any]] = field(default_factory=set)
    lists: set[Any] = field(default_factory=set)
    notices: set[Any] = field(default_factory=set)
    indications: set[Any] = field(default_factory=set)


def read_stream_content(stream: Any, needs: Needs) -> list[Any]:
    """The content of a stream value without ids of blocks; adds to ``needs`` what it shows."""
    # As it would be stored: the same whether the blocks were looked at, or changed, or neither.
    content: list[Any] = _read(stream.stream_block, as_stored(stream.get_prep_value()), needs)
    return content


def _read(block: Any, raw: Any, needs: Needs) -> Any:
    if isinstance(block, blocks.StreamBlock):
        return [[child.name, _read_node(child, needs)] for child in raw_children(block, raw)]
    if isinstance(block, blocks.StructBlock) and isinstance(raw, dict):
        _note_derived(block, raw, needs)
        return {child.name: _read_node(child, needs) for child in raw_children(block, raw)}
    if isinstance(block, blocks.ListBlock):
        return [_read_node(child, needs) for child in raw_children(block, raw)]
    if isinstance(block, SnippetChooserBlock) and raw is not None:
        needs.items.add((block.target_model, raw))
    if isinstance(block, TypedTableBlock) and raw:
        rows = [[_read_node(cell, needs) for cell in row] for row in raw_rows(block, raw)]
        return {**raw, "rows": rows}
    if isinstance(block, blocks.RichTextBlock) and raw:
        return canonical(raw)
    return raw


def _read_node(node: Node, needs: Needs) -> Any:
    return _read(node.block, node.value, needs)


def _note_derived(block: Any, raw: dict[str, Any], needs: Needs) -> None:
    if getattr(block, "shows_notices", False):
        needs.notices.add(raw.get("treatment"))
    if getattr(block, "shows_indications", False):
        needs.indications.add(raw.get("treatment"))
    if raw.get("list_page") and hasattr(block, "picks_name"):
        needs.lists.add(raw["list_page"])
