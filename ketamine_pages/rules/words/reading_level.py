"""How hard an English text is to read: the Flesch–Kincaid grade.

Own code, since the libraries for it fetch word lists from the network when they run.
"""

from __future__ import annotations

import re

from ketamine_pages.rules.words.wording import normalise

#: School grade above which many patients give up.
HIGHEST_GRADE = 8.0
#: Below this many words one long name decides.
FEWEST_WORDS = 60

_WORD = re.compile(r"[A-Za-z][A-Za-z'-]*")
_SENTENCE_END = re.compile(r"[.!?:;]+(?=\s|$)|\n+")
_VOWELS = re.compile(r"[aeiouy]+")
# Vowels side by side that are two syllables: "tri-al", "se-ri-ous", "qui-et", "flu-id", "be-ing".
_SPLIT = re.compile(
    r"(?<![cstg])i(?:a|o(?!n))|cia(?=t)|iet|scien|lien|(?<=[aeou])ing|(?<![gq])u[ao]"
    r"|(?<!q)uid(?!e)|crea(?=t[eio])|^react|(?<=[^aeiou])ea$|deo|theo|ism$"
)
# Vowels that are written and not spoken: "made", "used", "times", "safety", "statement".
_SILENT = re.compile(
    r"(?:(?<![aeiouy])(?<![^aeiouy]l)e|(?<![aeiouytd])ed"
    r"|(?<![aeiouysxzcg])(?<![cs]h)(?<![^aeiouy]l)es)$"
    r"|(?<![aeiouyl])e(?=(?:ments?|ly|ty)$|thing|times|ful|less|ness)"
)


def count_syllables(word: str) -> int:
    """How many syllables an English word has, by rules that are right most of the time."""
    letters = re.sub(r"[^a-z]", "", word.lower())
    if len(letters) <= 3:
        return min(len(letters), 1)
    spoken = len(_VOWELS.findall(letters)) + len(_SPLIT.findall(letters))
    return max(spoken - len(_SILENT.findall(letters)), 1)


def get_grade(text: str) -> float | None:
    """The US school grade that ``text`` asks for; ``None`` for a text without words."""
    lines = [normalise(line) for line in text.splitlines()]
    sentences = [part for line in lines for part in _SENTENCE_END.split(line) if _WORD.search(part)]
    words = [word for sentence in sentences for word in _WORD.findall(sentence)]
    if not words:
        return None
    syllables = sum(count_syllables(word) for word in words)
    return 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59


def count_words(text: str) -> int:
    """How many words ``text`` has."""
    return len(_WORD.findall(text))
