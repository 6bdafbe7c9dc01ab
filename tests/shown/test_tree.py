"""A value, what is stored of it and its definition are walked through alike."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.images.blocks import ImageBlock

from ketamine_pages.blocks import LibraryChooserBlock
from ketamine_pages.shown.gathering import GatheringStreamBlock
from ketamine_pages.shown.tree import (
    is_leaf,
    raw_children,
    value_children,
    walk_definition,
    walk_raw,
    walk_value,
)
from tests.factories import BenefitFactory

NAMES = ("a", "b", "type", "value")
LEAVES = (blocks.CharBlock, blocks.TextBlock, blocks.BooleanBlock, blocks.StaticBlock, ImageBlock)
CONTAINERS = (blocks.StructBlock, blocks.StreamBlock, TypedTableBlock)


def named(children):
    pairs = st.tuples(st.sampled_from(NAMES), children)
    return st.lists(pairs, min_size=1, max_size=3, unique_by=lambda pair: pair[0])


definitions = st.recursive(
    st.sampled_from(LEAVES).map(lambda leaf: leaf()),
    lambda children: (
        children.map(blocks.ListBlock)
        | st.builds(
            lambda container, of: container(of), st.sampled_from(CONTAINERS), named(children)
        )
    ),
    max_leaves=6,
)


@st.composite
def stored(draw, block):
    """What a database may hold for ``block``, as old or new releases of Wagtail wrote it."""
    if isinstance(block, blocks.StructBlock) and not is_leaf(block):
        # A field may be younger than what is stored, or gone since.
        there = [name for name in block.child_blocks if draw(st.integers(0, 4))]
        values = {name: draw(stored(block.child_blocks[name])) for name in there}
        return {**values, "gone": "field"}
    if isinstance(block, blocks.StreamBlock):
        types = draw(st.lists(st.sampled_from([*block.child_blocks, "gone"]), max_size=3))
        return [
            {"type": name, "id": str(number), "value": draw(stored(block.child_blocks[name]))}
            if name in block.child_blocks
            else {"type": name, "id": str(number), "value": "block"}
            for number, name in enumerate(types)
        ]
    if isinstance(block, blocks.ListBlock):
        values = draw(st.lists(stored(block.child_block), max_size=3))
        if draw(st.booleans()):
            return values
        return [{"type": "item", "id": "1", "value": value} for value in values]
    if isinstance(block, TypedTableBlock):
        columns = draw(st.lists(st.sampled_from([*block.child_blocks]), max_size=2))
        rows = [
            {"values": [draw(stored(block.child_blocks[name])) for name in columns]}
            for _row in range(draw(st.integers(0, 2)))
        ]
        return {"columns": [{"type": name, "heading": "H"} for name in columns], "rows": rows}
    if isinstance(block, blocks.CharBlock | blocks.TextBlock):
        return draw(st.text("xyz", max_size=3))
    return draw(st.booleans()) if isinstance(block, blocks.BooleanBlock) else None


trees = definitions.flatmap(lambda block: st.tuples(st.just(block), stored(block)))


def places(leaves):
    return [(leaf.path, leaf.name, leaf.block) for leaf in leaves]


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(trees)
def test_a_value_and_what_is_stored_of_it_have_the_same_leaves(tree):
    block, raw = tree
    in_value = list(walk_value(block, block.to_python(raw)))
    in_raw = list(walk_raw(block, raw))
    assert places(in_raw) == places(in_value)
    for there, here in zip(in_raw, in_value, strict=True):
        if not isinstance(there.block, ImageBlock):
            assert there.value == there.block.get_prep_value(here.value)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(trees)
def test_every_leaf_is_in_the_definition_and_has_a_path_of_its_own(tree):
    block, raw = tree
    leaves = list(walk_raw(block, raw))
    defined = {id(each) for _name, each in walk_definition(block)}
    assert {id(leaf.block) for leaf in leaves} <= defined
    assert len({leaf.path for leaf in leaves}) == len(leaves)
    assert all(is_leaf(leaf.block) for leaf in leaves)


BODY = blocks.StreamBlock(
    [
        ("section", blocks.StructBlock([("links", blocks.ListBlock(blocks.CharBlock()))])),
        ("table", TypedTableBlock([("number", blocks.IntegerBlock())])),
        ("image", ImageBlock()),
    ]
)


def test_paths_have_names_of_fields_positions_and_cells():
    links = [{"type": "item", "id": "1", "value": "A"}, {"type": "item", "id": "2", "value": "B"}]
    cells = {"columns": [{"type": "number", "heading": ""}], "rows": [{"values": [7]}]}
    raw = [
        {"type": "gone", "id": "1", "value": "block"},
        {"type": "section", "id": "2", "value": {"links": links}},
        {"type": "table", "id": "3", "value": cells},
    ]
    leaves = [(leaf.path, leaf.value) for leaf in walk_raw(BODY, raw)]
    assert leaves == [("0.links.0", "A"), ("0.links.1", "B"), ("1.0.0", 7)]


def test_a_definition_names_what_stands_beside_stored_values():
    names = [(name, type(block).__name__) for name, block in walk_definition(BODY, "body")]
    assert names == [
        ("body", "StreamBlock"),
        ("section", "StructBlock"),
        ("links", "ListBlock"),
        ("links", "CharBlock"),
        ("table", "TypedTableBlock"),
        ("number", "IntegerBlock"),
        ("image", "ImageBlock"),
    ]


@pytest.mark.parametrize("block", [*BODY.child_blocks.values(), BODY], ids=lambda each: each.name)
def test_nothing_is_in_nothing(block):
    assert list(value_children(block, None)) == list(raw_children(block, None)) == []


def test_a_leaf_has_no_children():
    assert list(value_children(blocks.CharBlock(), "text")) == []
    assert list(raw_children(blocks.CharBlock(), "text")) == []


def test_a_bare_struct_is_no_item_of_a_list_whatever_its_fields_are_called():
    fields = [("type", blocks.CharBlock()), ("value", blocks.CharBlock())]
    block = blocks.ListBlock(blocks.StructBlock(fields))
    raw = [{"type": "item", "value": "text"}]
    assert [leaf.value for leaf in walk_raw(block, raw)] == ["item", "text"]


def test_cells_of_a_type_that_is_gone_are_left_out():
    table = BODY.child_blocks["table"]
    columns = [{"type": "gone", "heading": ""}, {"type": "number", "heading": ""}]
    raw = {"columns": columns, "rows": [{"values": ["A", 1]}]}
    assert [(leaf.path, leaf.value) for leaf in walk_raw(table, raw)] == [("0.1", 1)]


@pytest.mark.django_db
def test_choices_in_tables_are_fetched_with_all_others(django_assert_num_queries):
    one, other = BenefitFactory.create_batch(2)
    chooser = LibraryChooserBlock("ketamine_pages.Benefit")
    body = GatheringStreamBlock([("pick", chooser), ("table", TypedTableBlock([("of", chooser)]))])
    table = {"columns": [{"type": "of", "heading": ""}], "rows": [{"values": [other.pk]}]}
    raw = [
        {"type": "pick", "id": "1", "value": one.pk},
        {"type": "table", "id": "2", "value": table},
    ]
    stream = body.to_python(raw)
    with django_assert_num_queries(1):
        shown = [leaf.value for leaf in walk_value(body, stream)]
    assert shown == [one, other]
