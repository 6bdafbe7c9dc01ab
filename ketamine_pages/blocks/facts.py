"""What a block says, as plain values for :mod:`ketamine_pages.rules`.

``read_block`` understands every value that is made of Wagtail's and our own blocks, so that a
site's block is judged without doing anything. One that says more, such as a statement about an
effect, overrides ``ContentBlock.get_facts``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from django.db.models import Model
from django.utils.functional import Promise
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTable, TypedTableBlock
from wagtail.images.blocks import ImageBlock, ImageChooserBlock
from wagtail.rich_text import RichText

from ketamine_pages.images.files import is_missing
from ketamine_pages.rich_text.reading import get_words
from ketamine_pages.rules.findings import ItemRef, Spot
from ketamine_pages.rules.page_facts import (
    Chosen,
    Expiring,
    MissingImage,
    Passage,
    SourceFacts,
    Statement,
    Text,
    TextKind,
    UnprovenCondition,
)
from ketamine_pages.shown.brings import show_block
from ketamine_pages.shown.contents import show_chosen, visitors_for
from ketamine_pages.shown.declared import holds_entries
from ketamine_pages.shown.declares import DeclaringBlock, declared_parts
from ketamine_pages.shown.tree import is_leaf, value_children
from ketamine_pages.shown.visitors import Shown

if TYPE_CHECKING:
    from wagtail.blocks import StructValue

    from ketamine_pages.library.item import LibraryItem

PROSE_BLOCKS = (blocks.TextBlock, blocks.BlockQuoteBlock)
# Their texts are addresses, or were written by whoever made the block.
WORDLESS_BLOCKS = (
    blocks.EmailBlock,
    blocks.URLBlock,
    blocks.ChoiceBlock,
    blocks.MultipleChoiceBlock,
)


class WithoutWords:
    """For a block of a site's own whose texts nobody reads, such as a token: rules leave it out.

    Stands before the block among the bases. All other blocks are read, whatever they are.
    """


class JudgedBlock(DeclaringBlock):
    """A block that says itself what rules see of it, wherever in a body it stands."""

    def get_facts(self, value: Any, context: Mapping[str, Any]) -> Passage:
        """What the block says; ``context`` has the ``page`` and the ``spot`` of this block."""
        raise NotImplementedError


@dataclass
class BlockFacts:
    """What has been read of a passage so far."""

    texts: list[Text] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)
    unproven: list[UnprovenCondition] = field(default_factory=list)
    chosen: list[Chosen] = field(default_factory=list)
    expiring: list[Expiring] = field(default_factory=list)
    sources: list[SourceFacts] = field(default_factory=list)
    missing_images: list[MissingImage] = field(default_factory=list)
    is_printed: bool = True

    def as_passage(self, spot: Spot, **values: Any) -> Passage:
        """Everything that was read, as one passage; ``values`` are further fields of it."""
        is_sourced = any(source.holds for source in self.sources)
        own = Passage(
            spot=spot,
            texts=tuple(replace(text, is_sourced=is_sourced) for text in self.texts),
            statements=tuple(self.statements),
            unproven=tuple(self.unproven),
            chosen=tuple(self.chosen),
            expiring=tuple(self.expiring),
            sources=tuple(self.sources),
            missing_images=tuple(self.missing_images),
            **{"is_printed": self.is_printed, **values},
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
        approvals=tuple(x for each in found for x in each.approvals),
        unproven=tuple(x for each in found for x in each.unproven),
        chosen=tuple(x for each in found for x in each.chosen),
        expiring=tuple(x for each in found for x in each.expiring),
        sources=tuple(x for each in found for x in each.sources),
        missing_images=tuple(x for each in found for x in each.missing_images),
        quotes=tuple(x for each in found for x in each.quotes),
    )


def read_block(block: blocks.Block, value: Any, context: Mapping[str, Any]) -> BlockFacts:
    """The texts, choices and sources in the value of a block.

    ``context`` has the ``page`` and the ``spot`` of the block.
    """
    reading = BlockFacts()
    if isinstance(block, DeclaringBlock):
        _read_declared(block, value, context["spot"], context, reading)
    else:
        _read(block, value, context["spot"], context, reading)
    return reading


def add_shown(
    into: BlockFacts, shown: Shown, where: Spot, parts: Mapping[str, Spot] | None = None
) -> None:
    """Add what a block or page shows of the library to what is known of it.

    ``parts`` are the spots of the parts that bring it; without one it is at ``where``. What is
    deleted, a draft or out of date is told apart from what visitors see.
    """
    parts = parts or {}
    by_model: dict[Any, list[Any]] = {}
    withheld = [each for each in shown.withheld if each.entry is not None]
    for entry in [*(b.entry for b in shown.entries), *(w.entry for w in withheld)]:
        by_model.setdefault(type(entry), []).append(entry)
    for model, entries in by_model.items():
        model.prefetch_facts(entries)
    for brought in shown.entries:
        into.passages.append(brought.entry.get_facts(parts.get(brought.part, where)))
    for absent in shown.absent:
        _add_absent(into, absent.entry, parts.get(absent.part, where))
    for each in withheld:
        # Judged as if it were printed, so that editors learn what is wrong with it.
        into.passages.append(each.entry.get_facts(parts.get(each.part, where)))
    if shown.statement is not None:
        into.statements.append(replace(shown.statement, spot=where))
    into.unproven += [
        UnprovenCondition(
            str(each.condition), str(each.treatment), replace(where, item=item_ref(each.condition))
        )
        for each in shown.conditions
        if each.treatment is not None and each.indication is None and not each.is_withheld
    ]
    into.sources += [source.as_source_facts() for source in shown.cited]


def _add_absent(into: BlockFacts, entry: LibraryItem | None, where: Spot) -> None:
    if entry is None:
        into.chosen.append(Chosen(spot=where))
        return
    spot, expires_on = replace(where, item=item_ref(entry)), getattr(entry, "expires_on", None)
    if entry.live and expires_on is not None:
        into.expiring.append(Expiring(str(entry), expires_on, spot))
    else:
        into.chosen.append(Chosen(str(entry), spot))


def item_ref(item: Model) -> ItemRef:
    """A library item as findings name it."""
    return ItemRef(item._meta.label, item.pk, str(item))


def _read(
    block: blocks.Block, value: Any, where: Spot, context: Mapping[str, Any], into: BlockFacts
) -> None:
    if value is None or value == "":
        return
    if isinstance(block, ImageBlock | ImageChooserBlock) and is_missing(value):
        into.missing_images.append(MissingImage(value.title, where))
    if isinstance(block, ImageBlock):
        if not value.decorative:
            text = value.contextual_alt_text or ""
            into.texts.append(Text(text, where, TextKind.LABEL))
    elif holds_entries(block):
        add_shown(into, show_chosen(block, value, visitors_for(context)), where)
    elif isinstance(block, blocks.PageChooserBlock):
        if not value.live:
            into.chosen.append(Chosen(value.title, where))
    elif isinstance(block, TypedTableBlock):
        _read_table(block, value, where, context, into)
    elif isinstance(block, DeclaringBlock):
        into.passages.append(_read_inner(block, value, {**context, "spot": where}))
    else:
        for text in _own_texts(block, value):
            into.texts.append(replace(text, spot=where))
        for child in value_children(block, value):
            spot = _inside(where, child.path, child.block)
            _read(child.block, child.value, spot, context, into)


def _read_declared(
    block: blocks.Block,
    value: StructValue,
    where: Spot,
    context: Mapping[str, Any],
    into: BlockFacts,
) -> None:
    declared = declared_parts(block.brings)
    spots: dict[str, Spot] = {}
    for child in value_children(block, value):
        spot = spots[child.name] = _inside(where, child.path, child.block)
        if child.name not in declared or not holds_entries(child.block):
            _read(child.block, child.value, spot, context, into)
    shown = show_block(block, value, visitors_for(context))
    add_shown(into, shown, where, spots)
    if (block.needs_entries and not (shown.entries or shown.withheld)) or not block.is_printed(
        value
    ):
        into.is_printed = False


def _read_inner(block: DeclaringBlock, value: Any, context: Mapping[str, Any]) -> Passage:
    """A block within another one, whose passage it joins."""
    if isinstance(block, JudgedBlock):
        passage = block.get_facts(value, context)
    else:
        passage = read_block(block, value, context).as_passage(context["spot"])
    if passage.is_printed:
        return passage
    # The block around it is printed all the same.
    return Passage(
        passage.spot, chosen=passage.chosen, expiring=passage.expiring, quotes=passage.quotes
    )


def _own_texts(block: blocks.Block, value: Any) -> Iterator[Text]:
    """The texts in the value of a leaf; of any kind of block that is not known to have none."""
    if isinstance(block, (WithoutWords, *WORDLESS_BLOCKS)) or not is_leaf(block):
        return
    kind = TextKind.LABEL
    if isinstance(block, (*PROSE_BLOCKS, blocks.RichTextBlock, blocks.RawHTMLBlock)):
        kind = TextKind.PROSE
    elif getattr(block, "is_heading", False):
        kind = TextKind.HEADING
    is_markup = isinstance(block, blocks.RawHTMLBlock)
    for text in _words_in(value):
        yield from (Text(line, kind=kind) for line in (get_words(text) if is_markup else [text]))


def _words_in(value: Any) -> Iterator[str]:
    if isinstance(value, RichText):
        yield from get_words(value.source)
    elif isinstance(value, str | Promise):
        yield str(value)
    elif isinstance(value, Mapping):
        # Such as the cells and the caption of a plain table.
        for part in value.values():
            yield from _words_in(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _words_in(part)


def _read_table(
    block: blocks.Block,
    value: TypedTable,
    where: Spot,
    context: Mapping[str, Any],
    into: BlockFacts,
) -> None:
    for text in (value.caption, *(column["heading"] for column in value.columns)):
        into.texts.append(Text(str(text or ""), where, TextKind.LABEL))
    for cell in value_children(block, value):
        at_cell = replace(where, path=f"{where.path}.{cell.path}" if where.path else cell.path)
        _read(cell.block, cell.value, at_cell, context, into)


def _inside(where: Spot, name: str, child: blocks.Block) -> Spot:
    path = f"{where.path}.{name}" if where.path else name
    label = str(getattr(child, "label", "") or "")
    if not label or label == where.label:
        return replace(where, path=path)
    return replace(where, path=path, label=f"{where.label}: {label}" if where.label else label)
