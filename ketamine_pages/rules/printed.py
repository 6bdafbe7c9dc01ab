"""What visitors get of the values that rules judge: for rules to loop over."""

from __future__ import annotations

from collections.abc import Iterator

from ketamine_pages.rules.page_facts import ItemFacts, Passage, Statement, Text, all_passages
from ketamine_pages.rules.rule import Facts


def get_passages(facts: Facts) -> tuple[Passage, ...]:
    """The passages of a page that are printed, or the one passage which a library item is."""
    if isinstance(facts, ItemFacts):
        return (facts.passage,)
    return tuple(passage for passage in facts.passages if passage.is_printed)


def get_statements(facts: Facts) -> Iterator[Statement]:
    """Everything that is said about an effect."""
    for passage in get_passages(facts):
        yield from passage.statements


def get_texts(facts: Facts) -> Iterator[Text]:
    """All texts that visitors or search engines get."""
    for passage in all_passages(facts):
        if passage.is_printed:
            yield from passage.texts


def is_english(facts: Facts) -> bool:
    """Whether the page or item is in English, for rules that look at English words."""
    return facts.language.lower().split("-")[0].split("_")[0] == "en"
