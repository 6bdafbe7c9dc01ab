"""The sections of a page body: their ids, their headings, and which of them have content."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.humanize.templatetags.humanize import apnumber
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from wagtail.blocks import StreamValue

from ketamine_pages.blocks import ContentBlock
from ketamine_pages.blocks.page_links import look_up_page_links
from ketamine_pages.delivery.once import TemplateContext
from ketamine_pages.pages.counts import PLACEHOLDER, fill_count

# In front of every id, so that none meets an id of the host site's frame.
PREFIX = "section-"
SLUG_LENGTH = 60


@dataclass
class Section:
    """One block of a body, while one page is rendered.

    ``heading`` is that of the block as it is printed. ``{% section_attrs %}`` sets ``printed``, so
    that a block within the block gets an id of its own. ``taken`` holds the ids of all sections of
    the page.
    """

    id: str
    taken: set[str]
    heading: str = ""
    html: SafeString = SafeString("")
    printed: bool = False

    @property
    def heading_id(self) -> str:
        """The id of the section's heading."""
        return f"{self.id}-heading"


def new_section(value: Any, taken: set[str], kind: str = "block") -> Section:
    """A section named after the heading in a block's value, or else after the block's type.

    Names rather than positions, so that links to a section survive when blocks are moved.
    """
    heading = value.get("heading") if isinstance(value, Mapping) else ""
    slug = slugify(fill_count(heading or "", None), allow_unicode=True)
    name = PREFIX + (slug[:SLUG_LENGTH].rstrip("-") or kind)
    section_id, place = name, 1
    while section_id in taken:
        place += 1
        section_id = f"{name}-{place}"
    taken.add(section_id)
    return Section(section_id, taken)


def print_heading(text: str | None, count: int | None, context: TemplateContext) -> str:
    """``text`` with ``{count}`` filled in, in words where the site says so."""
    in_words = getattr(context.get("clinic"), "counts_in_words", False)
    is_spelt = in_words and count is not None and PLACEHOLDER in (text or "")
    return fill_count(text or "", count, str(apnumber(count)) if is_spelt else "")


def _heading_of(child: StreamValue.StreamChild, context: Mapping[Any, Any]) -> str:
    text = child.value.get("heading") if isinstance(child.value, Mapping) else ""
    if not isinstance(child.block, ContentBlock):
        return print_heading(text, None, context)
    if not text or not child.block.in_contents:
        return ""
    counts = PLACEHOLDER in text
    return print_heading(
        text, child.block.get_count(child.value, context) if counts else None, context
    )


def render_sections(body: StreamValue, context: Mapping[Any, Any]) -> list[Section]:
    """Render the blocks of ``body``; leave out those that print nothing."""
    # It is stocked when it is first asked for: before the blocks, which else fetch by themselves.
    bool(context.get("shelf"))
    look_up_page_links(body)
    sections: list[Section] = []
    taken: set[str] = set()
    for child in body:
        section = new_section(child.value, taken, child.block_type.replace("_", "-"))
        section.heading = _heading_of(child, context)
        html = child.render_as_block({**context, "section": section}).strip()
        section.html = mark_safe(html)  # noqa: S308 (blocks escape what they print)
        if html:
            sections.append(section)
    return sections
