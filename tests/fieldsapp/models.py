"""What a site makes of the package's fields."""

from django.db import models
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.images.blocks import ImageBlock
from wagtail.models import RevisionMixin
from wagtail.snippets.models import register_snippet

from ketamine_pages.fields import RichTextField, StreamField
from ketamine_pages.rich_text import INLINE_FEATURES, RichTextBlock


class CardBlock(blocks.StructBlock):
    """A struct that is declared as a class."""

    heading = blocks.CharBlock()
    text = RichTextBlock(features=INLINE_FEATURES, required=False)


class PartsBlock(blocks.StreamBlock):
    """A stream that is declared as a class."""

    card = CardBlock()
    cards = blocks.ListBlock(CardBlock())


class ChapterBlock(blocks.StructBlock):
    """A struct that holds a stream."""

    name = blocks.CharBlock()
    parts = PartsBlock(required=False)


@register_snippet
class Leaflet(RevisionMixin, models.Model):
    """Has revisions, rich text, and a stream in which every container occurs."""

    title = models.CharField(max_length=50)
    intro = RichTextField(blank=True, help_text="What the leaflet is about.")
    body = StreamField(
        [
            ("card", CardBlock()),
            ("cards", blocks.ListBlock(CardBlock())),
            ("chapter", ChapterBlock()),
            ("text", RichTextBlock()),
            ("picture", ImageBlock()),
            ("table", TypedTableBlock([("text", blocks.CharBlock())])),
            ("line", blocks.StaticBlock()),
        ],
        blank=True,
        help_text="What the leaflet says.",
    )

    panels = ["title", "intro", "body"]

    def __str__(self) -> str:
        return self.title
