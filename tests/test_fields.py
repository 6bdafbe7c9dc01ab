"""Migrations of StreamField and RichTextField hold the shape, and nothing but the shape."""

import copy
import pickle

import pytest
from django.core.management import call_command
from django.core.validators import MinLengthValidator
from django.db import connection, models
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.graph import MigrationGraph
from django.db.migrations.operations import AddField, AlterField
from django.db.migrations.questioner import MigrationQuestioner
from django.db.migrations.serializer import serializer_factory
from django.db.migrations.state import ModelState, ProjectState
from wagtail import blocks
from wagtail import fields as wagtail_fields
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.images.blocks import ImageBlock

from ketamine_pages.fields import RichTextField, StreamField
from ketamine_pages.rich_text import DEFAULT_MAX_LENGTH, FEATURES
from tests.fieldsapp.models import CardBlock, ChapterBlock, Leaflet, PartsBlock

TEXT = ("wagtail.blocks.CharBlock", (), {})


class NoQuestions(MigrationQuestioner):
    """Fails a test in which makemigrations would stop and ask."""

    def ask_not_null_addition(self, field_name, model_name):
        raise AssertionError(f"asks for a default of {field_name}")

    ask_not_null_alteration = ask_not_null_addition


def freeze(field):
    """The field as a migration file brings it back."""
    source, imports = serializer_factory(field).serialize()
    scope = {}
    exec("\n".join(imports), scope)  # noqa: S102
    return eval(source, scope)  # noqa: S307


def get_state(**fields):
    state = ProjectState()
    fields = {"id": models.AutoField(primary_key=True), **fields}
    state.add_model(ModelState("fieldsapp", "Thing", list(fields.items())))
    return state


def detect(before, after):
    """The operations that makemigrations would write between two states."""
    autodetector = MigrationAutodetector(before, after, NoQuestions(specified_apps={"fieldsapp"}))
    changes = autodetector.changes(MigrationGraph())
    return [operation for [migration] in changes.values() for operation in migration.operations]


def detect_change(before, after):
    return detect(get_state(body=freeze(before)), get_state(body=after))


def get_value_of_existing_rows(field):
    """What a migration that adds the field puts into the rows that are there."""
    frozen = freeze(field)
    return frozen.get_prep_value(connection.SchemaEditorClass._effective_default(frozen))


def make_field(heading=None, extra=(), **kwargs):
    card = blocks.StructBlock(
        [
            ("heading", heading or blocks.CharBlock()),
            ("kind", blocks.ChoiceBlock(choices=[("a", "A")])),
            *extra,
        ]
    )
    cards = [("card", card), ("cards", blocks.ListBlock(CardBlock())), ("parts", PartsBlock())]
    return StreamField(cards, **kwargs)


class OtherCardBlock(blocks.StructBlock):
    kind = blocks.ChoiceBlock(choices=[("b", "B"), ("c", "C")], required=False)
    heading = blocks.TextBlock(label="Title", help_text="Short.")

    class Meta:
        label = "A card"
        icon = "tag"
        group = "Cards"


class OtherPartsBlock(blocks.StreamBlock):
    cards = blocks.ListBlock(CardBlock(label="Item"), min_num=1, max_num=3)
    card = CardBlock(required=False, default={"heading": "New"})

    class Meta:
        block_counts = {"card": {"max_num": 1}}


UNCHANGED = {
    "label": make_field(blocks.CharBlock(label="Title")),
    "help text": make_field(blocks.CharBlock(help_text="Short.")),
    "required": make_field(blocks.CharBlock(required=False)),
    "default": make_field(blocks.CharBlock(default="New")),
    "limit": make_field(blocks.CharBlock(max_length=9)),
    "type of a plain block": make_field(blocks.RichTextBlock(features=["bold"])),
    "table": make_field(TypedTableBlock([("text", blocks.CharBlock())])),
    "image": make_field(ImageBlock(required=False)),
    "limits of the field": make_field(min_num=1, max_num=2, block_counts={"card": {"max_num": 1}}),
    "wording of the field": make_field(verbose_name="text", help_text="What it says."),
    "rules of the field": make_field(blank=True, validators=[MinLengthValidator(1)]),
    "default of the field": make_field(default=[("card", {"heading": "New"})]),
    "order, choices, labels, limits, and classes for lists of blocks": StreamField(
        [
            ("parts", OtherPartsBlock()),
            ("cards", blocks.ListBlock(CardBlock(icon="tag"), max_num=4, label="Cards")),
            ("card", OtherCardBlock(collapsed=True)),
        ]
    ),
}

CHANGED = {
    "added to a struct": make_field(extra=[("text", blocks.CharBlock())]),
    "added to the stream": StreamField(
        [*make_field().stream_block.child_blocks.items(), ("more", blocks.CharBlock())]
    ),
    "a struct for a plain block": make_field(CardBlock()),
    "a list for a plain block": make_field(blocks.ListBlock(blocks.CharBlock())),
    "renamed in a struct": StreamField(
        [
            (
                "card",
                blocks.StructBlock([("title", blocks.CharBlock()), ("kind", blocks.CharBlock())]),
            ),
            ("cards", blocks.ListBlock(CardBlock())),
            ("parts", PartsBlock()),
        ]
    ),
    "removed in a list of a nested stream": StreamField(
        [
            *list(make_field().stream_block.child_blocks.items())[:2],
            (
                "parts",
                blocks.StreamBlock(
                    [
                        ("card", CardBlock()),
                        (
                            "cards",
                            blocks.ListBlock(blocks.StructBlock([("text", blocks.CharBlock())])),
                        ),
                    ]
                ),
            ),
        ]
    ),
    "removed from the stream": StreamField(
        list(make_field().stream_block.child_blocks.items())[:2]
    ),
}


@pytest.mark.parametrize("field", UNCHANGED.values(), ids=UNCHANGED)
def test_what_only_editors_see_makes_no_migration(field):
    assert detect_change(make_field(), field) == []
    assert detect_change(field, make_field()) == []


@pytest.mark.parametrize("field", CHANGED.values(), ids=CHANGED)
def test_a_change_of_shape_makes_a_migration(field):
    [operation] = detect_change(make_field(), field)

    assert isinstance(operation, AlterField)
    assert operation.name == "body"


CONTAINERS = {
    "plain": (blocks.PageChooserBlock(), {0: TEXT}),
    "static": (blocks.StaticBlock(), {0: TEXT}),
    "image": (ImageBlock(), {0: TEXT}),
    "table": (TypedTableBlock([("number", blocks.IntegerBlock())]), {0: TEXT}),
    "list": (
        blocks.ListBlock(blocks.URLBlock()),
        {0: TEXT, 1: ("wagtail.blocks.ListBlock", (0,), {})},
    ),
    "list of a class": (
        blocks.ListBlock(blocks.URLBlock),
        {0: TEXT, 1: ("wagtail.blocks.ListBlock", (0,), {})},
    ),
    "struct": (
        blocks.StructBlock([("z", blocks.URLBlock()), ("a", blocks.CharBlock())]),
        {0: TEXT, 1: ("wagtail.blocks.StructBlock", [[("a", 0), ("z", 0)]], {})},
    ),
    "struct without anything": (
        blocks.StructBlock(),
        {0: ("wagtail.blocks.StructBlock", [[]], {})},
    ),
    "nested": (
        ChapterBlock(),
        {
            0: TEXT,
            1: ("wagtail.blocks.StructBlock", [[("heading", 0), ("text", 0)]], {}),
            2: ("wagtail.blocks.ListBlock", (1,), {}),
            3: ("wagtail.blocks.StreamBlock", [[("card", 1), ("cards", 2)]], {}),
            4: ("wagtail.blocks.StructBlock", [[("name", 0), ("parts", 3)]], {}),
        },
    ),
}


@pytest.mark.parametrize(("block", "lookup"), CONTAINERS.values(), ids=CONTAINERS)
def test_the_shape_of_a_block_is_its_containers_and_names(block, lookup):
    _name, path, args, kwargs = StreamField([("item", block)]).deconstruct()

    assert path == "ketamine_pages.fields.StreamField"
    assert args == [[("item", len(lookup) - 1)]]
    assert kwargs == {"block_lookup": lookup}


@pytest.mark.parametrize("block_types", [PartsBlock, PartsBlock()], ids=["class", "instance"])
def test_a_stream_block_given_as_a_whole_has_the_same_shape(block_types):
    as_list = StreamField([("cards", blocks.ListBlock(CardBlock())), ("card", CardBlock())])

    assert StreamField(block_types).deconstruct() == as_list.deconstruct()


def test_a_block_defined_inside_a_function_can_be_frozen():
    class LocalBlock(blocks.CharBlock):
        pass

    assert StreamField([("item", LocalBlock())]).deconstruct()[3]["block_lookup"] == {0: TEXT}


def test_what_the_database_has_to_know_is_frozen():
    field = make_field(null=True, db_column="content")

    _name, _path, _args, kwargs = field.deconstruct()

    assert kwargs.keys() == {"block_lookup", "null", "db_column"}


def test_a_frozen_field_freezes_to_itself():
    field = make_field()

    assert freeze(freeze(field)).deconstruct() == field.deconstruct()


def test_a_field_can_be_added_to_existing_rows_without_a_question():
    [operation] = detect(get_state(), get_state(body=make_field()))

    assert isinstance(operation, AddField)
    assert get_value_of_existing_rows(operation.field) == []


def test_a_default_is_not_for_existing_rows():
    assert get_value_of_existing_rows(make_field(default=[("card", {"heading": "New"})])) == []


def test_a_nullable_field_is_added_as_null():
    assert get_value_of_existing_rows(make_field(null=True)) is None


def test_a_clone_keeps_the_real_blocks_and_options():
    field = make_field(blank=True, max_num=3, help_text="What it says.", default=[("card", {})])

    clone = field.clone()

    heading = clone.stream_block.child_blocks["cards"].child_block.child_blocks["text"]
    assert heading.features == ["bold", "italic", "link"]
    assert clone.stream_block.meta.max_num == 3
    assert not clone.stream_block.required
    assert (clone.blank, clone.help_text) == (True, "What it says.")
    assert clone.default == [("card", {})]


def test_a_clone_of_a_frozen_field_keeps_its_shape():
    frozen = freeze(make_field())

    assert frozen.clone().deconstruct() == frozen.deconstruct()


def test_the_state_of_a_model_has_the_real_blocks():
    field = ModelState.from_model(Leaflet).fields["body"]

    assert isinstance(field.stream_block.child_blocks["chapter"], ChapterBlock)


def test_a_model_that_inherits_the_field_has_the_real_blocks():
    field = copy.deepcopy(Leaflet._meta.get_field("body"))

    assert isinstance(field.stream_block.child_blocks["chapter"], ChapterBlock)


def test_a_new_object_starts_with_the_default():
    field = make_field(default=[("card", {"heading": "New"})])

    assert field.get_default()[0].value["heading"] == "New"
    assert len(make_field().get_default()) == 0


def test_fields_and_values_survive_pickling():
    leaflet = Leaflet(title="A", body=[("card", {"heading": "One"})])

    loaded = pickle.loads(pickle.dumps(leaflet))  # noqa: S301

    assert loaded.body[0].value["heading"] == "One"
    field = Leaflet._meta.get_field("body")
    assert pickle.loads(pickle.dumps(field)) is field  # noqa: S301


@pytest.mark.django_db
def test_the_models_of_the_test_app_have_all_their_migrations():
    call_command("makemigrations", "fieldsapp", check=True, dry_run=True, verbosity=0)


RESTYLED = {
    "features": RichTextField(features=["bold"]),
    "editor": RichTextField(editor="other"),
    "limit": RichTextField(max_length=100),
    "no limit": RichTextField(max_length=None),
    "wording": RichTextField(verbose_name="text", help_text="What it says."),
    "validators": RichTextField(validators=[MinLengthValidator(1)]),
    "plain": wagtail_fields.RichTextField(),
}


@pytest.mark.parametrize("field", RESTYLED.values(), ids=RESTYLED)
def test_restyling_rich_text_makes_no_migration(field):
    assert detect_change(RichTextField(), field) == []


def test_rich_text_is_frozen_as_wagtails_field():
    _name, path, args, kwargs = RichTextField(blank=True, default="<p>New</p>").deconstruct()

    assert path == "wagtail.fields.RichTextField"
    assert args == []
    assert kwargs == {"blank": True, "default": "<p>New</p>"}


def test_a_clone_of_a_rich_text_field_keeps_its_options():
    field = RichTextField(features=["bold"], max_length=None, editor="other", help_text="Short.")

    clone = field.clone()

    assert type(clone) is RichTextField
    assert (clone.features, clone.max_length) == (["bold"], None)
    assert (clone.editor, clone.help_text) == ("other", "Short.")


def test_rich_text_has_the_features_and_limit_of_the_package():
    field = RichTextField()

    assert field.features == FEATURES
    assert field.features is not FEATURES
    assert field.max_length == DEFAULT_MAX_LENGTH == 20_000
