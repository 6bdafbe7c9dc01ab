"""What a reader cannot look up: sections and numbers without a source beside them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ketamine_pages.rules.page_facts import Passage, TextKind

# Not what is part of a name, such as COVID-19.
NUMBER = re.compile(r"(?<![\w.,-])\d+(?:[.,]\d+)*(?!\w)")
# A year says when, not how much.
YEAR = re.compile(r"(?:19|20)\d\d")
# More digits in a row are a phone.
PHONE = re.compile(r"\+?\d[\d\s().-]{7,}\d")


@dataclass(frozen=True)
class Unsourced:
    """The headings of sections whose prose cites nothing, and how many numbers nobody sources."""

    sections: tuple[str, ...] = ()
    numbers: int = 0


def find_unsourced(passages: Iterable[Passage]) -> Unsourced:
    """What of ``passages`` has no source that holds beside it.

    A section is a block with prose; texts of library entries are sourced by what they cite.
    """
    sections: list[str] = []
    numbers = 0
    for passage in passages:
        if not passage.is_printed or any(source.holds for source in passage.sources):
            continue
        bare = [text for text in passage.texts if not text.is_sourced]
        # A list of entries that cite something is no section that cites nothing.
        is_bare = len(bare) == len(passage.texts)
        if passage.spot.block and is_bare and any(text.kind is TextKind.PROSE for text in bare):
            sections.append(_name_of(passage))
        numbers += sum(count_numbers(text.text) for text in bare)
    return Unsourced(tuple(sections), numbers)


def _name_of(passage: Passage) -> str:
    headings = (text.text for text in passage.texts if text.kind is TextKind.HEADING)
    return next(headings, "") or passage.spot.label


def count_numbers(text: str) -> int:
    """How many numbers ``text`` states, without years, phones and parts of names."""
    found = NUMBER.findall(PHONE.sub(" ", text))
    return sum(1 for number in found if not YEAR.fullmatch(number.strip()))
