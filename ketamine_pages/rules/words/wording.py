"""Texts taken apart for rules that look at words: letters, sentences, negation.

``normalise`` is the one place where spellings that look the same become the same. All rules about
words read what it gives.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import chain, pairwise

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

REFUTED = re.compile(
    r"\b(?:myths?|misconceptions?|misleading|false(?:ly)?|untrue|incorrect|inaccurate"
    r"|mistaken(?:ly)?|(?<!go )(?<!gone )(?<!goes )(?<!nothing )wrong(?:ly)?"
    r"|(?:not|n't|hardly) (?:true|right|correct|accurate|so))\b",
    re.IGNORECASE,
)
# What a sentence begins with that takes back the one before it.
REFUTES = re.compile(
    r"[\"']?(?:fact:|in (?:truth|reality)\b|no[,.]"
    r"|(?:but |yet )?(?:that|this|it|they|these|those|such (?:claims|statements|words))\b"
    r"[^.!?]{0,24}?\b(?:(?:is|are|was|were|has|have|does|do)(?: not|n't)"
    r"(?=\s*(?:[.,;:!]|$|(?:been )?(?:approved|cleared|true|so|right|correct|the case)\b))"
    r"|(?:is|are) (?:false|wrong|untrue|incorrect|misleading|a myth|myths)\b))",
    re.IGNORECASE,
)

_QUOTES = str.maketrans({"‘": "'", "’": "'", "‛": "'", "“": '"', "”": '"', "„": '"'})
_DASHES = re.compile("[\u2010-\u2013\u2212]")
_LONG_DASH = re.compile("\\b(non|FDA)[\u2014\u2015]", re.IGNORECASE)
# Soft hyphens, spaces of no width, marks of direction, joiners, selectors, fillers, tags.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
# Letters of Cyrillic, Greek and Armenian that nobody can tell from Latin ones.
_LOOK_ALIKES = str.maketrans(
    "АВЕЅІЈКМНОРСТХУҮԚԜасԁеһіјкӏорԛѕухԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧαικνορτυχϲՏՕսօոցհ",
    "ABESIJKMHOPCTXYYQWacdehijklopqsyxwABEZHIKMNOPTYXaikvoptuxcSOuonqh",
)
_OTHER_LETTERS = re.compile("[^\\W\\d_]*[\u0370-\u058f][^\\W\\d_]*")
_REGULATOR_WITH_DOTS = re.compile(r"\bF\.\s?D\.\s?A\b(?:\.(?!\s+[A-Z](?!pprov|lear|uthor)|\s*$))?")
_SPACE = re.compile(r"\s+")
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"')\]]?\s+(?=[\"'(\[]?[A-Z0-9])")
_ABBREVIATION_END = re.compile(r"(?:\b(?:Dr|Mr|Mrs|Ms|vs|e\.g|i\.e|U\.S|al|No)\.)$")

_WORDS_BEFORE = 6
# Six words are rarely longer, and the end of a text of any length is read in no time.
_CHARACTERS_BEFORE = 100


def normalise(text: str) -> str:
    """``text`` as it looks: quotes straight, hyphens plain, spaces single, nothing invisible.

    Letters that only look like Latin ones become these, and “F.D.A.” becomes “FDA”.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text)).translate(_QUOTES)
        text = _LONG_DASH.sub(r"\1-", _DASHES.sub("-", text))
        text = _OTHER_LETTERS.sub(_fold, text)
    text = _REGULATOR_WITH_DOTS.sub("FDA", text)
    return _SPACE.sub(" ", text).strip()


def _fold(word: re.Match[str]) -> str:
    """A word in Latin letters, unless it is one of another alphabet, with letters of its own."""
    folded = word[0].translate(_LOOK_ALIKES)
    return word[0] if _OTHER_LETTERS.fullmatch(folded) else folded


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


def is_refuted(sentence: str, following: str) -> bool:
    """Whether a sentence is given as a false one: it says so itself, or the next one does."""
    return REFUTED.search(sentence) is not None or REFUTES.match(following) is not None


def with_following(sentences: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Each sentence with the one after it, which is empty after the last."""
    return pairwise(chain(sentences, [""]))


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
