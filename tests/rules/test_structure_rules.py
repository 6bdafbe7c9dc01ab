"""Rules about what a page must show beside what it says, one table for each."""

from dataclasses import replace

import pytest

from ketamine_pages.rules.findings import ItemRef, Severity, Spot
from ketamine_pages.rules.judging import judge_item, judge_page
from ketamine_pages.rules.page_facts import (
    ApprovalFacts,
    NoticeFacts,
    Passage,
    StatementKind,
    UnprovenCondition,
)
from tests.rules.facts import (
    APPROVED,
    BENEFIT,
    BENEFITS,
    BOXED,
    COMPOUNDED,
    OFF_LABEL,
    SAFETY,
    TEXT,
    codes,
    item,
    page,
)


@pytest.mark.parametrize(
    ("passages", "found"),
    [
        ([BENEFITS], True),
        ([BENEFITS, SAFETY], False),
        ([SAFETY, TEXT, BENEFITS], False),
        ([BENEFITS, TEXT, SAFETY], False),
        ([BENEFITS, replace(BENEFITS, spot=Spot(block="more")), SAFETY], False),
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


@pytest.mark.parametrize("values", [{"is_collapsed": True}, {"level": 3}])
def test_risks_are_as_plain_to_see_as_the_rest(values):
    assert codes(page(BENEFITS, replace(SAFETY, **values))) == ["safety-folded"]


def test_of_a_page_whose_treatment_is_hidden_no_number_stands():
    number = replace(BENEFIT, kind=StatementKind.STATISTIC, treatment=None)
    facts = page(replace(BENEFITS, statements=(number,)), SAFETY)
    hidden = replace(facts, ground=replace(facts.ground, hides_treatment=True))
    assert codes(hidden) == ["treatment-unpublished"]


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
