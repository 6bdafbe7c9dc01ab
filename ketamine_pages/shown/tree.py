"""Trees of blocks: what is inside a value, inside what is stored of it, and inside a definition.

Structs, streams, lists and typed tables hold other blocks; every other block is a leaf, whatever
it is made of. ``*_children`` give one step, for those who build something of the same shape;
``walk_*`` give all leaves. A value and what is stored of it have the same leaves at the same paths.

``fields.StreamField`` does not walk here: it copies definitions, and is below all blocks.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from django.core.serializers.json import DjangoJSONEncoder
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.images.blocks import ImageBlock

CONTAINERS = (blocks.StructBlock, blocks.StreamBlock, blocks.ListBlock, TypedTableBlock)


class Node(NamedTuple):
    """A block with its value, or with what is stored of it.

    ``name`` is the field of a struct or the type of block in a stream, and empty in lists and
    tables. ``path`` leads here from where the walk began, such as ``body.2.heading``: names of
    fields, positions in streams and lists, and row and column of a cell.
    """

    block: Any
    value: Any
    name: str
    path: str


def is_leaf(block: blocks.Block) -> bool:
    """Whether nothing inside ``block`` is a matter of ours.

    Wagtail's image block is made as a struct, but has an image for its value.
    """
    return isinstance(block, ImageBlock) or not isinstance(block, CONTAINERS)


def walk_value(block: blocks.Block, value: Any) -> Iterator[Node]:
    """The leaves in a value, in order, empty ones included."""
    return _walk(Node(block, value, "", ""), value_children)


def walk_raw(block: blocks.Block, raw: Any) -> Iterator[Node]:
    """The leaves in what is stored of a value, without a single query."""
    return _walk(Node(block, raw, "", ""), raw_children)


def walk_definition(block: blocks.Block, name: str = "") -> Iterator[tuple[str, Any]]:
    """``block`` and all blocks it may hold, each with the name that stands beside its values.

    What a list holds has no name of its own: values stand under that of the list.
    """
    yield name, block
    if isinstance(block, blocks.ListBlock):
        yield from walk_definition(block.child_block, name)
    elif not is_leaf(block):
        for child_name, child in block.child_blocks.items():
            yield from walk_definition(child, child_name)


def value_children(block: blocks.Block, value: Any) -> Iterator[Node]:
    """What a container holds; nothing where it is empty, ``None`` or no container."""
    if isinstance(block, blocks.StructBlock):
        if isinstance(value, Mapping):
            for name, child in block.child_blocks.items():
                yield Node(child, value.get(name), name, name)
    elif isinstance(block, blocks.StreamBlock):
        for position, bound in enumerate(value or ()):
            yield Node(bound.block, bound.value, bound.block_type, str(position))
    elif isinstance(block, blocks.ListBlock):
        for position, item in enumerate(value or ()):
            yield Node(block.child_block, item, "", str(position))
    elif isinstance(block, TypedTableBlock) and value is not None:
        for number, row in enumerate(value.rows):
            for column, cell in enumerate(row):
                yield Node(cell.block, cell.value, "", f"{number}.{column}")


def raw_children(block: blocks.Block, raw: Any) -> Iterator[Node]:
    """As ``value_children``, of what is stored; of an image block, too, the parts it is made of.

    Blocks of a stream whose type is gone are left out, as Wagtail leaves them out. What a struct
    did not have when it was stored is there with its default.
    """
    if isinstance(block, blocks.StructBlock):
        if isinstance(raw, Mapping):
            for name, child in block.child_blocks.items():
                yield Node(child, raw[name] if name in raw else _default(child), name, name)
    elif isinstance(block, blocks.StreamBlock):
        known = (child for child in raw or () if child["type"] in block.child_blocks)
        for position, child in enumerate(known):
            name = child["type"]
            yield Node(block.child_blocks[name], child["value"], name, str(position))
    elif isinstance(block, blocks.ListBlock):
        for position, item in enumerate(raw or ()):
            yield Node(block.child_block, _unpacked(item), "", str(position))
    elif isinstance(block, TypedTableBlock):
        for row in raw_rows(block, raw):
            yield from (cell for cell in row if cell.block is not None)


def raw_rows(block: blocks.Block, raw: Any) -> Iterator[list[Node]]:
    """The rows of a typed table as it is stored. Cells of a type that is gone have no block."""
    if not raw:
        return
    cell_blocks = [block.child_blocks.get(column["type"]) for column in raw["columns"]]
    for number, row in enumerate(raw["rows"]):
        cells = zip(cell_blocks, row["values"], strict=False)
        yield [
            Node(cell_block, value, "", f"{number}.{column}")
            for column, (cell_block, value) in enumerate(cells)
        ]


def as_stored(value: Any) -> Any:
    """A prepared value (``get_prep_value``) as it comes back from the database."""
    return json.loads(json.dumps(value, cls=DjangoJSONEncoder))


def _walk(node: Node, children: Callable[[Any, Any], Iterator[Node]]) -> Iterator[Node]:
    if is_leaf(node.block):
        yield node
        return
    for child in children(node.block, node.value):
        path = f"{node.path}.{child.path}" if node.path else child.path
        yield from _walk(child._replace(path=path), children)


def _default(block: blocks.Block) -> Any:
    return as_stored(block.get_prep_value(block.get_default()))


def _unpacked(item: Any) -> Any:
    # Since Wagtail 2.16 items of a list have an id; before that they were bare values. Without an
    # id it is a bare struct, whatever its fields are called: Wagtail takes it for one as well.
    is_item = isinstance(item, dict) and item.keys() >= {"id", "value"}
    return item["value"] if is_item and item.get("type") == "item" else item
