"""Rules about words: approval without a product, placeholders, listed phrases, hard texts."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ketamine_pages.rules.approval import find_unnamed_approval
from ketamine_pages.rules.findings import Severity, Spot
from ketamine_pages.rules.page_facts import PageFacts, TextKind
from ketamine_pages.rules.phrases import find_phrases
from ketamine_pages.rules.placeholders import find_placeholder
from ketamine_pages.rules.printed import get_texts, is_english
from ketamine_pages.rules.reading_level import FEWEST_WORDS, HIGHEST_GRADE, count_words, get_grade
from ketamine_pages.rules.rule import Facts, Found, Rule


def find_unnamed_claims(facts: Facts) -> Iterator[Found]:
    """Claims of approval, unless the page or item is about an approved product."""
    if not is_english(facts) or _is_about_approved_product(facts):
        return
    for text in get_texts(facts):
        if text.on_approved_product:
            continue
        words = find_unnamed_approval(text.text, facts.approved_products)
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
    # A list of phrases misses most wrong statements and meets some right ones: it may not decide.
    may_be_error=False,
)

RULES = (
    Rule(
        code="approval-unnamed",
        severity=Severity.ERROR,
        title=_("Approval of nothing named"),
        why=_(
            "Without the name of an approved product, the approval seems to cover everything here."
        ),
        what_to_do=_(
            "Name the approved product and what it is approved for, or leave the approval out."
        ),
        in_pages=find_unnamed_claims,
        in_items=find_unnamed_claims,
    ),
    Rule(
        code="placeholder-left",
        severity=Severity.ERROR,
        title=_("Placeholder left"),
        why=_("Visitors would read words that were meant to be replaced."),
        what_to_do=_("Write the real text, or delete the placeholder."),
        in_pages=find_placeholders,
        in_items=find_placeholders,
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
    ),
)
