"""Rich text in one spelling, whoever has written it: the editor, an import or a person."""

from __future__ import annotations

import re
from html import escape
from html.parser import HTMLParser

# Not the no-break space, which is a character of its own.
SPACE = re.compile(r"[ \t\r\n]+")
# The editor writes the left ones as the right ones.
SAME = {"strong": "b", "em": "i"}
# What the editor notes for itself.
IGNORED = {"data-block-key"}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        kept = sorted((name, value or "") for name, value in attrs if name not in IGNORED)
        written = "".join(f" {name}={value!r}" for name, value in kept)
        self.parts.append(f"<{SAME.get(tag, tag)}{written}>")

    def handle_endtag(self, tag: str) -> None:
        # <br/> and <br> are one thing.
        if tag not in {"br", "hr", "embed"}:
            self.parts.append(f"</{SAME.get(tag, tag)}>")

    def handle_data(self, data: str) -> None:
        # Between blocks there may be line breaks that nobody sees, and anywhere else they are
        # spaces.
        if data.strip() or "\n" not in data:
            self.parts.append(escape(SPACE.sub(" ", data), quote=False))


def canonical(source: str) -> str:
    """The stored rich text ``source``, so that texts which read alike are alike."""
    reader = _Reader()
    reader.feed(source)
    reader.close()
    return "".join(reader.parts)
