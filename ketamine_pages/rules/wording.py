"""Texts taken apart for rules that look at words: units, sentences, negation."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

NEGATOR = re.compile(
    r"\b(?:no|not|never|nobody|none|cannot|nor|avoid|neither|without|unproven|isn't|aren't|wasn't"
    r"|doesn't|don't|didn't|won't|can't|hasn't|haven't|unlikely|lacks?|rather than|instead of"
    r"|unknown|unclear|whether)\b|n't\b",
    re.IGNORECASE,
)
NEGATED_AFTER = re.compile(r"\s*,?\s*(?:is|are|was|were|has|have|does|do)(?: not|n't)\b", re.I)
UNCERTAIN = re.compile(
    r"\b(?:not (?:yet )?(?:been )?(?:known|shown|established|clear)|(?:not|n't) (?:yet )?know"
    r"|unknown|unclear|uncertain)\b",
    re.IGNORECASE,
)
QUESTION = re.compile(
    r"(?:is|are|does|do|can|could|may|will|would|should|has|have|how|what|when|where|which|who|why)"
    r"\b[^?]*\?$",
    re.IGNORECASE,
)

_QUOTES = str.maketrans({"‘": "'", "’": "'", "‛": "'", "“": '"', "”": '"', "„": '"'})
_DASHES = re.compile("[\u2010-\u2013]")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
_SPACE = re.compile(r"\s+")
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"')\]]?\s+(?=[\"'(\[]?[A-Z0-9])")
_ABBREVIATION_END = re.compile(r"(?:\b(?:Dr|Mr|Mrs|Ms|vs|e\.g|i\.e|U\.S|al|No)\.)$")

_WORDS_BEFORE = 6
# Six words are rarely longer, and the end of a text of any length is read in no time.
_CHARACTERS_BEFORE = 100


def normalise(text: str) -> str:
    """``text`` with straight quotes, plain hyphens and single spaces, and nothing invisible."""
    text = unicodedata.normalize("NFKC", text).translate(_QUOTES)
    text = _INVISIBLE.sub("", _DASHES.sub("-", text))
    return _SPACE.sub(" ", text).strip()


def split_sentences(text: str) -> Iterator[str]:
    """The sentences of a normalised text."""
    start = 0
    for match in _SENTENCE_END.finditer(text):
        if _ABBREVIATION_END.search(text, max(start, match.start() - 6), match.start()):
            continue
        yield text[start : match.start()]
        start = match.end()
    if start < len(text):
        yield text[start:]


def is_question(sentence: str) -> bool:
    """Whether a sentence asks plainly, as a heading of an answer does."""
    return QUESTION.match(sentence) is not None


def get_first_doubt(sentence: str) -> int:
    """Where a sentence begins to say that something is not known; its length where it does not."""
    match = UNCERTAIN.search(sentence)
    return match.start() if match else len(sentence)


def is_negated(sentence: str, start: int, end: int) -> bool:
    """Whether what stands from ``start`` to ``end`` is denied by the words around it."""
    before = sentence[max(0, start - _CHARACTERS_BEFORE) : start]
    words = " ".join(before.split()[-_WORDS_BEFORE:])
    if NEGATOR.search(words):
        return True
    return NEGATED_AFTER.match(sentence, end) is not None
