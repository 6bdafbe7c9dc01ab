"""What a stream field says, read from its stored form without a single query.

``read_stream_content`` gives plain values for a fingerprint and says which library items and pages
are to be fetched for it: for one page or for hundreds at once.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.snippets.blocks import SnippetChooserBlock

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
    return _read_stream(stream.stream_block, _stored(stream.get_prep_value()), needs)


def _read_stream(block: Any, raw: Iterable[Any], needs: Needs) -> list[Any]:
    return [
        [child["type"], _read(block.child_blocks[child["type"]], child["value"], needs)]
        for child in raw or []
        # The type of block may be gone; then nobody sees it.
        if child["type"] in block.child_blocks
    ]


def _read(block: Any, raw: Any, needs: Needs) -> Any:
    if isinstance(block, blocks.StreamBlock):
        return _read_stream(block, raw, needs)
    if isinstance(block, blocks.StructBlock) and isinstance(raw, dict):
        _note_derived(block, raw, needs)
        return {
            name: _read(child, raw[name] if name in raw else _stored_default(child), needs)
            for name, child in block.child_blocks.items()
        }
    if isinstance(block, blocks.ListBlock):
        return [_read(block.child_block, _unpack(each), needs) for each in raw or []]
    if isinstance(block, SnippetChooserBlock) and raw is not None:
        needs.items.add((block.target_model, raw))
    if isinstance(block, TypedTableBlock) and raw:
        return _read_table(block, raw, needs)
    if isinstance(block, blocks.RichTextBlock) and raw:
        return canonical(raw)
    return raw


def _read_table(block: Any, raw: dict[str, Any], needs: Needs) -> dict[str, Any]:
    cells = [block.child_blocks.get(column["type"]) for column in raw["columns"]]
    rows = [
        [_read(cell, value, needs) for cell, value in zip(cells, row["values"], strict=False)]
        for row in raw["rows"]
    ]
    return {**raw, "rows": rows}


def _stored_default(block: Any) -> Any:
    return _stored(block.get_prep_value(block.get_default()))


def _stored(value: Any) -> Any:
    return json.loads(json.dumps(value, cls=DjangoJSONEncoder))


def _unpack(item: Any) -> Any:
    # Since Wagtail 2.16 items of a list have an id; before that they were bare values.
    if isinstance(item, dict) and item.get("type") == "item" and "value" in item:
        return item["value"]
    return item


def _note_derived(block: Any, raw: dict[str, Any], needs: Needs) -> None:
    if getattr(block, "shows_notices", False):
        needs.notices.add(raw.get("treatment"))
    if getattr(block, "shows_indications", False):
        needs.indications.add(raw.get("treatment"))
    if raw.get("list_page") and hasattr(block, "picks_name"):
        needs.lists.add(raw["list_page"])
