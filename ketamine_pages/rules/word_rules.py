"""Rules about words: approval without a product, placeholders, listed phrases, hard texts."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext

from ketamine_pages.rules.advice import make_finding
from ketamine_pages.rules.approval import find_unnamed_approval
from ketamine_pages.rules.findings import Code, Finding, Spot
from ketamine_pages.rules.page_facts import ItemFacts, PageFacts, Text, TextKind, all_passages
from ketamine_pages.rules.phrases import find_phrases
from ketamine_pages.rules.placeholders import find_placeholder
from ketamine_pages.rules.reading_level import FEWEST_WORDS, HIGHEST_GRADE, count_words, get_grade


def get_texts(facts: PageFacts | ItemFacts) -> Iterator[Text]:
    """All texts that visitors or search engines get."""
    for passage in all_passages(facts):
        if passage.is_printed:
            yield from passage.texts


def find_placeholders(facts: PageFacts | ItemFacts) -> Iterator[Finding]:
    """Texts with words that were meant to be replaced."""
    for text in get_texts(facts):
        words = find_placeholder(text.text)
        if words:
            message = gettext("The text still says “%(words)s”.") % {"words": words}
            yield make_finding(Code.PLACEHOLDER_LEFT, message, text.spot)


def find_unnamed_claims(facts: PageFacts | ItemFacts) -> Iterator[Finding]:
    """Claims of approval, unless the page or item is about an approved product."""
    if not _is_english(facts) or _is_about_approved_product(facts):
        return
    for text in get_texts(facts):
        if text.on_approved_product:
            continue
        words = find_unnamed_approval(text.text, facts.approved_products)
        if words:
            message = gettext("The text says “%(words)s” and names no approved product.")
            yield make_finding(Code.APPROVAL_UNNAMED, message % {"words": words}, text.spot)


def _is_about_approved_product(facts: PageFacts | ItemFacts) -> bool:
    return (
        isinstance(facts, PageFacts) and facts.treatment is not None and facts.treatment.is_approved
    )


def find_listed_phrases(facts: PageFacts | ItemFacts) -> Iterator[Finding]:
    """Phrases of the list; they are English, and so are the texts that are searched."""
    if not _is_english(facts):
        return
    for text in get_texts(facts):
        for match in find_phrases(text.text, is_sourced=text.is_sourced):
            yield make_finding(
                Code.PHRASE,
                gettext("The text says “%(words)s”.") % {"words": match.words},
                text.spot,
                why=match.phrase.why,
                what_to_do=gettext("Perhaps: %(suggestion)s.")
                % {"suggestion": match.phrase.suggest.rstrip(".")},
            )


def find_hard_texts(facts: PageFacts | ItemFacts) -> Iterator[Finding]:
    """Blocks and items whose prose asks for more schooling than many patients have."""
    if not _is_english(facts):
        return
    for spot, prose in _prose_by_spot(facts):
        if count_words(prose) < FEWEST_WORDS:
            continue
        grade = get_grade(prose)
        if grade is not None and grade > HIGHEST_GRADE:
            message = gettext("The text reads like school grade %(grade)d.")
            yield make_finding(Code.READING_LEVEL, message % {"grade": round(grade)}, spot)


def _prose_by_spot(facts: PageFacts | ItemFacts) -> Iterator[tuple[Spot, str]]:
    # A block by block measure tells where to begin; the texts of one item belong together.
    lines: dict[Spot, list[str]] = {}
    for text in get_texts(facts):
        if text.kind is TextKind.PROSE:
            where = text.spot
            spot = Spot(field=where.field, block=where.block, item=where.item, label=where.label)
            lines.setdefault(spot, []).append(text.text)
    for spot, texts in lines.items():
        yield spot, "\n".join(texts)


def _is_english(facts: PageFacts | ItemFacts) -> bool:
    return facts.language.lower().split("-")[0].split("_")[0] == "en"
