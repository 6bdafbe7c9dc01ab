"""Phrases that promise too much, play down risks or hurt: hints, and no more than hints.

The list catches what it was made of and little else. "No listed phrases found" says nothing about
whether a text may be published.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path

from ketamine_pages.rules.words.wording import (
    get_first_doubt,
    is_negated,
    is_question,
    is_refuted,
    normalise,
    split_sentences,
    with_following,
)

PATH = Path(__file__).resolve().parents[2] / "data" / "phrases.json"


@dataclass(frozen=True)
class Phrase:
    """One entry of the list, with its patterns compiled.

    Without one of ``stems`` in a text, in lower case, the pattern matches nothing: looking for
    them first is what makes long texts quick to read.
    """

    id: str
    stems: tuple[str, ...]
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None
    why: str
    suggest: str
    negation_guard: bool
    allow_in_question: bool
    citation_clears: bool


@dataclass(frozen=True)
class PhraseMatch:
    """A phrase of the list, as it stands in a text."""

    phrase: Phrase
    words: str


@cache
def get_phrases() -> tuple[Phrase, ...]:
    """The list, read once."""
    entries = json.loads(PATH.read_text(encoding="utf-8"))["entries"]
    return tuple(
        Phrase(
            id=entry["id"],
            stems=tuple(entry["stems"]),
            pattern=re.compile(entry["pattern"], re.IGNORECASE),
            unless=re.compile(entry["unless"], re.IGNORECASE) if entry["unless"] else None,
            why=entry["why"],
            suggest=entry["suggest"],
            negation_guard=entry["negation_guard"],
            allow_in_question=entry["allow_in_neutral_question"],
            citation_clears=entry["citation_clears"],
        )
        for entry in entries
    )


def find_phrases(text: str, *, is_sourced: bool = False) -> Iterator[PhraseMatch]:
    """Phrases of the list in ``text``, each once for a sentence.

    ``is_sourced``: a source that holds is printed with the text, which clears some entries.
    """
    whole = normalise(text)
    listed = [phrase for phrase in get_phrases() if not (is_sourced and phrase.citation_clears)]
    possible = _possible(listed, whole)
    if not possible:
        return
    for sentence, following in with_following(split_sentences(whole)):
        listed_here = _possible(possible, sentence)
        if not listed_here:
            continue
        is_no_claim = is_question(sentence) or is_refuted(sentence, following)
        for phrase in listed_here:
            # Words that hurt somebody do so in questions and denials as well.
            words = "" if is_no_claim and phrase.allow_in_question else _find(phrase, sentence)
            if words:
                yield PhraseMatch(phrase, words)


def _possible(phrases: list[Phrase], text: str) -> list[Phrase]:
    lowered = text.lower()
    return [phrase for phrase in phrases if any(stem in lowered for stem in phrase.stems)]


def _find(phrase: Phrase, sentence: str) -> str:
    """The words that match, or nothing."""
    matches = phrase.pattern.finditer(sentence)
    first = next(matches, None)
    if first is None:
        return ""
    if phrase.unless is not None and phrase.unless.search(sentence):
        return ""
    if phrase.negation_guard:
        doubt = get_first_doubt(sentence)
        for match in chain([first], matches):
            if doubt < match.start():
                return ""
            if not is_negated(sentence, match.start(), match.end()):
                return match[0].strip()
        return ""
    return first[0].strip()
