"""Words that somebody meant to replace, in the forms that templates of agencies have them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeAlias

from ketamine_pages.rules.words.wording import is_question, normalise

# Where it begins, and its words.
Place: TypeAlias = tuple[int, str]

# What stands in brackets in a template: what is to be filled in …
_FIELD = re.compile(
    r"(?:address|area|author|brand|business|byline|caption|citation|cite|city|clinic|company|contact"
    r"|copy|cost|county|coverage|credential|cta|date|e-?mail|fee|firstname|headline|hour|image|img"
    r"|lastname|link|logo|mail|name|number|organi[sz]ation|phone|placeholder"
    r"|practice|price|reference|source|state|street|subtitle|suite|tagline|tb[acd]|telephone"
    r"|testimonial|title|todo|town|url|village|zip|zipcode|ciudad|clínica|correo|dirección"
    r"|enlace|estado|fecha|foto|horario|imagen|nombre|precio|teléfono)s?|ref|cities|counties"
)
# … or may be, though quotations have such words in brackets too.
_SUBJECT = re.compile(
    r"(?:amount|condition|day|doctor|dose|drug|location|map|medication|medicine|minute|month|patient"
    r"|percentage|photo|physician|picture|product|program|programme|provider|region|service|text|therapist"
    r"|treatment|video|website|year)s?|specialty|staff|therapy|time"
)
_FILLER = re.compile(
    r"\d|an?|and|any|as|at|by|code|del?|el|en|first|for|full|here|in|info|information|la|last|line"
    r"|local|main|medical|middle|of|on|operation|or|our|please|primary|some|su|the|to|tu|up|with"
    r"|your"
)
_DETERMINER = re.compile(
    r"an?|any|each|every|her|his|its|my|our|some|that|the|their|these|this|those", re.IGNORECASE
)
_WORDS = re.compile(r"[\w'-]+")
_MOST_WORDS = 8

_BRACKETS = re.compile(
    r"\[([^\[\]\n]{1,120})\]|<([A-Za-z][\w' -]{1,60})>|\{([A-Za-z][\w' -]{1,60})\}"
)
_LAST_WORD = re.compile(r"([\w'-]+)\W*$")
# What nobody writes into a quotation.
_INSTRUCTION = re.compile(
    r"\s*(?:_{2,}|x{2,}|\?+|tb[acd]|todo|fixme|insert\b.*|add\b.+|enter\b.+|type\b.+"
    r"|replace\b.+|fill in\b.*|placeholder\b.*|citation needed|needs? (?:a )?(?:source|citation).*"
    r"|(?:image|photo|picture|graphic|icon|logo|banner|map|cta|button|cta button|form|embed|widget"
    r"|headline|testimonial|infographic|hero) ?(?:[:-]|(?:of|to|for|here|goes|placeholder)\b).*"
    r"|video ?(?::(?! ?\d)|here\b|of\b|placeholder\b).*|link ?(?::|to\b|here\b).*"
    r"|insertar?\b.*)\s*",
    re.IGNORECASE,
)

_FORMS = re.compile(
    r"\blorem ipsum\b|\bdolor sit amet\b|\bconsectetur adipiscing\b"
    r"|\b(?:text|content|copy|image|photo|headline|heading|title) goes here\b"
    r"|\byour (?:text|heading|headline|title|logo|image|photo|content|copy) here\b"
    r"|\binsert (?:your |the |a |an )?(?:\w+ )?(?:text|heading|title|image|photo|name|city|state"
    r"|link|number|address|logo|date|quote|testimonial) here\b"
    r"|\b(?:sample|dummy|placeholder|filler) text\b(?! messages?\b)|\bfirst ?name last ?name\b"
    # Merge tags: {{ name }}, {% … %}, {first_name}, ${name}, %NAME%, *|FNAME|*, <<name>>.
    r"|\{\{.{0,80}?\}\}|\{%.{0,80}?%\}|\{[A-Za-z]+_\w{1,40}\}|\$\{\w{1,40}\}"
    r"|(?<![\d%])%%?[A-Za-z][A-Za-z_]{2,30}%%?(?!\w)|\*\|[^|\n]{1,40}\|\*|<<[^<>\n]{1,40}>>"
    # To be confirmed; capitals and small letters, with or without dots.
    r"|\bt\.\s?b\.\s?[acd]\b\.?|\btb[cd]\b|(?-i:\bTBA\b|\bFIXME\b|\bTKTK\b)"
    # In capitals, “TODO SOBRE” is a heading in Spanish.
    r"|(?-i:(?<![A-Z] )\bTODO\b(?! [A-ZÁÉÍÓÚÑ]{2}))"
    # Figures that are to come.
    # Neither a chromosome nor a size.
    r"|(?<!\d,)(?<!\d, )\bx{3,}\b(?! (?:chromosome|syndrome|l\b))"
    r"|\bx{2,}\s?(?:%|per ?cent\b|minutes\b|hours\b|days\b|weeks\b|months\b|years\b)"
    r"|[$€£]\s?x+\b|\bx{2}/x{2}\b|(?:\b|[$€£])00/00/0{2,4}\b|[$€£]0{2,}\b|[$€£]0,000\b"
    r"|(?<![\d.,])\(?0{3}\)?[-. ]{1,2}(?:0{3}[-. ])?0{4}\b"
    r"|(?<![\d.,])\(?(?:5{3}|1{3}|9{3})\)?[-. ]{1,2}(?:5{3}|1{3}|9{3})[-. ](?:5{4}|1{4}|9{4})\b"
    r"|(?<![\d.,])\(?123\)?[-. ]{1,2}456[-. ]7890\b"
    # Capitals alone: words that are shouted are meant.
    r"|(?-i:\b(?:INSERT|INSERTAR|ENTER YOUR|YOUR) [A-ZÁÉÍÓÚÑ][A-ZÁÉÍÓÚÑ ]{1,40} (?:HERE|AQUÍ)\b)"
    r"|(?-i:\bINSERT (?:YOUR |THE )?(?:CITY|CLINIC|NAME|STATE|PHONE|DATE|LINK|IMAGE|PHOTO)\b)"
    r"|(?-i:\b(?:CITY|CLINIC|PRACTICE|COMPANY|BUSINESS|DOCTOR|PROVIDER|STATE) NAME\b)"
    # A line where a name or a price belongs.
    r"|\b(?:dr|mr|mrs|ms|prof)\b\.?\s_{2,}|[$€£]\s?_{2,}",
    re.IGNORECASE,
)
# A gap in a sentence; in a line to be filled in by hand it is meant.
_GAP = re.compile(r"(?<=[a-z] )_{3,}(?= [a-z]|[.,])")
_BY_HAND = re.compile(r"\b(?:(?:sign|initial|print)\w*|dated?|name|I)\b", re.IGNORECASE)
_QUESTION_MARKS = re.compile(r"(?:^|[:$€£(=] ?|\b(?:call|at) )(\?{3,})", re.IGNORECASE)


def find_placeholder(text: str) -> str:
    """The first placeholder in ``text``; empty where there is none.

    Quotations keep their “[…]” and the words that somebody has put into them, and a line on which
    people are to sign is none.
    """
    whole = normalise(text)
    found = [first for find in _FINDERS if (first := next(find(whole), None)) is not None]
    return min(found)[1] if found else ""


def _find_forms(text: str) -> Iterator[Place]:
    return ((match.start(), match[0]) for match in _FORMS.finditer(text))


def _find_in_brackets(text: str) -> Iterator[Place]:
    for match in _BRACKETS.finditer(text):
        words = match[1] or match[2] or match[3]
        if _INSTRUCTION.fullmatch(words) or _is_to_be_filled_in(words, text[: match.start()]):
            yield match.start(), match[0]


def _is_to_be_filled_in(words: str, before: str) -> bool:
    """Whether words in brackets name what belongs there, and stand in no quotation's sentence."""
    parts = [part.lower().removesuffix("'s") for part in _WORDS.findall(words)]
    if not 1 <= len(parts) <= _MOST_WORDS or not all(map(_is_of_templates, parts)):
        return False
    has_field = any(map(_FIELD.fullmatch, parts))
    has_subject = any(map(_SUBJECT.fullmatch, parts))
    if words.isupper():
        return has_field or has_subject
    if _DETERMINER.fullmatch(parts[0]):
        return False
    word = _LAST_WORD.search(before[-40:])
    if has_field:
        # “The [state] requires it”: a word in the place of another, mostly within quotation marks.
        is_after_determiner = word is not None and _DETERMINER.fullmatch(word[1]) is not None
        is_quoted = before.count('"') % 2 == 1
        return len(parts) > 1 or not words.islower() or not (is_after_determiner or is_quoted)
    # “[Treatment] was easy” begins a sentence, “our [Treatment]” has a capital for no reason.
    begins = word is None or before.rstrip()[-1:] in set(".!?:\"'")
    return has_subject and words[0].isupper() and not begins


def _is_of_templates(word: str) -> bool:
    return any(pattern.fullmatch(word) for pattern in (_FIELD, _SUBJECT, _FILLER))


def _find_gaps(text: str) -> Iterator[Place]:
    if _BY_HAND.search(text) is None:
        yield from ((match.start(), match[0]) for match in _GAP.finditer(text))


def _find_question_marks(text: str) -> Iterator[Place]:
    if not is_question(text):
        yield from ((match.start(1), match[1]) for match in _QUESTION_MARKS.finditer(text))


_FINDERS = (_find_forms, _find_in_brackets, _find_gaps, _find_question_marks)
