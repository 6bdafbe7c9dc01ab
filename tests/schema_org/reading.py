"""The structured data of a page, read as a search engine would."""

import json
from html.parser import HTMLParser
from typing import Any

from tests.schema_org.vocabulary import nodes_of

TYPE = "application/ld+json"


class DataScripts(HTMLParser):
    """The contents of all script elements of the right type, by the rules of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self._is_inside = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._is_inside = tag == "script" and ("type", TYPE) in attrs
        if self._is_inside:
            self.found.append("")

    def handle_endtag(self, tag: str) -> None:
        self._is_inside = False

    def handle_data(self, data: str) -> None:
        if self._is_inside:
            self.found[-1] += data


def read(html: str) -> dict[str, Any]:
    """The one document in ``html``."""
    [text] = DataScripts(html).found
    document: dict[str, Any] = json.loads(text)
    return document


def one(document: dict[str, Any], kind: str) -> dict[str, Any]:
    """The one object of a type, wherever in the document it is."""
    [node] = nodes_of(document, kind)
    return node


def top(document: dict[str, Any], kind: str) -> dict[str, Any]:
    """The one node of a type at the top of the graph."""
    [node] = [each for each in document["@graph"] if each["@type"] == kind]
    return node
