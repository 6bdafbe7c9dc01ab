"""All findings of a page with every kind of mistake."""

from unittest import mock

import pytest

from ketamine_pages.rules.absence_rules import RENDERING_CODES
from ketamine_pages.rules.findings import ReviewState
from ketamine_pages.rules.rulebook import RULES
from tests.blocks.making import picks
from tests.factories import (
    BenefitFactory,
    BenefitListPageFactory,
    IndicationFactory,
    TreatmentFactory,
)
from tests.gate.bad_page import make_bad_page

pytestmark = pytest.mark.django_db

UNSAFE = {
    "Ketamine therapy": (
        "A lasting good mood",
        "Hardly any side effects",
        "A life without alcohol",
        "Four got better",
    ),
    "Lozenges": ("Calmer days", "Lozenges for Low mood"),
}
ERRORS = {
    *(
        (
            "benefits-without-safety",
            f"“{title}” is not shown: there is no safety information about {treatment} here.",
        )
        for treatment, titles in UNSAFE.items()
        for title in titles
    ),
    *(
        (
            "other-treatment",
            f"“{title}” is not shown: it was studied for Lozenges, and this page is about "
            "Ketamine therapy.",
        )
        for title in UNSAFE["Lozenges"]
    ),
    ("number-incomplete", "“Four got better” is not shown: it does not say how many of how many."),
    (
        "notice-incomplete",
        "“What you may feel” tells no risk: it needs a text, and a source that holds.",
    ),
    (
        "approval-incomplete",
        "“Examplin for Low mood” is called approved, and this is missing: in whom.",
    ),
    (
        "status-contradicted",
        "“Lozenges for Low mood” is called approved, and “Lozenges” is no approved product. "
        "Pages say that it is not approved.",
    ),
    ("status-missing", "“Ketamine therapy” has no regulatory status."),
    ("label-notice-missing", "“Examplin” is shown here without its boxed warning."),
    ("benefit-without-source", "“A lasting good mood” has no source that can be relied on."),
    (
        "evidence-overstated",
        "The evidence for “Hardly any side effects” is called stronger than its sources allow: "
        "they allow “limited” or less.",
    ),
    (
        "source-withdrawn",
        "“A life without alcohol” relies on “A retracted trial”, which was withdrawn.",
    ),
    ("placeholder-left", "The text still says “TBC”."),
    (
        "quote-incomplete",
        "The words of “A newspaper” are not shown. Missing: Where it was published.",
    ),
}
CLAIM, NUMBER = "“FDA-approved”", "“Nine in ten”"
PHRASES = {
    "best treatments",
    "until they die",
    "mystical",
    "muscles through an IV",
    "protect you from side effects",
}
REVIEW = {
    ReviewState.NEVER: "review-missing",
    ReviewState.OVERDUE: "review-overdue",
    ReviewState.CHANGED: "changed-since-review",
}
# A page without a treatment, and a treatment in the library.
ELSEWHERE = {"treatment-missing", "indication-contradicts"}


@pytest.fixture
def bad_page(settings):
    settings.KETAMINE_PAGES = {"PUBLISH_GATE": "off"}
    return make_bad_page()


def of(severity, page):
    return {(f.code, f.message) for f in page.get_findings() if f.severity == severity}


def test_errors(bad_page):
    assert of("error", bad_page) == ERRORS


def test_warnings(bad_page):
    found = sorted(of("warning", bad_page))
    [unproven, expired, image, unpublished, quote, review, far, hidden] = found
    assert quote == ("patient-quote-off", "The words of “Jane”, a patient, are not shown.")
    assert unproven == (
        "condition-without-indication",
        "The library says nothing about Examplin for “Worry”, so the page says “No evidence "
        "recorded”.",
    )
    assert far == (
        "safety-far-away",
        "The risks are told far below what is said here about the effect.",
    )
    assert hidden == (
        "treatment-unpublished",
        "“Deeper sleep” is not shown: its treatment is not published.",
    )
    assert review == ("review-missing", "No clinician has reviewed this yet.")
    assert expired[0] == "fact-expired"
    assert "“Video visits” was true until" in expired[1]
    assert image == ("image-missing", "The file of the image “Our lobby” is missing.")
    assert unpublished == (
        "item-unpublished",
        "“A clear head” is not published, so visitors do not see it.",
    )


def test_hints(bad_page):
    hints = of("hint", bad_page)
    assert {code for code, _ in hints} == {
        "approval-unnamed",
        "fact-expires-soon",
        "number-unsourced",
        "phrase",
        "reading-level",
    }
    assert ("approval-unnamed", f"The text says {CLAIM} and names no approved product.") in hints
    assert ("number-unsourced", f"The text says {NUMBER}, and no source stands with it.") in hints
    said = {message for code, message in hints if code == "phrase"}
    for words in PHRASES:
        assert any(words in message for message in said), words


@pytest.mark.parametrize(("state", "code"), REVIEW.items())
def test_the_review_state_of_the_page_is_reported(bad_page, state, code):
    with mock.patch.object(bad_page, "get_review_state", return_value=state):
        assert code in {finding.code for finding in bad_page.get_findings()}


def codes(found_in):
    return {str(finding.code) for finding in found_in.get_findings()}


def test_numbers_of_a_page_that_nobody_reads_are_reported(bad_page):
    with mock.patch.object(type(bad_page), "is_untended", new=True):
        assert "numbers-withheld" in codes(bad_page)
    assert "numbers-withheld" not in codes(bad_page)


def test_what_this_page_cannot_get_wrong_is_found_elsewhere(bad_page):
    nothing = BenefitListPageFactory(benefits=picks("benefit", [BenefitFactory()]))
    contradicted = IndicationFactory(approval=True, treatment=TreatmentFactory()).treatment
    assert ELSEWHERE & codes(nothing) == {"treatment-missing"}
    assert ELSEWHERE & codes(contradicted) == {"indication-contradicts"}
    assert not ELSEWHERE & codes(bad_page)


def test_every_other_code_is_met_by_this_page(bad_page):
    # Templates are in order here.
    others = {
        *REVIEW.values(),
        *ELSEWHERE,
        *RENDERING_CODES,
        "numbers-withheld",
        "wording-withheld",
        "safety-folded",
    }
    assert codes(bad_page) | others == {
        rule.code for rule in RULES if rule.in_pages or rule.in_items
    }


def test_nothing_is_said_to_be_in_order(bad_page):
    for finding in bad_page.get_findings():
        said = f"{finding.message} {finding.why} {finding.what_to_do}".lower()
        assert not any(word in said for word in ("passed", "compliant", "approved text"))
