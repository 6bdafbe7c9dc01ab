"""Reads rich text that may be broken, without ever failing."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import NamedTuple

# The ends of these tags do not end a line of text.
INLINE_TAGS = frozenset({"a", "abbr", "b", "code", "del", "em", "font", "i", "ins", "kbd", "mark"})
INLINE_TAGS |= {"s", "small", "span", "strike", "strong", "sub", "sup", "u", "wbr"}

# Comments, and the conditions that Word puts into what is copied from it.
INVISIBLE = re.compile(r"<!--.*?-->|<!\[(?:if|endif)\b[^>]*>", re.DOTALL | re.IGNORECASE)

# Attributes whose words are read out or shown.
LABELS = frozenset({"alt", "aria-label", "placeholder", "title"})


class Link(NamedTuple):
    """A link: its address as stored, and the words it is on."""

    href: str
    words: str


class ParsedRichText(HTMLParser):
    """The lines of text and the links of an HTML fragment.

    ``lines`` are texts as stored, white space included; ``links`` are ``Link`` in their order;
    ``labels`` are what attributes say in the place of a picture or beside a text.
    """

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = [""]
        self.links: list[Link] = []
        self.labels: list[str] = []
        self._open_hrefs: list[str] = []
        self._words = ""
        # Read as text. The parser stops with an error at an unknown "<![", and takes as a comment
        # some things that browsers do not, which could hide a link.
        self.feed(html.replace("<!", "&lt;!"))
        self.close()
        self._close_links()

    @property
    def text(self) -> str:
        """All text without its tags, as the editor on screen counts it."""
        return "".join(self.lines)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in INLINE_TAGS:
            self.lines.append("")
        self.labels += [value for name, value in attrs if name in LABELS and value]
        # Every address counts: of two in one tag browsers follow the first, other readers the last.
        hrefs = [value or "" for name, value in attrs if name.rpartition(":")[2] == "href"]
        if hrefs:
            self._close_links()
            self._open_hrefs = hrefs

    def handle_endtag(self, tag: str) -> None:
        if tag not in INLINE_TAGS:
            self.lines.append("")
        if tag == "a":
            self._close_links()

    def handle_data(self, data: str) -> None:
        self.lines[-1] += data
        if self._open_hrefs:
            self._words += data

    def _close_links(self) -> None:
        words = " ".join(self._words.split())
        self.links += [Link(href, words) for href in self._open_hrefs]
        self._open_hrefs, self._words = [], ""


class _ReadAloud(ParsedRichText):
    """Without what browsers run and nobody reads."""

    def handle_data(self, data: str) -> None:
        if self.cdata_elem is None:
            super().handle_data(data)


def get_lines(html: str) -> list[str]:
    """What can be read in a fragment, as plain text, a line for each paragraph or list item."""
    return _lines_of(ParsedRichText(INVISIBLE.sub("", html)))


def get_words(html: str) -> list[str]:
    """All that visitors read or hear of a fragment, texts in the place of pictures included."""
    reading = _ReadAloud(INVISIBLE.sub("", html))
    return _lines_of(reading) + [" ".join(label.split()) for label in reading.labels]


def _lines_of(reading: ParsedRichText) -> list[str]:
    return [line for line in (" ".join(line.split()) for line in reading.lines) if line]


def get_paragraphs(html: str) -> list[str]:
    """What can be read in a fragment, as plain text, a paragraph for each line.

    The addresses of links are kept at the end: nobody could guess them again.
    """
    reading = ParsedRichText(INVISIBLE.sub("", html))
    return _lines_of(reading) + [
        f"{link.words} ({link.href})" if link.words else link.href
        for link in reading.links
        if link.href
    ]
