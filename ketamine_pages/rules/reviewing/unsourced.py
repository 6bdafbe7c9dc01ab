"""What a reader cannot look up: sections and numbers without a source beside them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ketamine_pages.rules.page_facts import Passage, TextKind
from ketamine_pages.rules.words.numbers import find_outcome_number


@dataclass(frozen=True)
class Unsourced:
    """The headings of sections whose prose cites nothing, and how many texts have a bare number."""

    sections: tuple[str, ...] = ()
    numbers: int = 0


def count_unsourced(passages: Iterable[Passage]) -> Unsourced:
    """What of ``passages`` has no source that holds beside it. Something to look at, no offence.

    A section is a block with prose; texts of library entries are sourced by what they cite. A
    number is one about people, as the hint ``number-unsourced`` finds it.
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
        numbers += sum(bool(find_outcome_number(text.text)) for text in bare)
    return Unsourced(tuple(sections), numbers)


def _name_of(passage: Passage) -> str:
    headings = (text.text for text in passage.texts if text.kind is TextKind.HEADING)
    return next(headings, "") or passage.spot.label
