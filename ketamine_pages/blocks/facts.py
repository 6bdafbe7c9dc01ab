"""What a block says, as plain values for :mod:`ketamine_pages.rules`.

``read_block`` understands every value that is made of Wagtail's and our own blocks, so that a
site's block is judged without doing anything. One that says more, such as a statement about an
effect, overrides ``ContentBlock.get_facts``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.images.blocks import ImageBlock, ImageChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock

from ketamine_pages.blocks.tree import value_children
from ketamine_pages.images.files import is_missing
from ketamine_pages.rich_text.reading import get_lines
from ketamine_pages.rules.findings import ItemRef, Spot
from ketamine_pages.rules.page_facts import (
    Chosen,
    Expiring,
    MissingImage,
    Passage,
    SourceFacts,
    Text,
    TextKind,
)

PROSE_BLOCKS = (blocks.TextBlock, blocks.BlockQuoteBlock)


@dataclass
class BlockFacts:
    """What has been read of a passage so far."""

    texts: list[Text] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)
    chosen: list[Chosen] = field(default_factory=list)
    expiring: list[Expiring] = field(default_factory=list)
    sources: list[SourceFacts] = field(default_factory=list)
    missing_images: list[MissingImage] = field(default_factory=list)

    def as_passage(self, spot: Spot, **values: Any) -> Passage:
        """Everything that was read, as one passage; ``values`` are further fields of it."""
        is_sourced = any(source.holds for source in self.sources)
        own = Passage(
            spot=spot,
            texts=tuple(replace(text, is_sourced=is_sourced) for text in self.texts),
            chosen=tuple(self.chosen),
            expiring=tuple(self.expiring),
            sources=tuple(self.sources),
            missing_images=tuple(self.missing_images),
            **values,
        )
        return merge(own, self.passages)


def merge(passage: Passage, others: Iterable[Passage]) -> Passage:
    """``passage`` with what ``others`` say, at its own spot."""
    found = [passage, *others]
    return replace(
        passage,
        texts=tuple(x for each in found for x in each.texts),
        statements=tuple(x for each in found for x in each.statements),
        treatments=tuple(x for each in found for x in each.treatments),
        notices=tuple(x for each in found for x in each.notices),
        chosen=tuple(x for each in found for x in each.chosen),
        expiring=tuple(x for each in found for x in each.expiring),
        sources=tuple(x for each in found for x in each.sources),
        missing_images=tuple(x for each in found for x in each.missing_images),
    )


def read_block(block: Any, value: Any, context: Mapping[str, Any]) -> BlockFacts:
    """The texts, choices and sources in the value of a block.

    ``context`` has the ``page`` and the ``spot`` of the block.
    """
    reading = BlockFacts()
    _read(block, value, context["spot"], context, reading)
    return reading


def read_items(items: Iterable[Any], context: Mapping[str, Any], where: Spot) -> BlockFacts:
    """Library items of one model, as the page of ``context`` shows them.

    What is deleted (``None``), a draft or out of date is told apart from what visitors see. The
    number of queries does not grow with the number of items.
    """
    items = list(items)
    reading = BlockFacts()
    if None in items:
        reading.chosen.append(Chosen(spot=where))
    present = [item for item in items if item is not None]
    if not present:
        return reading
    model = type(present[0])
    locale_id = getattr(context.get("page"), "locale_id", None)
    localised = model.localise(present, locale_id)
    for item in localised:
        if not item.is_public:
            spot = replace(where, item=item_ref(item))
            _add_hidden(reading, item, spot)
    shown = model.ready_for_page(localised, locale_id)
    model.prefetch_facts(shown)
    reading.passages = [item.get_facts(where) for item in shown]
    return reading


def _add_hidden(reading: BlockFacts, item: Any, where: Spot) -> None:
    expires_on = getattr(item, "expires_on", None)
    if item.live and expires_on is not None:
        reading.expiring.append(Expiring(str(item), expires_on, where))
    else:
        reading.chosen.append(Chosen(str(item), where))


def item_ref(item: Any) -> ItemRef:
    """A library item as findings name it."""
    return ItemRef(item._meta.label, item.pk, str(item))


def source_facts(source: Any, *, supports: bool = True) -> SourceFacts:
    """A source as rules judge it."""
    return SourceFacts(
        str(source), source.kind, source.is_public, source.is_withdrawn, supports=supports
    )


def _read(
    block: Any, value: Any, where: Spot, context: Mapping[str, Any], into: BlockFacts
) -> None:
    if value is None or value == "":
        return
    if isinstance(block, ImageBlock | ImageChooserBlock) and is_missing(value):
        into.missing_images.append(MissingImage(value.title, where))
    if isinstance(block, ImageBlock):
        if not value.decorative:
            text = value.contextual_alt_text or ""
            into.texts.append(Text(text, where, TextKind.LABEL))
    elif _picks_library_items(block):
        _read_picks(block, value, where, context, into)
    elif isinstance(block, SnippetChooserBlock):
        if hasattr(value, "ready_for_page"):
            _absorb(into, read_items([value], context, where))
    elif isinstance(block, blocks.PageChooserBlock):
        if not value.live:
            into.chosen.append(Chosen(value.title, where))
    elif isinstance(block, TypedTableBlock):
        _read_table(block, value, where, context, into)
    else:
        for text in _own_texts(block, value):
            into.texts.append(replace(text, spot=where))
        for child in value_children(block, value):
            spot = _inside(where, child.path, child.block)
            _read(child.block, child.value, spot, context, into)


def _picks_library_items(block: Any) -> bool:
    # Pages can be picked as well; those are read one by one.
    choosers = block.child_blocks.values() if getattr(block, "is_picks", False) else ()
    return any(isinstance(chooser, SnippetChooserBlock) for chooser in choosers)


def _own_texts(block: Any, value: Any) -> Iterator[Text]:
    if isinstance(block, blocks.RichTextBlock):
        yield from (Text(line) for line in get_lines(value.source))
    elif isinstance(block, PROSE_BLOCKS):
        yield Text(str(value))
    elif isinstance(block, blocks.CharBlock):
        is_heading = getattr(block, "is_heading", False)
        yield Text(str(value), kind=TextKind.HEADING if is_heading else TextKind.LABEL)


def _read_picks(
    block: Any, value: Any, where: Spot, context: Mapping[str, Any], into: BlockFacts
) -> None:
    items = [child.value for child in value]
    found = read_items(items, context, where)
    if block.is_citation:
        # A source is cited, not shown: its own texts are no part of the page's.
        model = block.target_model
        locale_id = getattr(context.get("page"), "locale_id", None)
        present = [item for item in items if item is not None]
        into.sources += [source_facts(source) for source in model.localise(present, locale_id)]
        found.passages = []
    _absorb(into, found)


def _read_table(
    block: Any, value: Any, where: Spot, context: Mapping[str, Any], into: BlockFacts
) -> None:
    for column in value.columns:
        into.texts.append(Text(str(column["heading"] or ""), where, TextKind.LABEL))
    for cell in value_children(block, value):
        _read(cell.block, cell.value, where, context, into)


def _absorb(into: BlockFacts, found: BlockFacts) -> None:
    into.texts += found.texts
    into.passages += found.passages
    into.chosen += found.chosen
    into.expiring += found.expiring
    into.sources += found.sources
    into.missing_images += found.missing_images


def _inside(where: Spot, name: str, child: Any) -> Spot:
    path = f"{where.path}.{name}" if where.path else name
    label = str(getattr(child, "label", "") or "")
    if not label or label == where.label:
        return replace(where, path=path)
    return replace(where, path=path, label=f"{where.label}: {label}" if where.label else label)
