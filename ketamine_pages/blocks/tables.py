"""Tables whose words wagtail-localize offers to translators."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from hashlib import blake2b
from typing import Any

from wagtail.contrib.typed_table_block.blocks import TypedTable, TypedTableBlock
from wagtail.rich_text import RichText


class WordedTableBlock(TypedTableBlock):
    """A typed table; its headings and cells can be translated.

    A text is known by what it says: a translation stays with it wherever rows and columns are
    moved, and the same words in two cells are translated once. The methods are called by
    wagtail-localize only, which need not be there.
    """

    def get_translatable_segments(self, value: TypedTable) -> list[Any]:
        from wagtail_localize.segments import StringSegmentValue
        from wagtail_localize.segments.extract import StreamFieldSegmentExtractor

        found: dict[str, list[Any]] = {}
        for column in value.columns:
            if heading := column["heading"]:
                found.setdefault(_key(heading), [StringSegmentValue("", heading)])
        extractor = StreamFieldSegmentExtractor(None)
        for block, cell in _cells(value):
            if cell:
                found.setdefault(_key(cell), extractor.handle_block(block, cell))
        return [segment.wrap(key) for key, segments in found.items() for segment in segments]

    def restore_translated_segments(self, value: TypedTable, segments: Iterable[Any]) -> TypedTable:
        from wagtail_localize.segments.ingest import StreamFieldSegmentsWriter

        by_text: dict[str, list[Any]] = defaultdict(list)
        for segment in segments:
            key, inner = segment.unwrap()
            by_text[key].append(inner)
        for column in value.columns:
            if translated := by_text.get(_key(column["heading"])):
                column["heading"] = translated[0].render_text()
        writer = StreamFieldSegmentsWriter(None, None, None)
        for row in value.row_data:
            row["values"] = [
                writer.handle_block(column["block"], cell, list(translated))
                if cell and (translated := by_text.get(_key(cell)))
                else cell
                for column, cell in zip(value.columns, row["values"], strict=True)
            ]
        return value


def _cells(value: TypedTable) -> Iterable[tuple[Any, Any]]:
    for row in value.row_data:
        for column, cell in zip(value.columns, row["values"], strict=True):
            yield column["block"], cell


def _key(cell: Any) -> str:
    # Of rich text as it is stored; a heading and a cell that say the same are the same.
    text = cell.source if isinstance(cell, RichText) else str(cell)
    return blake2b(text.encode(), digest_size=8).hexdigest()
