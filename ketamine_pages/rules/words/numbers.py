"""Numbers about what happened to people, and what else nobody can look up.

Shares, and so many of so many. Prices, hours, doses, ages, dates and the steps of a visit are no
outcomes.
"""

from __future__ import annotations

import re

from ketamine_pages.rules.words.wording import is_question, normalise, split_sentences

_TO_TEN = r"one|two|three|four|five|six|seven|eight|nine|ten"
_TENS = r"twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|(?:a|one) hundred"
_PEOPLE = (
    r"(?:(?:adult|male|female|older|younger|our|the|all|treated|such) ){0,2}"
    r"(?:patients?|people|persons?|clients?|adults?|users?|men|women|veterans?|participants?"
    r"|volunteers?|members?|sufferers|cases|responders|pacientes|personas|adultos)"
)
_SHARE = re.compile(
    rf"(?<![\d.,])(?:\d{{1,3}}(?:[.,]\d+)?|(?:{_TENS})(?:-(?:{_TO_TEN}))?)"
    r"\s?(?:%|per ?cent\b|por ciento\b)",
    re.IGNORECASE,
)
_RATIO = re.compile(
    rf"(?<![\d.,$€£])\b(?P<part>\d{{1,5}}|{_TO_TEN}) (?P<word>out of|of|in|de cada|de)"
    rf" (?:every |each |the |our |about |over |more than |its )?(?P<whole>\d{{1,6}}|{_TO_TEN})\b"
    r"(?![.,:/]?\d|\s?(?:%|per ?cent))",
    re.IGNORECASE,
)
_FRACTION = re.compile(
    rf"\b(?:(?:a|one) (?:third|quarter|fifth)|(?:two|three|four)[- ](?:thirds|quarters|fifths)"
    rf"|(?:over |more than |about |nearly |almost |around )?half) of (?:all |the |our |their )?"
    rf"{_PEOPLE}\b|\b\d{{1,4}} ?/ ?\d{{1,4}} (?:of )?{_PEOPLE}\b",
    re.IGNORECASE,
)
# Around a share that counts no people. A word for what is bought, mixed, measured or staffed.
_NO_OUTCOME = re.compile(
    r"\b(?:discount\w*|off|tax|deposit|fees?|prices?|costs?|pay|pays|paid|payments?|insur\w+"
    r"|co-?pay\w*|coinsurance|deductible|refund\w*|interest|sav(?:e|es|ings?)|cover(?:s|ed|age)?"
    r"|reimburs\w+|medicare|medicaid|humidity|saline|dextrose|glucose|solution|lidocaine|oxygen"
    r"|saturation|spo2|confidence|CI|percentile|concentration|strength|bioavailab\w+|absorbed|alcohol"
    r"|cotton|proceeds|charit\w+|donat\w+|battery|grade|slope|ramp|confidential|private|online|staff|nurses?|team|clinicians"
    r"|descuento|impuesto|depósito|precio|costo|seguro|pago)\b",
    re.IGNORECASE,
)
_AROUND = 50
_NOT_PEOPLE = re.compile(
    r"\s*-?\s*(?:more |different |easy |short |simple )?"
    r"(?:steps?|sessions?|visits?|weeks?|days?|hours?|minutes?|months?|years?|infusions?|doses?|pages?"
    r"|questions?|parts?|phases?|floors?|clinics?|locations?|sites?|rooms?|trials?|studies|states?"
    r"|(?:\w+ )?(?:spots?|spaces?|plans?)|times"
    r"|mg|ml|kg|g|mcg|milligrams?|millilit(?:er|re)s?|cm|inch\w*|miles?|am|pm|a\.m|p\.m"
    r"|sesiones|semanas|días|horas|pasos)\b",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"\b(?:steps?|sessions?|visits?|pages?|phases?|parts?|weeks?|days?|doses?|numbers?|no\.|figures?"
    r"|tables?|chapters?|suites?|rooms?|floors?|building|lot|aged?|between|paso|sesión|visita) $",
    re.IGNORECASE,
)
_VALUES = {word: number for number, word in enumerate(_TO_TEN.split("|"), start=1)}
_YEARS = range(1900, 2101)


def find_outcome_number(text: str) -> str:
    """The first number about what happened to people in ``text``; empty where there is none."""
    for sentence in split_sentences(normalise(text)):
        if is_question(sentence):
            continue
        found = [*filter(_is_outcome, _SHARE.finditer(sentence)), *_FRACTION.finditer(sentence)]
        found += filter(_counts_people, _RATIO.finditer(sentence))
        if found:
            return min(found, key=lambda match: match.start())[0]
    return ""


def _is_outcome(share: re.Match[str]) -> bool:
    around = share.string[max(0, share.start() - _AROUND) : share.end() + _AROUND]
    return _NO_OUTCOME.search(around) is None


def _counts_people(ratio: re.Match[str]) -> bool:
    sentence, whole = ratio.string, _value(ratio["whole"])
    if _value(ratio["part"]) > whole or whole < 2:
        return False
    if _COUNTED.search(sentence[max(0, ratio.start() - 12) : ratio.start()]):
        return False
    after = sentence[ratio.end() : ratio.end() + 30]
    if _NOT_PEOPLE.match(after) or _NO_OUTCOME.search(after):
        return False
    if re.match(rf"\s+{_PEOPLE}\b", after, re.IGNORECASE):
        return True
    # “73 of 111 (66%)”, “9 in 10 feel better”; but not “in 2026”, “3 in one” or “1 of 2 entrances”.
    if ratio["word"].lower() in ("in", "de") and (whole in _YEARS or whole < 4):
        return False
    return (
        not re.match(r"\s+[a-z]+s\b", after) or re.match(r"\s+(?:was|is|has)\b", after) is not None
    )


def _value(number: str) -> int:
    return _VALUES.get(number.lower()) or int(number)
