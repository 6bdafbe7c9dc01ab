"""Rules about words: placeholders, and hints about approval, numbers, phrases and hard texts.

Words only hint: a list of them misses most wrong statements and meets some right ones. What may not
stand is for the rules that look at structure to say. Only a placeholder is an error.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ketamine_pages.rules.findings import Severity, Spot
from ketamine_pages.rules.page_facts import PageFacts, TextKind
from ketamine_pages.rules.printed import get_texts, is_english
from ketamine_pages.rules.rule import Facts, Found, Rule
from ketamine_pages.rules.words.approval import find_unnamed_approval
from ketamine_pages.rules.words.numbers import find_outcome_number
from ketamine_pages.rules.words.phrases import find_phrases
from ketamine_pages.rules.words.placeholders import find_placeholder
from ketamine_pages.rules.words.reading_level import (
    FEWEST_WORDS,
    HIGHEST_GRADE,
    count_words,
    get_grade,
)


def find_unnamed_claims(facts: Facts) -> Iterator[Found]:
    """Claims of approval that are made of no approved product, in any language."""
    is_about_approved = _is_about_approved_product(facts)
    for text in get_texts(facts):
        words = find_unnamed_approval(
            text.text,
            facts.approved_products,
            is_about_approved=is_about_approved or text.on_approved_product,
        )
        if words:
            message = gettext("The text says “%(words)s” and names no approved product.")
            yield Found(message % {"words": words}, text.spot)


def _is_about_approved_product(facts: Facts) -> bool:
    return (
        isinstance(facts, PageFacts) and facts.treatment is not None and facts.treatment.is_approved
    )


def find_placeholders(facts: Facts) -> Iterator[Found]:
    """Texts with words that were meant to be replaced."""
    for text in get_texts(facts):
        words = find_placeholder(text.text)
        if words:
            yield Found(gettext("The text still says “%(words)s”.") % {"words": words}, text.spot)


def find_unsourced_numbers(facts: Facts) -> Iterator[Found]:
    """Numbers about people that no source is printed with."""
    for text in get_texts(facts):
        words = "" if text.is_sourced else find_outcome_number(text.text)
        if words:
            message = gettext("The text says “%(words)s”, and no source stands with it.")
            yield Found(message % {"words": words}, text.spot)


def find_listed_phrases(facts: Facts) -> Iterator[Found]:
    """Phrases of the list; they are English, and so are the texts that are searched."""
    if not is_english(facts):
        return
    for text in get_texts(facts):
        for match in find_phrases(text.text, is_sourced=text.is_sourced):
            yield Found(
                gettext("The text says “%(words)s”.") % {"words": match.words},
                text.spot,
                why=match.phrase.why,
                what_to_do=gettext("Perhaps: %(suggestion)s.")
                % {"suggestion": match.phrase.suggest.rstrip(".")},
            )


def find_hard_texts(facts: Facts) -> Iterator[Found]:
    """Blocks and items whose prose asks for more schooling than many patients have."""
    if not is_english(facts):
        return
    for spot, prose in _prose_by_spot(facts):
        if count_words(prose) < FEWEST_WORDS:
            continue
        grade = get_grade(prose)
        if grade is not None and grade > HIGHEST_GRADE:
            message = gettext("The text reads like school grade %(grade)d.")
            yield Found(message % {"grade": round(grade)}, spot)


def _prose_by_spot(facts: Facts) -> Iterator[tuple[Spot, str]]:
    # A block by block measure tells where to begin; the texts of one item belong together.
    lines: dict[Spot, list[str]] = {}
    for text in get_texts(facts):
        if text.kind is TextKind.PROSE:
            where = text.spot
            spot = Spot(field=where.field, block=where.block, item=where.item, label=where.label)
            lines.setdefault(spot, []).append(text.text)
    for spot, texts in lines.items():
        yield spot, "\n".join(texts)


PHRASE = Rule(
    code="phrase",
    severity=Severity.HINT,
    title=_("Listed phrase"),
    why=_("Such words often promise too much or play down a risk."),
    what_to_do=_("Read the sentence again. If it is right as it stands, leave it."),
    in_pages=find_listed_phrases,
    in_items=find_listed_phrases,
    may_be_error=False,
)

RULES = (
    Rule(
        code="placeholder-left",
        severity=Severity.ERROR,
        title=_("Placeholder left"),
        why=_("Visitors would read words that were meant to be replaced."),
        what_to_do=_("Write the real text, or delete the placeholder."),
        in_pages=find_placeholders,
        in_items=find_placeholders,
    ),
    Rule(
        code="approval-unnamed",
        severity=Severity.HINT,
        title=_("Approval of nothing named"),
        why=_(
            "Without the name of an approved product, the approval seems to cover everything here."
        ),
        what_to_do=_(
            "Name the approved product and what it is approved for. Of ketamine, say that it is "
            "approved as an anesthetic, and that other uses are off-label. If the sentence is "
            "right as it stands, leave it."
        ),
        in_pages=find_unnamed_claims,
        in_items=find_unnamed_claims,
        may_be_error=False,
    ),
    Rule(
        code="number-unsourced",
        severity=Severity.HINT,
        title=_("Number without source"),
        why=_("A number about people can be checked only with its source."),
        what_to_do=_(
            "Name the source in this section, and say of how many people, compared with whom and "
            "after how long. If the number is about something else, leave it."
        ),
        in_pages=find_unsourced_numbers,
        in_items=find_unsourced_numbers,
        may_be_error=False,
    ),
    PHRASE,
    Rule(
        code="reading-level",
        severity=Severity.HINT,
        title=_("Hard to read"),
        why=_("Many patients stop reading above grade 8; names of medicines can raise the figure."),
        what_to_do=_("Try shorter sentences and everyday words."),
        in_pages=find_hard_texts,
        in_items=find_hard_texts,
        may_be_error=False,
    ),
)
