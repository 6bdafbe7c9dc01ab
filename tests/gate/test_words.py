"""What is read of fields and blocks that a site adds: everything, unless a class says otherwise."""

import pytest
from django.db import models
from django.test.utils import isolate_apps
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from phonenumber_field.modelfields import PhoneNumberField
from wagtail import blocks
from wagtail.contrib.table_block.blocks import TableBlock

from ketamine_pages.blocks import ContentBlock, WithoutWords
from ketamine_pages.blocks.facts import read_block
from ketamine_pages.fields import RichTextField, StreamField
from ketamine_pages.gate.facts import read_streams
from ketamine_pages.gate.words import fields_with_words, read_words
from ketamine_pages.rules.findings import Spot
from ketamine_pages.rules.page_facts import TextKind
from ketamine_pages.shown.kinds import HasWords

WORDS = "Some words."


class ShoutedField(models.CharField):
    """A site's own kind of text."""


@pytest.fixture
def flyer():
    """A model of a site, not saved, with words in all its fields."""
    with isolate_apps("tests.testapp"):

        class Flyer(HasWords, ClusterableModel):
            motto = ShoutedField(max_length=50)
            small_print = models.TextField()
            story = RichTextField()
            legal = models.CharField(max_length=50, help_text="May be anything.")
            token = models.CharField(max_length=50)
            kind = models.CharField(max_length=50, choices=[(WORDS, WORDS)])
            shown_on = models.CharField(max_length=50, editable=False)
            slug = models.SlugField()
            link = models.URLField()
            mail = models.EmailField()
            phone = PhoneNumberField()
            pages = models.IntegerField(default=2)
            promo = StreamField([("text", blocks.CharBlock()), ("raw", blocks.RawHTMLBlock())])

            fields_without_words = ("token",)

            class Meta:
                app_label = "testapp"

        class Picture(models.Model):
            flyer = ParentalKey(Flyer, related_name="pictures", on_delete=models.CASCADE)
            caption = models.CharField(max_length=50)
            number = models.IntegerField(default=1)

            class Meta:
                app_label = "testapp"

        flyer = Flyer(phone="+16025550142", promo=[("text", WORDS), ("raw", f"<b>{WORDS}</b>")])
        for field in Flyer._meta.concrete_fields:
            if isinstance(field, models.CharField | models.TextField) and field.name != "phone":
                setattr(flyer, field.name, WORDS)
        flyer.pictures.add(Picture(caption=WORDS))
        yield flyer


def test_every_text_field_is_read_but_for_addresses_choices_and_what_is_left_out(flyer):
    names = [field.name for field in fields_with_words(type(flyer))]
    assert names == ["motto", "small_print", "story", "legal", "phone"]


def test_texts_are_read_at_their_fields_and_those_of_child_objects_at_theirs(flyer):
    texts = list(read_words(flyer, is_sourced=True))
    assert [text.spot.field for text in texts] == [
        "motto",
        "small_print",
        "story",
        "legal",
        "pictures",
    ]
    assert {(text.text, text.is_sourced) for text in texts} == {(WORDS, True)}
    assert [text.kind for text in texts[:3]] == [TextKind.LABEL, TextKind.PROSE, TextKind.PROSE]
    assert texts[-1].spot.label == "Caption"


def test_streams_of_any_name_are_read(flyer):
    passages = list(read_streams(flyer))
    assert [text.text for passage in passages for text in passage.texts] == [WORDS, WORDS]
    assert {passage.spot.field for passage in passages} == {"promo"}


class MoodBlock(blocks.FieldBlock):
    """A kind of block that the package has never seen."""


class TokenBlock(WithoutWords, blocks.CharBlock):
    """The name of a video at its host."""


class PromoBlock(ContentBlock):
    mood = MoodBlock()
    token = TokenBlock()


@pytest.mark.parametrize(
    ("block", "value", "read"),
    [
        (blocks.RawHTMLBlock(), "<h2>One</h2><p>Two <b>three</b></p>", ["One", "Two three"]),
        (blocks.RawHTMLBlock(), "<script>var xxx</script><style>b {}</style>One", ["One"]),
        (
            blocks.RawHTMLBlock(),
            '<img src="a.png" alt="One"><a title="Two">3</a>',
            ["3", "One", "Two"],
        ),
        (blocks.BlockQuoteBlock(), "One", ["One"]),
        (blocks.RegexBlock(regex=".*"), "One", ["One"]),
        (
            TableBlock(),
            {"data": [["One", None], ["Two", ""]], "table_caption": "3"},
            ["One", "Two", "3"],
        ),
        (blocks.ListBlock(blocks.CharBlock()), ["One", "Two"], ["One", "Two"]),
        (MoodBlock(), "One", ["One"]),
        (blocks.URLBlock(), "https://xxx.example/", []),
        (blocks.EmailBlock(), "tbc@example.com", []),
        (blocks.ChoiceBlock(choices=[("tbc", "TBC")]), "tbc", []),
        (blocks.MultipleChoiceBlock(choices=[("tbc", "TBC")]), ["tbc"], []),
        (blocks.IntegerBlock(), 7, []),
        (TokenBlock(), "tbc", []),
        (PromoBlock(), {"mood": "One", "token": "tbc"}, ["One"]),
    ],
)
def test_a_block_is_read_whatever_it_is(block, value, read):
    value = block.normalize(value)
    texts = [text.text for text in read_block(block, value, {"spot": Spot()}).texts]
    assert [text for text in texts if text] == read
