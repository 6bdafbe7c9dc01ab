"""What a visitor gets to read of an HTML document, as far as the document itself tells.

Comments, scripts, templates, and what is ``hidden`` or styled away in place do not count. What a
stylesheet or a script hides cannot be seen here.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

UNSEEN = frozenset({"head", "noscript", "script", "style", "template"})
VOID = frozenset(
    {
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source",
        "track", "wbr",
    }
)  # fmt: skip
# One that nobody closes hides all that follows; the parser would take it for text.
COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
STYLED_AWAY = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse))", re.I)


def squash(text: str) -> str:
    """``text`` without white space, which templates are free to change."""
    return "".join(text.split())


class VisibleDocument(HTMLParser):
    """The texts, links and ids of a document that visitors can get at.

    ``links`` are addresses in their order, ``ids`` those of visible elements. ``canonical`` is the
    address that the head names, and ``scripts`` what structured data say.
    """

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.canonical = ""
        self.structured_data: list[str] = []
        self._texts: list[str] = []
        # Open elements, each with whether it, or one around it, is out of sight.
        self._open: list[tuple[str, bool]] = []
        self._is_data = False
        # As in ``rich_text.reading``: the parser stops with an error at an unknown "<![".
        self.feed(COMMENT.sub("", html).replace("<![", "&lt;!["))
        self.close()
        self._text = squash("".join(self._texts))

    def says(self, words: str) -> bool:
        """Whether a visitor can read these words."""
        return squash(words) in self._text

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "link" and values.get("rel") == "canonical":
            self.canonical = values.get("href", "")
        self._is_data = tag == "script" and values.get("type") == "application/ld+json"
        is_unseen = self._is_unseen or _is_hidden(tag, values)
        if not is_unseen:
            self.ids.add(values.get("id", ""))
            if tag == "a" and "href" in values:
                self.links.append(values["href"])
        if tag not in VOID:
            self._open.append((tag, is_unseen))

    def handle_endtag(self, tag: str) -> None:
        self._is_data = False
        for place in range(len(self._open) - 1, -1, -1):
            if self._open[place][0] == tag:
                # What was left open within it ends with it.
                del self._open[place:]
                break

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        # A slash closes nothing in HTML, except in drawings, which hold no words of ours.
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_data(self, data: str) -> None:
        if self._is_data:
            self.structured_data.append(data)
        elif not self._is_unseen:
            self._texts.append(data)

    @property
    def _is_unseen(self) -> bool:
        return bool(self._open) and self._open[-1][1]


def _is_hidden(tag: str, values: dict[str, str]) -> bool:
    return (
        tag in UNSEEN
        or "hidden" in values
        or (tag == "dialog" and "open" not in values)
        or STYLED_AWAY.search(values.get("style", "")) is not None
    )
