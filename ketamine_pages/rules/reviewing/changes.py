"""What has changed between two readings, as words added and removed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

# A word with the space after it, or a mark.
TOKEN = re.compile(r"\w+\s*|[^\w\s]\s*|\s+")
# Two lines with less in common are two lines, and not one that was rewritten.
ALIKE = 0.3
# Words on either side of a change that are printed with it.
AROUND = 12


class Kind(StrEnum):
    """What became of some words."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


Place = tuple[str, ...]


@dataclass(frozen=True)
class Line:
    """A line that visitors read, and where it stands, in words from the outside in."""

    place: Place
    text: str


@dataclass(frozen=True)
class Piece:
    """Some words of a line."""

    kind: Kind
    text: str


@dataclass(frozen=True)
class Change:
    """A line that was added, removed or rewritten."""

    place: Place
    pieces: tuple[Piece, ...]


def compare_lines(before: Sequence[Line], after: Sequence[Line]) -> list[Change]:
    """The changes that lead from ``before`` to ``after``, in the order of reading."""
    changes: list[Change] = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag != "equal":
            changes += _pair(before[i1:i2], after[j1:j2])
    return changes


def _pair(before: Sequence[Line], after: Sequence[Line]) -> Iterator[Change]:
    rest = list(before)
    # The only line at its place is the same one, whatever it says: a year, a choice.
    only = {place for place, lines in _by_place(before, after).items() if lines == (1, 1)}
    for line in after:
        same = next(
            (
                each
                for each in rest
                if each.place == line.place and (line.place in only or _are_alike(each, line))
            ),
            None,
        )
        if same is None:
            yield Change(line.place, (Piece(Kind.ADDED, line.text),))
            continue
        # What stood before it, and was not rewritten, is gone.
        while (gone := rest.pop(0)) is not same:
            yield Change(gone.place, (Piece(Kind.REMOVED, gone.text),))
        yield Change(line.place, compare_words(same.text, line.text))
    for gone in rest:
        yield Change(gone.place, (Piece(Kind.REMOVED, gone.text),))


def _by_place(before: Sequence[Line], after: Sequence[Line]) -> dict[Place, tuple[int, int]]:
    """How many lines there were, and are, at each place."""
    then, now = (Counter(line.place for line in lines) for lines in (before, after))
    return {place: (then[place], now[place]) for place in then | now}


def _are_alike(before: Line, after: Line) -> bool:
    return SequenceMatcher(None, _words(before.text), _words(after.text)).ratio() >= ALIKE


def _words(text: str) -> list[str]:
    return TOKEN.findall(text)


def compare_words(before: str, after: str) -> tuple[Piece, ...]:
    """The words of ``after``, with those of ``before`` that were removed, in their places."""
    one, other = _words(before), _words(after)
    pieces: list[Piece] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece(Kind.SAME, "".join(one[i1:i2])))
            continue
        if i1 < i2:
            pieces.append(Piece(Kind.REMOVED, "".join(one[i1:i2])))
        if j1 < j2:
            pieces.append(Piece(Kind.ADDED, "".join(other[j1:j2])))
    return tuple(pieces)


def shorten(pieces: Sequence[Piece], mark: Callable[[], str] = lambda: "… ") -> tuple[Piece, ...]:
    """``pieces`` with long stretches of unchanged words cut down to those beside a change."""
    short: list[Piece] = []
    for number, piece in enumerate(pieces):
        words = _words(piece.text)
        if piece.kind is not Kind.SAME or len(words) <= 2 * AROUND:
            short.append(piece)
            continue
        is_first, is_last = number == 0, number == len(pieces) - 1
        head = "" if is_first else "".join(words[:AROUND])
        tail = "" if is_last else "".join(words[-AROUND:])
        short.append(Piece(Kind.SAME, f"{head}{mark()}{tail}"))
    return tuple(short)
