"""Rich text whose links to pages may have been looked up before it is printed.

Wagtail looks up the pages of each text by itself. A page with many texts knows how to ask for all
of them at once; see ``blocks.page_links``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from django.utils.html import escape
from wagtail.rich_text import RichText

PAGE_LINK = re.compile(r'<a\b[^>]*\blinktype="page"[^>]*>')
PAGE_ID = re.compile(r'\bid="(\d+)"')


class LinkedRichText(RichText):
    """The value of a ``RichTextBlock``; ``addresses`` are those of pages, by primary key."""

    addresses: Mapping[int, str] = {}

    @property
    def linked_pages(self) -> Iterable[int]:
        """The primary keys of the pages that the text links to."""
        if 'linktype="page"' not in self.source:
            return []
        return [pk for tag in PAGE_LINK.findall(self.source) if (pk := _page_id(tag)) is not None]

    def __html__(self) -> str:
        if not self.addresses:
            return str(super().__html__())
        return str(RichText(PAGE_LINK.sub(self._opening_tag, self.source)).__html__())

    def _opening_tag(self, match: re.Match[str]) -> str:
        pk = _page_id(match.group())
        address = None if pk is None else self.addresses.get(pk)
        # What nobody has looked up is left to Wagtail.
        return match.group() if address is None else f'<a href="{escape(address)}">'


def _page_id(tag: str) -> int | None:
    found = PAGE_ID.search(tag)
    return int(found.group(1)) if found else None
