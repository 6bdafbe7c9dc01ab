"""The rules, one table for each."""

from dataclasses import replace
from datetime import timedelta

import pytest

from ketamine_pages.rules.findings import ReviewState, Severity, Spot
from ketamine_pages.rules.judging import judge_page
from ketamine_pages.rules.page_facts import (
    Chosen,
    Expiring,
    MissingImage,
    Passage,
    StatementKind,
    Text,
    TextKind,
)
from tests.rules.facts import (
    AGAINST,
    APPROVED,
    BENEFITS,
    DRAFT,
    EASY,
    GUIDELINE,
    HARD,
    OFF_LABEL,
    REVIEW,
    TEXT,
    TODAY,
    TRIAL,
    WITHDRAWN,
    codes,
    item,
    page,
    stating,
)


@pytest.mark.parametrize(
    ("sources", "kind", "found"),
    [
        ((), StatementKind.BENEFIT, ["benefit-without-source"]),
        ((DRAFT,), StatementKind.BENEFIT, ["benefit-without-source"]),
        ((AGAINST,), StatementKind.BENEFIT, ["evidence-overstated"]),
        ((AGAINST,), StatementKind.INDICATION, ["evidence-overstated"]),
        ((), StatementKind.INDICATION, ["benefit-without-source"]),
        ((), StatementKind.STATISTIC, ["benefit-without-source"]),
        ((WITHDRAWN,), StatementKind.BENEFIT, ["benefit-without-source", "source-withdrawn"]),
        ((WITHDRAWN, TRIAL), StatementKind.BENEFIT, ["source-withdrawn"]),
        ((TRIAL, DRAFT), StatementKind.BENEFIT, []),
    ],
)
def test_a_statement_needs_a_source_that_holds(sources, kind, found):
    assert codes(stating(*sources, kind=kind)) == found


@pytest.mark.parametrize(
    ("level", "sources", "overstated"),
    [
        ("strong", (GUIDELINE,), True),
        ("moderate", (GUIDELINE,), False),
        ("moderate", (replace(GUIDELINE, has_address=False),), True),
        ("moderate", (GUIDELINE, AGAINST), True),
        ("limited", (GUIDELINE, AGAINST), False),
        ("strong", (GUIDELINE, DRAFT), True),
        ("moderate", (TRIAL,), False),
        ("strong", (TRIAL,), False),
        ("moderate", (replace(TRIAL, has_identifier=False),), True),
        ("moderate", (TRIAL, AGAINST), True),
        ("strong", (TRIAL, REVIEW, AGAINST), False),
        ("early", (AGAINST,), True),
        ("none", (AGAINST,), False),
        ("against", (AGAINST,), False),
        ("strong", (REVIEW, GUIDELINE), False),
        ("limited", (GUIDELINE,), False),
        ("none", (GUIDELINE,), False),
    ],
)
def test_strong_words_need_a_trial_or_a_review(level, sources, overstated):
    assert codes(stating(*sources, level=level)) == ["evidence-overstated"] * overstated


def test_without_a_source_the_level_is_not_mentioned_as_well():
    assert codes(stating(level="strong")) == ["benefit-without-source"]


def test_a_withdrawn_source_beside_a_text_is_found():
    assert codes(page(Passage(sources=(WITHDRAWN, TRIAL)))) == ["source-withdrawn"]


CLAIM = "We give an FDA-approved spray."


@pytest.mark.parametrize(
    ("text", "values", "found"),
    [
        (Text(CLAIM), {}, True),
        (Text(CLAIM), {"treatment": OFF_LABEL}, True),
        (Text(CLAIM), {"treatment": APPROVED}, False),
        (Text(CLAIM, on_approved_product=True), {}, False),
        (Text(CLAIM), {"approved_products": frozenset({"spray"})}, False),
        (Text("Ketamine is FDA-approved for pain."), {"treatment": APPROVED}, True),
        (Text(CLAIM), {"language": "es"}, True),
        (Text("El tratamiento está aprobado por la FDA."), {"language": "es"}, True),
        (Text(CLAIM), {"language": "en-gb"}, True),
    ],
)
def test_approval_needs_the_name_of_an_approved_product(text, values, found):
    facts = page(Passage(texts=(text,)), **values)
    assert ("approval-unnamed" in codes(facts)) is found


@pytest.mark.parametrize("language", ["en", "es"])
def test_placeholders_are_found_in_every_language(language):
    facts = page(Passage(texts=(Text("Price: TBC"),)), language=language)
    assert codes(facts) == ["placeholder-left"]


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        (Text("Over 65% improved."), "en", True),
        (Text("Over 65% improved.", is_sourced=True), "en", False),
        (Text("9 de cada 10 personas mejoran."), "es", True),
        (Text("We are open 5 of 7 days."), "en", False),
    ],
)
def test_a_number_about_people_needs_a_source_beside_it(text, language, found):
    facts = page(Passage(texts=(text,)), language=language)
    assert codes(facts) == ["number-unsourced"] * found


@pytest.mark.parametrize(
    ("state", "found"),
    [
        (None, []),
        (ReviewState.CURRENT, []),
        (ReviewState.NEVER, ["review-missing"]),
        (ReviewState.OVERDUE, ["review-overdue"]),
        (ReviewState.CHANGED, ["changed-since-review"]),
    ],
)
def test_the_review_state_is_reported(state, found):
    assert codes(page(TEXT, review=state)) == found
    assert codes(item(TEXT, review=state)) == found


@pytest.mark.parametrize(
    ("days", "found"),
    [
        (-1, ["fact-expired"]),
        (0, ["fact-expires-soon"]),
        (30, ["fact-expires-soon"]),
        (31, []),
    ],
)
def test_a_fact_with_a_last_day(days, found):
    fact = Expiring("A temporary rule", TODAY + timedelta(days=days))
    assert codes(page(Passage(expiring=(fact,), is_printed=False))) == found


@pytest.mark.parametrize(
    ("title", "words"), [("Less pain", "“Less pain” is not published"), ("", "has been deleted")]
)
def test_what_was_chosen_and_is_not_shown_is_named(title, words):
    [finding] = judge_page(page(Passage(chosen=(Chosen(title),), is_printed=False)))
    assert finding.code == "item-unpublished"
    assert words in finding.message


def test_an_image_without_its_file_is_named():
    [finding] = judge_page(page(Passage(missing_images=(MissingImage("A room"),))))
    assert finding.code == "image-missing"
    assert finding.severity == Severity.WARNING
    assert "“A room”" in finding.message


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        (Text("We guarantee relief."), "en", True),
        (Text("We guarantee relief."), "en-us", True),
        (Text("We guarantee relief."), "de", False),
        (Text("Promising data."), "en", True),
        (Text("Promising data.", is_sourced=True), "en", False),
    ],
)
def test_listed_phrases(text, language, found):
    facts = page(Passage(texts=(text,)), language=language)
    assert codes(facts) == ["phrase"] * found


def test_a_phrase_brings_its_own_reason_and_suggestion():
    [finding] = judge_page(page(Passage(texts=(Text("We guarantee relief."),))))
    assert finding.message == "The text says “guarantee”."
    assert finding.why == "No outcome can be promised."
    assert finding.what_to_do.startswith("Perhaps: results vary")


@pytest.mark.parametrize(
    ("texts", "language", "found"),
    [
        ([HARD], "en", True),
        ([HARD], "es", False),
        ([EASY], "en", False),
        ([HARD[:170]], "en", False),
    ],
)
def test_hard_texts(texts, language, found):
    facts = page(Passage(texts=tuple(Text(text) for text in texts)), language=language)
    assert codes(facts) == ["reading-level"] * found


def test_headings_and_labels_are_not_measured():
    texts = tuple(Text(HARD, kind=kind) for kind in (TextKind.HEADING, TextKind.LABEL))
    assert codes(page(Passage(texts=texts))) == []


def test_the_prose_of_one_block_is_measured_together():
    block = Spot(field="body", block="1")
    texts = tuple(
        Text(part, replace(block, path=str(number)))
        for number, part in enumerate(HARD.split(". ")[:5])
    )
    [finding] = judge_page(page(Passage(texts=texts)))
    assert finding.spot == block


@pytest.mark.parametrize("text", [Text("Price: TBC"), Text(CLAIM), Text("We guarantee relief.")])
def test_what_is_not_printed_is_not_judged(text):
    assert codes(page(Passage(texts=(text,), is_printed=False))) == []


def test_a_site_may_turn_a_code_off():
    facts = page(BENEFITS)
    assert judge_page(facts, {"benefits-without-safety": "off"}) == []


def test_an_empty_page_has_no_findings():
    assert judge_page(page()) == []
