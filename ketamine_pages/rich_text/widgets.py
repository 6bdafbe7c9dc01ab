"""The editor for rich text: Wagtail's Draftail, made to open whatever is stored.

Import this only once all models are loaded, as ``rich_text.get_editor_widget`` does.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from django.utils.html import escape
from wagtail.admin.rich_text.editors import draftail
from wagtail.whitelist import check_url

from ketamine_pages.rich_text.reading import get_paragraphs

logger = logging.getLogger(__name__)


# The name of the class is part of Wagtail's CSS (w-field--draftail_rich_text_area), and its
# JavaScript is found through the base class.
class DraftailRichTextArea(draftail.DraftailRichTextArea):
    """Draftail that opens any stored text, and hands on every link for validation.

    Wagtail's converter stops with an error at much that imports and older editors leave behind,
    such as tags that do not match or a list item outside a list. The whole page could then no
    longer be edited. Here the words are shown as plain paragraphs, and a warning is logged; what
    is stored stays as it is until the editor saves.
    """

    def format_value(self, value: str | None) -> str:
        """The stored text as the JSON that the editor on screen reads."""
        try:
            content = super().format_value(value)
            _check_ranges(json.loads(content))
            return content
        # Anything: each feature of a site brings a handler of its own, for input it did not expect.
        except Exception as error:
            html = str(value)
            logger.warning(
                "Stored rich text of %d characters is shown to the editor as plain paragraphs, "
                "because it cannot be converted (%s: %s).",
                len(html),
                type(error).__name__,
                error,
            )
            paragraphs = get_paragraphs(html)
            return self.converter.from_database_format(
                "".join(f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs)
            )

    def value_from_datadict(
        self, data: Mapping[str, Any], files: Mapping[str, Any], name: str
    ) -> str | None:
        """The submitted text as stored, links that have to be refused included."""
        content = json.loads(data.get(name) or "null")
        if content is None:
            return super().value_from_datadict(data, files, name)
        # Wagtail's converter silently drops the address of a link that it does not allow, and fails
        # at one without an address. The editor would not learn of it, and lose what was typed.
        # So such an address goes through the conversion under an alias, to meet the validator.
        addresses = {}
        for entity in content.get("entityMap", {}).values():
            link = entity.get("data") or {}
            if entity.get("type") != "LINK" or link.get("id") is not None:
                continue
            address = str(link.get("url") or "")
            link["url"] = address
            if check_url(address) is None:
                link["url"] = f"https://{uuid4()}.invalid/"
                addresses[link["url"]] = address
        html = super().value_from_datadict({name: json.dumps(content)}, files, name)
        for alias, address in addresses.items():
            html = html.replace(alias, escape(address))
        return html


def _check_ranges(content: dict[str, Any]) -> None:
    # A tag that is never closed gets through the conversion, and the editor then drops the link or
    # the style without a word.
    for block in content["blocks"]:
        for part in (*block["inlineStyleRanges"], *block["entityRanges"]):
            if part["length"] is None:
                raise ValueError("a tag is not closed")


def replace_draftail(widget: Any) -> Any:
    """Our editor for Wagtail's own Draftail; any other widget as it is."""
    # Not isinstance: a subclass is what the site has chosen instead.
    if type(widget) is draftail.DraftailRichTextArea:
        return DraftailRichTextArea(features=widget.features)
    return widget
