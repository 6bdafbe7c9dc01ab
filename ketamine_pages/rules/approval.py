"""Claims of approval that name no approved product."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ketamine_pages.rules.wording import (
    get_first_doubt,
    is_negated,
    is_question,
    normalise,
    split_sentences,
)

_REGULATOR = r"(?:FDA|Food and Drug Administration)"
CLAIM = re.compile(
    rf"\b{_REGULATOR}[- ](?:approved|cleared|authori[sz]ed|approval)\b"
    rf"|\b(?:approved|cleared|authori[sz]ed) by the (?:US |U\.S\. )?{_REGULATOR}\b",
    re.IGNORECASE,
)
# What ketamine itself is approved for, and a word that says that something else is meant.
_TRUE_OF_KETAMINE = re.compile(r"\b(?:an(?:a)?esthe\w+|sedation|off[- ]label)\b", re.IGNORECASE)
_IN_PARENTHESES = re.compile(r"\(([^)]*)\)")


def get_product_names(*names: str) -> frozenset[str]:
    """What a product may be called in a sentence: its names, and their parts in parentheses."""
    found: set[str] = set()
    for name in names:
        plain = _IN_PARENTHESES.split(normalise(name))
        found |= {name, *plain[1::2], plain[0]}
    return frozenset(part.strip().lower() for part in found if part.strip())


def find_unnamed_approval(text: str, approved_products: Iterable[str]) -> str:
    """The first words in ``text`` that claim approval without naming an approved product.

    ``approved_products`` are names in lower case. Empty where there is no such claim. What is
    denied, asked or not known is no claim.
    """
    for sentence in split_sentences(normalise(text)):
        match = CLAIM.search(sentence)
        if match is None or is_question(sentence):
            continue
        if _TRUE_OF_KETAMINE.search(sentence) or get_first_doubt(sentence) < match.start():
            continue
        lowered = sentence.lower()
        if any(name in lowered for name in approved_products):
            continue
        if not is_negated(sentence, match.start(), match.end()):
            return match[0]
    return ""
