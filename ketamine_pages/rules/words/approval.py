"""Claims of approval that are made of no approved product.

Who is approved decides, not the words: the product that a sentence speaks of last before the claim,
or else the first one after it. Products are those of the library, those that clinics often write
about, and what ends as names of medicines do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice

from ketamine_pages.rules.words.wording import (
    get_first_doubt,
    is_negated,
    is_question,
    is_refuted,
    normalise,
    split_sentences,
    with_following,
)

_REGULATOR = r"(?:U\.?S\.? |United States )?(?:FDA|Food (?:and|&) Drug Administration)(?:'s)?"
_APPROVED = r"(?:approv(?:ed|es|als?)|clear(?:ed|s|ances?)|authori[sz](?:ed|es|ations?)|licensed)"
_ADVERBS = (
    r"(?:(?:has|have|had|already|also|finally|first|formally|fully|just|now|officially|recently) )"
)
CLAIM = re.compile(
    rf"\b{_REGULATOR}(?:-| {_ADVERBS}{{0,3}}){_APPROVED}\b"
    r"(?! (?:date|history|letter|process|status)\b)"
    rf"|\b{_APPROVED}\b[^.;:!?]{{0,60}}?\b(?:by|from|of) (?:the )?{_REGULATOR}\b"
    # Spanish, Portuguese, French, German and Italian.
    r"|\b(?:apro[bv]a|appro[uv]v|autori[sz]a|zugelassen)\w*[^.;:!?]{0,40}\bFDA\b"
    r"|\bFDA\b[^.;:!?]{0,30}?\b(?:apro[bv]|approuv|autori[sz]|zugelassen)\w*",
    re.IGNORECASE,
)
_DENIED_ELSEWHERE = re.compile(
    r"\b(?:no|nunca|ningun[oa]?|sin|tampoco|não|nem|sem|nicht|kein\w*|ohne|ne|pas|sans|aucune?)\b"
    r"|¿",
    re.IGNORECASE,
)

# What ketamine itself is approved for, unless something else is added to it.
_TRUE_OF_KETAMINE = re.compile(r"\b(?:ana?est[heé]\w+|sedation|sedaci[oó]n)", re.IGNORECASE)
_MORE_THAN_TRUE = re.compile(
    r"\bana?est\w+,? (?:and|or|as well as|y|o) (?:for |para )?(?:the treatment of )?"
    r"(?:depress|depres|anxiety|ansiedad|PTSD|TEPT|OCD|bipolar|chronic pain|dolor|addiction)",
    re.IGNORECASE,
)
# Said of a use; but an “approved off-label treatment” is none.
_OFF_LABEL = re.compile(r"\boff[- ]label\b", re.IGNORECASE)
_APPROVED_OFF_LABEL = re.compile(r"[,\s]*off[- ]label\b", re.IGNORECASE)

_KETAMINE = re.compile(r"(?<![a-z])(?:ketamin[ae]|kétamine)\b", re.IGNORECASE)
_PRODUCTS = re.compile(
    r"\b(?:esketamin[ae]|eskétamine|spravato|auvelity|symbyax|zulresso|zurzuvae|exxua|caplyta|ssris?"
    r"|snris?|maois?|lithium|vivitrol|naltrexone|buprenorphine|suboxone|methadone|acamprosate"
    r"|ketalar|midazolam|propofol|ondansetron|dextromethorphan|bupropion|mirtazapine|vortioxetine"
    r"|(?:(?:repetitive|deep) )?transcranial magnetic stimulation|r?tms|ect|electroconvulsive \w+"
    r"|(?:deep brain|vagus nerve) stimulat\w+|(?:other |many |most |some |all )?antidepress\w+"
    r"|antidepresivos?|antipsychotics?|mood stabili[sz]ers?"
    # Names of medicines end as their kind does.
    r"|[a-z]{3,}(?:olone|oxetine|ipramine|triptyline|faxine|pram|traline|zodone|azepam|azolam"
    r"|piprazole|tiapine|lanzapine|peridone|rasidone|perone|balin|pentin|triptan|statin|mab|setron)"
    r")\b",
    re.IGNORECASE,
)
# “like Spravato”, “unlike ketamine”, “a form of ketamine” speak of something else.
_COMPARED = re.compile(
    r"\b(?:(?:un)?like|similar to|same as|compared (?:to|with)|than|(?:form|version|relative)s? of"
    r"|related to|(?:made|derived) (?:from|of)|instead of|part of|half of)"
    r" (?:a |an |the |many |most |other |plain |racemic )?$",
    re.IGNORECASE,
)
_LONGEST_COMPARISON = 40
_RIGHT_AFTER = re.compile(r" (?:(?!and\b|or\b|but\b|y\b|o\b)[\w-]+ ){0,2}")
_NOT_IT = re.compile(
    r" (?:is|are|has|does)(?: not|n't)(?: (?:one|among|yet|approved|FDA)\b|[.,;]|$)", re.IGNORECASE
)
# How far from a claim its product may stand.
_NEAR = 300
# In one sentence; nobody writes more, and a text of any length is read in no time.
_MOST_CLAIMS = 9
_ADDED = re.compile(r"[^.;:]{0,60}\b(?:and|or|plus|y|o) (?:\w+ ){0,2}$", re.IGNORECASE)
_IN_PARENTHESES = re.compile(r"\(([^)]*)\)")


def get_product_names(*names: str) -> frozenset[str]:
    """What a product may be called in a sentence: its names, and their parts in parentheses."""
    found: set[str] = set()
    for name in names:
        plain = _IN_PARENTHESES.split(normalise(name))
        found |= {name, *plain[1::2], plain[0]}
    return frozenset(part.strip().lower() for part in found if part.strip())


def find_unnamed_approval(
    text: str, approved_products: Iterable[str] = (), *, is_about_approved: bool = False
) -> str:
    """The first words in ``text`` that claim an approval which no product named there has.

    ``approved_products`` are names in lower case. ``is_about_approved``: what is around the text
    names an approved product, so that only what is said of ketamine counts. Empty where there is
    no such claim. What is denied, asked, not known or called false is no claim.
    """
    names = _compile_names(approved_products)
    for sentence, following in with_following(split_sentences(normalise(text))):
        for match in islice(CLAIM.finditer(sentence), _MOST_CLAIMS):
            if _is_no_claim(sentence, following, match):
                continue
            is_ketamine = _get_subject(sentence, match, names)
            if is_ketamine or (is_ketamine is None and not is_about_approved):
                return match[0]
    return ""


def _is_no_claim(sentence: str, following: str, match: re.Match[str]) -> bool:
    """Whether nobody is told that something is approved, or only what is true of ketamine."""
    if is_question(sentence) or is_refuted(sentence, following):
        return True
    if get_first_doubt(sentence) < match.start():
        return True
    if is_negated(sentence, match.start(), match.end()):
        return True
    if _DENIED_ELSEWHERE.search(sentence, max(0, match.start() - 60), match.end()):
        return True
    if _TRUE_OF_KETAMINE.search(sentence) and not _MORE_THAN_TRUE.search(sentence):
        return True
    if _APPROVED_OFF_LABEL.match(sentence, match.end()):
        return False
    return _OFF_LABEL.search(sentence) is not None


def _get_subject(sentence: str, claim: re.Match[str], names: re.Pattern[str] | None) -> bool | None:
    """Whether the claim is made of ketamine; ``False`` for an approved product, else ``None``."""
    near = max(0, claim.start() - _NEAR), claim.end() + _NEAR
    spans = dict.fromkeys(_spans(_PRODUCTS, sentence, near), False)
    if names is not None:
        spans |= dict.fromkeys(_spans(names, sentence, near), False)
    for start, end in _spans(_KETAMINE, sentence, near):
        if not any(first <= start and end <= last for first, last in spans):
            spans[start, end] = True
    mentions = sorted((*span, is_ketamine) for span, is_ketamine in spans.items())
    mentions = [each for each in mentions if not _is_compared(sentence, each[0])]
    for start, _end, is_ketamine in mentions:
        # “FDA-approved antidepressants” are those, whatever was spoken of before.
        if start >= claim.end() and _RIGHT_AFTER.fullmatch(sentence, claim.end(), start):
            return is_ketamine
    if any(is_ketamine and _NOT_IT.match(sentence, end) for _start, end, is_ketamine in mentions):
        return False
    before = [each for each in mentions if each[0] < claim.end()]
    if before:
        return before[-1][2]
    # “FDA-approved products such as Spravato and ketamine” lends the approval to the second.
    for start, _end, is_ketamine in mentions:
        if is_ketamine and _ADDED.search(sentence, claim.end(), start):
            return True
    return mentions[0][2] if mentions else None


def _is_compared(sentence: str, start: int) -> bool:
    before = sentence[max(0, start - _LONGEST_COMPARISON) : start]
    return _COMPARED.search(before) is not None


def _spans(pattern: re.Pattern[str], sentence: str, near: tuple[int, int]) -> list[tuple[int, int]]:
    return [match.span() for match in pattern.finditer(sentence, *near)]


def _compile_names(names: Iterable[str]) -> re.Pattern[str] | None:
    longest_first = sorted(names, key=len, reverse=True)
    if not longest_first:
        return None
    alternatives = "|".join(map(re.escape, longest_first))
    return re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)", re.IGNORECASE)
