"""Links and calls to action."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks import BlockGroup, StructBlockValidationError, StructValue

from ketamine_pages.addresses import is_web_url, validate_web_url
from ketamine_pages.blocks.base import ContentBlock, HeadingBlock
from ketamine_pages.blocks.texts import CharBlock, TextBlock
from ketamine_pages.phone import parse_phone

TARGETS = ("page", "url", "phone", "email")


class LinkValue(StructValue):
    """A link; ``href`` is empty where it leads nowhere (any more)."""

    @property
    def href(self) -> str:
        """The address to link to: page, then web address, phone, e-mail; ``""`` if none works."""
        page = self.get("page")
        if page is not None:
            return (page.url or "") if page.live else ""
        if self.get("url"):
            # Not every way to store a value goes through the form.
            return str(self["url"]) if is_web_url(self["url"]) else ""
        if self.get("phone"):
            try:
                return str(parse_phone(self["phone"]).as_rfc3966)
            except ValidationError:
                return ""
        if self.get("email"):
            return f"mailto:{quote(self['email'], safe='@+')}"
        return ""

    @property
    def kind(self) -> str:
        """Which of ``page``, ``url``, ``phone``, ``email`` is filled in, or ``""``."""
        return next((name for name in TARGETS if self.get(name)), "")


def clean_phone(value: str) -> None:
    """Refuse text that is no phone number."""
    parse_phone(value)


class LinkBlock(blocks.StructBlock):
    """A text that leads to a page, a web address, a phone or an e-mail address."""

    text = CharBlock(label=_("Text"), max_length=80)
    page = blocks.PageChooserBlock(label=_("Page"), required=False)
    url = blocks.URLBlock(
        label=_("Web address"),
        required=False,
        max_length=500,
        help_text=_("https://…"),
        validators=[validate_web_url],
    )
    phone = CharBlock(label=_("Phone"), required=False, max_length=40, validators=[clean_phone])
    email = blocks.EmailBlock(label=_("E-mail"), required=False)

    def clean(self, value: StructValue) -> Any:
        result = super().clean(value)
        filled = [name for name in TARGETS if result.get(name)]
        if len(filled) > 1:
            message = gettext("Fill in only one of page, web address, phone and e-mail.")
            raise StructBlockValidationError(
                block_errors={name: ValidationError(message) for name in filled[1:]}
            )
        if not filled and not self.is_deferred_validation:
            raise StructBlockValidationError(
                non_block_errors=[
                    gettext(
                        "Say where the link leads: a page, a web address, a phone or an e-mail."
                    )
                ]
            )
        return result

    def get_api_representation(
        self, value: LinkValue, context: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        return {"text": value["text"], "kind": value.kind, "href": value.href}

    class Meta:
        icon = "link"
        label = _("Link")
        label_format = "{text}"
        value_class = LinkValue


class FooterLinks(blocks.StreamBlock):
    """Links in the footer of every page, such as the privacy notice."""

    link = LinkBlock()

    class Meta:
        required = False
        max_num = 12


class CallToActionBlock(ContentBlock):
    """An invitation to act, with up to three buttons."""

    in_contents = False

    heading = HeadingBlock()
    text = TextBlock(label=_("Text"), required=False, max_length=600, rows=3)
    links = blocks.ListBlock(LinkBlock(), label=_("Buttons"), min_num=1, max_num=3)

    class Meta:
        icon = "bullhorn"
        group = _("Action")
        label = _("Call to action")
        description = _("An invitation to call, write or book, with up to three buttons.")
        template = "ketamine_pages/blocks/call_to_action.html"
        label_format = "{heading}"
        form_layout = BlockGroup(children=["heading", "text", "links"])
        preview_value = {
            "heading": _("Talk to us first"),
            "text": _("We check with you whether this treatment is safe for you at all."),
            "links": [
                {"text": _("Call +1 602 555 0142"), "phone": "+1 602 555 0142"},
                {"text": _("Write to us"), "email": "hello@example.com"},
            ],
        }
