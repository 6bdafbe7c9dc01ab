"""Text, pictures and other plain content."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks import BlockGroup, StructValue
from wagtail.embeds.blocks import EmbedBlock
from wagtail.images.blocks import ImageBlock

from ketamine_pages.blocks.base import ContentBlock, HeadingBlock
from ketamine_pages.blocks.picks import SourcePicks
from ketamine_pages.blocks.tables import WordedTableBlock
from ketamine_pages.blocks.texts import CharBlock
from ketamine_pages.blocks.time_limited import TimeLimitedBlock
from ketamine_pages.rich_text import INLINE_FEATURES, RichTextBlock
from ketamine_pages.shown.brings import Cites


class SectionBlock(TimeLimitedBlock):
    """A heading and rich text."""

    heading = HeadingBlock()
    text = RichTextBlock(label=_("Text"))
    sources = SourcePicks(
        label=_("Sources"),
        required=False,
        help_text=_("Printed as numbers after the text, and listed at the foot of the page."),
    )

    brings = (Cites(),)

    class Meta:
        icon = "pilcrow"
        group = _("Text")
        label = _("Text section")
        description = _("A heading with paragraphs, lists and links.")
        template = "ketamine_pages/blocks/section.html"
        label_format = "{heading}"
        form_layout = BlockGroup(children=["heading", "text"], settings=["sources", "expires_on"])
        preview_value = {
            "heading": _("How does the treatment work?"),
            "text": _(
                "<p>Explain one thing in a few short paragraphs. Add a list where there are "
                "several points:</p><ul><li>one point</li><li>another point</li></ul>"
            ),
        }


class CalloutBlock(TimeLimitedBlock):
    """A note or a warning that stands out."""

    in_contents = False

    kind = blocks.ChoiceBlock(
        label=_("Kind"),
        choices=[("note", _("Note")), ("warning", _("Warning"))],
        default="note",
    )
    heading = HeadingBlock()
    text = RichTextBlock(label=_("Text"), features=[*INLINE_FEATURES, "ul"])
    sources = SourcePicks(label=_("Sources"), required=False)

    brings = (Cites(),)

    class Meta:
        icon = "warning"
        group = _("Text")
        label = _("Callout")
        description = _("A note or a warning that nobody should miss.")
        template = "ketamine_pages/blocks/callout.html"
        label_format = "{heading}"
        form_layout = BlockGroup(
            children=["kind", "heading", "text"], settings=["sources", "expires_on"]
        )
        preview_value = {
            "kind": "warning",
            "heading": _("Do not drive after a session"),
            "text": _("<p>Arrange for somebody to take you home.</p>"),
        }


class CaptionedImageBlock(ContentBlock):
    """An image with its text alternative and an optional caption."""

    image = ImageBlock(label=_("Image"))
    caption = CharBlock(label=_("Caption"), required=False, max_length=250)

    class Meta:
        icon = "image"
        group = _("Text")
        label = _("Image")
        description = _("A picture, described for those who cannot see it.")
        template = "ketamine_pages/blocks/image.html"
        label_format = "{caption}"

    def get_preview_value(self) -> Any:
        from wagtail.images import get_image_model

        image = get_image_model().objects.order_by("-pk").first()
        return self.normalize({"image": image, "caption": _("What the picture shows.")})


class TableBlock(ContentBlock):
    """A table with a caption."""

    caption = CharBlock(
        label=_("Caption"), max_length=250, help_text=_("What the table shows, in a few words.")
    )
    table = WordedTableBlock(
        [
            ("text", CharBlock(label=_("Text"), required=False, max_length=500)),
            (
                "rich_text",
                RichTextBlock(label=_("Text with links"), required=False, features=INLINE_FEATURES),
            ),
            ("number", blocks.FloatBlock(label=_("Number"), required=False)),
        ],
        label=_("Table"),
    )
    sources = SourcePicks(label=_("Sources"), required=False)

    brings = (Cites(),)

    class Meta:
        icon = "table"
        group = _("Text")
        label = _("Table")
        description = _("Rows and columns, for things to compare.")
        template = "ketamine_pages/blocks/table.html"
        label_format = "{caption}"
        form_layout = BlockGroup(children=["caption", "table"], settings=["sources"])

    def get_preview_value(self) -> Any:
        return self.to_python(
            {
                "caption": str(_("Two ways of giving a medicine")),
                "table": {
                    "columns": [
                        {"type": "text", "heading": str(_("Way"))},
                        {"type": "text", "heading": str(_("What happens"))},
                    ],
                    "rows": [
                        {"values": [str(_("Infusion")), str(_("A drip into a vein"))]},
                        {"values": [str(_("Nasal spray")), str(_("A spray into the nose"))]},
                    ],
                    "caption": "",
                },
            }
        )


class VideoBlock(ContentBlock):
    """A video or other embed of another site, loaded only when a visitor asks for it."""

    title = CharBlock(
        label=_("Title"), max_length=160, help_text=_("What people will see or hear.")
    )
    embed = EmbedBlock(label=_("Address"), max_width=1280, max_height=720)
    poster = ImageBlock(label=_("Picture shown before"), required=False)

    class Meta:
        icon = "media"
        group = _("Text")
        label = _("Video")
        description = _("A video of another site. Nothing loads from there until it is clicked.")
        template = "ketamine_pages/blocks/video.html"
        label_format = "{title}"
        form_layout = BlockGroup(children=["title", "embed"], settings=["poster"])

    def get_context(
        self, value: StructValue, parent_context: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        embed = value.get("embed")
        hostname = urlsplit(embed.url).hostname if embed else ""
        context["host"] = (hostname or "").removeprefix("www.")
        return context

    def get_preview_value(self) -> Any:
        return self.normalize({"title": _("What happens at a first visit")})
