"""The rules, one table for each."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from ketamine_pages.rules import Unsourced, count_unsourced
from ketamine_pages.rules.findings import ItemRef, ReviewState, Severity, Spot
from ketamine_pages.rules.judging import judge_item, judge_page
from ketamine_pages.rules.page_facts import (
    ApprovalFacts,
    Chosen,
    Expiring,
    ItemFacts,
    MissingImage,
    NoticeFacts,
    PageFacts,
    Passage,
    SourceFacts,
    Statement,
    StatementKind,
    Text,
    TextKind,
    TreatmentFacts,
    UnprovenCondition,
)

TODAY = date(2026, 11, 22)
TRIAL = SourceFacts("A trial", "randomised-trial", has_identifier=True)
REVIEW = SourceFacts("A review", "systematic-review", has_identifier=True)
GUIDELINE = SourceFacts("A guideline", "guideline", has_address=True)
DRAFT = replace(TRIAL, is_public=False)
WITHDRAWN = replace(TRIAL, title="A retracted trial", is_withdrawn=True)
AGAINST = replace(TRIAL, supports=False)

OFF_LABEL = TreatmentFacts("ketamine", "ketamine infusion", "off-label")
COMPOUNDED = TreatmentFacts("lozenge", "ketamine lozenges", "compounded")
APPROVED = TreatmentFacts("spravato", "Spravato", "approved")
SAFETY = Passage(notices=(NoticeFacts("common-effects", frozenset({"ketamine"})),))
BENEFIT = Statement(StatementKind.BENEFIT, "Less pain", (TRIAL,), "limited", treatment=OFF_LABEL)
BENEFITS = Passage(spot=Spot(block="benefits"), statements=(BENEFIT,))
TEXT = Passage(texts=(Text("We listen."),))
BOXED = NoticeFacts("boxed-warning", frozenset({"spravato"}))
HARD = (
    "Dissociation, hypertension and sedation necessitate continuous multidisciplinary monitoring "
    "throughout administration, notwithstanding considerable interindividual variability. "
) * 5
EASY = "You may feel sick. A nurse stays with you. You can stop at any time. " * 5


def page(*passages, **values):
    return PageFacts(passages=passages, today=TODAY, **values)


def item(passage, **values):
    return ItemFacts(passage=passage, today=TODAY, **values)


def codes(facts):
    judge = judge_page if isinstance(facts, PageFacts) else judge_item
    return [finding.code for finding in judge(facts)]


def stating(*sources, kind=StatementKind.BENEFIT, level="limited"):
    return item(Passage(statements=(Statement(kind, "Less pain", sources, level),)))


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


@pytest.mark.parametrize(
    ("passages", "found"),
    [
        ([BENEFITS], True),
        ([BENEFITS, SAFETY], False),
        ([SAFETY, TEXT, BENEFITS], False),
        ([BENEFITS, TEXT, SAFETY], False),
        ([BENEFITS, replace(BENEFITS, spot=Spot(block="more")), SAFETY], False),
        ([BENEFITS, replace(SAFETY, is_collapsed=True)], True),
        ([BENEFITS, replace(SAFETY, level=3)], True),
        ([replace(BENEFITS, level=3), SAFETY], False),
        ([BENEFITS, replace(SAFETY, is_printed=False)], True),
        ([BENEFITS, replace(TEXT, is_printed=False), SAFETY], False),
        ([replace(BENEFITS, is_printed=False)], False),
        ([TEXT], False),
    ],
)
def test_risks_of_the_same_treatment_stand_on_the_page(passages, found):
    assert codes(page(*passages)) == ["benefits-without-safety"] * found


def notice(**values):
    return Passage(notices=(replace(SAFETY.notices[0], **values),))


@pytest.mark.parametrize(
    ("safety", "found"),
    [
        (SAFETY, []),
        (notice(treatments=frozenset({"spravato"})), ["benefits-without-safety"]),
        (notice(treatments=frozenset()), ["benefits-without-safety"]),
        (notice(is_complete=False), ["benefits-without-safety", "notice-incomplete"]),
        (notice(kind="after-treatment"), ["benefits-without-safety"]),
        (notice(kind="boxed-warning"), []),
    ],
)
@pytest.mark.parametrize("kind", StatementKind)
def test_only_complete_notices_of_the_treatment_count(kind, safety, found):
    stating = replace(BENEFITS, statements=(replace(BENEFIT, kind=kind),))
    assert codes(page(stating, safety)) == found


def test_an_empty_place_for_risks_is_where_to_mend_it():
    empty = Passage(spot=Spot(block="safety", label="Risks and safety"), is_empty_safety=True)
    [finding] = judge_page(page(BENEFITS, replace(empty, is_printed=False)))
    assert (finding.code, finding.spot.block) == ("benefits-without-safety", "safety")
    assert "“Risks and safety” is empty, as no safety notice about ketamine" in finding.message


@pytest.mark.parametrize(
    ("between", "found"), [(0, False), (2, False), (3, True)], ids=["next", "near", "far"]
)
def test_risks_far_below_are_a_warning(between, found):
    assert codes(page(BENEFITS, *[TEXT] * between, SAFETY)) == ["safety-far-away"] * found
    assert codes(page(SAFETY, *[TEXT] * between, BENEFITS)) == []


@pytest.mark.parametrize(
    ("of", "of_page", "found"),
    [
        (OFF_LABEL, OFF_LABEL, []),
        (None, OFF_LABEL, []),
        (OFF_LABEL, APPROVED, []),
        (OFF_LABEL, COMPOUNDED, ["other-treatment"]),
        (COMPOUNDED, OFF_LABEL, ["other-treatment"]),
        (COMPOUNDED, COMPOUNDED, []),
        (OFF_LABEL, None, []),
        (None, None, ["treatment-missing"]),
    ],
)
@pytest.mark.parametrize("kind", [StatementKind.BENEFIT, StatementKind.INDICATION])
def test_what_is_known_of_another_treatment_says_nothing_about_a_compounded_one(
    kind, of, of_page, found
):
    stating = replace(BENEFITS, statements=(replace(BENEFIT, kind=kind, treatment=of),))
    all_risks = NoticeFacts("common-effects", frozenset({"ketamine", "lozenge", "spravato"}))
    assert codes(page(stating, Passage(notices=(all_risks,)), treatment=of_page)) == found


@pytest.mark.parametrize(("safety", "found"), [(SAFETY, False), (TEXT, True)])
def test_a_number_about_no_treatment_has_risks_beside_it(safety, found):
    number = replace(BENEFIT, kind=StatementKind.STATISTIC, treatment=None)
    facts = page(replace(BENEFITS, statements=(number,)), safety)
    assert codes(facts) == ["benefits-without-safety"] * found


def test_what_is_said_about_a_hidden_treatment_is_no_error():
    hidden = replace(BENEFIT, treatment=None, has_hidden_treatment=True)
    assert codes(page(replace(BENEFITS, statements=(hidden,)))) == ["treatment-unpublished"]


def test_numbers_of_a_page_that_nobody_reads_are_withheld():
    number = replace(BENEFIT, kind=StatementKind.STATISTIC)
    passages = replace(BENEFITS, statements=(number, BENEFIT)), SAFETY
    assert codes(page(*passages, is_untended=True)) == ["numbers-withheld"]


def test_a_number_has_a_whole():
    assert codes(item(Passage(statements=(replace(BENEFIT, is_whole=False),)))) == [
        "number-incomplete"
    ]


@pytest.mark.parametrize(
    ("approval", "found"),
    [
        (ApprovalFacts("Spravato"), []),
        (ApprovalFacts("Spravato", missing=("label date",)), ["approval-incomplete"]),
        (
            ApprovalFacts("A use", contradicting=("Ketamine",), is_of_use=True),
            ["status-contradicted"],
        ),
        (ApprovalFacts("Ketamine", contradicting=("A use",)), ["indication-contradicts"]),
    ],
)
def test_an_approval_is_complete_and_of_one_mind(approval, found):
    assert codes(item(Passage(approvals=(approval,)))) == found


def test_a_condition_of_which_nothing_is_known_is_a_warning():
    unproven = UnprovenCondition("Anxiety", "ketamine lozenges")
    [finding] = judge_page(page(Passage(unproven=(unproven,))))
    assert (finding.code, finding.severity) == ("condition-without-indication", Severity.WARNING)
    assert "“Anxiety”" in finding.message


@pytest.mark.parametrize(
    ("treatment", "needed", "found"),
    [
        (None, True, True),
        (None, False, False),
        (replace(OFF_LABEL, regulatory_status=""), True, True),
        (replace(OFF_LABEL, regulatory_status=""), False, False),
        (OFF_LABEL, True, False),
    ],
)
def test_a_treatment_page_needs_a_regulatory_status(treatment, needed, found):
    facts = page(TEXT, treatment=treatment, needs_treatment=needed)
    assert codes(facts) == ["status-missing"] * found


def test_a_treatment_of_the_library_needs_one_as_well():
    passage = Passage(spot=Spot(item=ItemRef("app.Treatment", 1, "Ketamine")))
    [finding] = judge_item(item(passage, status_missing=True))
    assert finding.code == "status-missing"
    assert "“Ketamine”" in finding.message


@pytest.mark.parametrize(
    ("passages", "found"),
    [
        ([Passage(treatments=(APPROVED,))], 1),
        ([Passage(treatments=(APPROVED,)), Passage(treatments=(APPROVED,))], 1),
        ([Passage(treatments=(APPROVED,)), Passage(notices=(BOXED,))], 0),
        ([Passage(notices=(BOXED,)), Passage(treatments=(APPROVED,))], 0),
        ([Passage(treatments=(APPROVED,)), Passage(notices=(BOXED,), is_collapsed=True)], 1),
        ([Passage(treatments=(APPROVED,)), Passage(notices=(replace(BOXED, kind="other"),))], 1),
        (
            [
                Passage(treatments=(APPROVED,)),
                Passage(notices=(replace(BOXED, treatments=frozenset({"x"})),)),
            ],
            1,
        ),
        ([Passage(treatments=(OFF_LABEL,))], 0),
    ],
)
def test_an_approved_product_is_shown_with_its_boxed_warning(passages, found):
    assert codes(page(*passages)) == ["label-notice-missing"] * found


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


def test_what_stands_without_a_source_is_counted():
    def text(words, block="", item=None, **values):
        return Text(words, Spot(field="body", block=block, item=item), **values)

    benefit = ItemRef("app.Benefit", 1)
    passages = [
        Passage(texts=(text("Of 9 in 10 people."), text("We listen."))),
        Passage(texts=(text("8 in 10 people improved.", "1"), text("And 40% slept.", "1"))),
        Passage(texts=(text("A quiet room.", "2"), text("A heading", "2", kind=TextKind.HEADING))),
        Passage(texts=(text("7 in 10 people improved.", "3", is_sourced=True),)),
        Passage(texts=(text("6 in 10 people.", "4", item=benefit),)),
        Passage(texts=(text("5 in 10 people.", "5"),), is_printed=False),
    ]
    assert count_unsourced(page(*passages)) == Unsourced(numbers=3, sections=2)


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
