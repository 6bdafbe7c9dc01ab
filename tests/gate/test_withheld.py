"""What a page leaves out, its editor is told, and only that: one answer for both."""

import pytest

from ketamine_pages.rules.findings import Severity
from tests.blocks.making import picks
from tests.checking import find_in_content
from tests.factories import (
    BenefitFactory,
    BenefitListPageFactory,
    ConditionFactory,
    IndicationFactory,
    SafetyNoticeFactory,
    SourceFactory,
    TreatmentFactory,
    TreatmentPageFactory,
)

pytestmark = pytest.mark.django_db

TEXT = "Seven in ten people slept better."
RISKS = ("safety", {"heading": "Risks"})
COUNTS = {
    "numerator": 4,
    "denominator": 8,
    "comparison_numerator": 0,
    "comparison_denominator": 7,
}


@pytest.fixture(autouse=True)
def _no_gate(settings):
    """What is to be found has to be published first."""
    settings.KETAMINE_PAGES = {"PUBLISH_GATE": "off"}


@pytest.fixture
def treatment():
    """One whose risks are told."""
    treatment = TreatmentFactory(name="Ketamine infusion")
    SafetyNoticeFactory(treatments=[treatment])
    return treatment


def benefits(*chosen):
    return ("benefits", {"heading": "Reasons", "benefits": picks("benefit", chosen)})


def risks_of(*treatments):
    notices = [SafetyNoticeFactory(treatments=[each]) for each in treatments]
    return ("safety", {"heading": "Risks", "notices": picks("notice", notices)})


def told_by_itself(treatment):
    """A block with the notices of ``treatment`` and no others."""
    SafetyNoticeFactory(treatments=[treatment])
    return ("safety", {"heading": "Risks", "treatment": treatment})


def codes(page):
    return sorted(
        {
            str(finding.code)
            for finding in find_in_content(page, {"phrase": "off", "number-unsourced": "off"})
        }
    )


def served(client, page):
    return client.get(page.url).content.decode()


WORLDS = {
    "all that it needs": (lambda of: {}, [], True),
    "no source": (
        lambda of: {"benefit": {"sources": []}},
        ["benefit-without-source"],
        False,
    ),
    "a source against it": (
        lambda of: {"benefit": {"against": [SourceFactory()], "evidence_level": "against"}},
        [],
        True,
    ),
    "a draft as its source": (
        lambda of: {"benefit": {"sources": [SourceFactory(live=False)]}},
        ["benefit-without-source"],
        False,
    ),
    "no risks": (lambda of: {"risks": []}, ["benefits-without-safety"], False),
    "risks of something else": (
        lambda of: {"risks": [told_by_itself(TreatmentFactory())]},
        ["benefits-without-safety"],
        False,
    ),
    "risks of the same, chosen": (lambda of: {"risks": [told_by_itself(of)]}, [], True),
    "only what to do afterwards": (
        lambda of: {
            "risks": [
                (
                    "safety",
                    {
                        "heading": "Afterwards",
                        "treatment": TreatmentFactory(),
                        "notices": picks(
                            "notice",
                            [SafetyNoticeFactory(treatments=[of], kind="after-treatment")],
                        ),
                    },
                )
            ]
        },
        ["benefits-without-safety"],
        False,
    ),
    "its own treatment, the page’s": (lambda of: {"benefit": {"treatment": of}}, [], True),
    "a treatment that is a draft": (
        lambda of: {"benefit": {"treatment": TreatmentFactory(live=False)}},
        ["treatment-unpublished"],
        False,
    ),
}


@pytest.mark.parametrize("name", WORLDS)
def test_a_benefit_is_printed_where_it_may_stand(name, client, treatment):
    make, expected, is_printed = WORLDS[name]
    world = make(treatment)
    benefit = BenefitFactory(**{"text": TEXT, "sources": None, **world.get("benefit", {})})
    body = [benefits(benefit), *world.get("risks", [RISKS])]
    page = TreatmentPageFactory(treatment=treatment, body=body)
    assert codes(page) == expected
    assert (TEXT in served(client, page)) is is_printed
    assert ("Reasons" in served(client, page)) is is_printed


def test_a_notice_that_tells_no_risk_does_not_count(client, treatment):
    for values in ({"sources": []}, {"text": "<p> </p>"}):
        other = TreatmentFactory()
        SafetyNoticeFactory(treatments=[other], **values)
        page = TreatmentPageFactory(
            treatment=other, body=[benefits(BenefitFactory(text=TEXT)), RISKS]
        )
        assert codes(page) == ["benefits-without-safety", "notice-incomplete"]
        assert TEXT not in served(client, page)


@pytest.mark.parametrize(
    ("page_status", "own_status", "may_stand"),
    [
        ("off-label", "off-label", True),
        ("compounded", "off-label", False),
        ("off-label", "compounded", False),
        ("compounded", "compounded", False),
    ],
)
def test_what_was_found_for_another_treatment(client, page_status, own_status, may_stand):
    about, other = (TreatmentFactory(regulatory_status=s) for s in (page_status, own_status))
    benefit = BenefitFactory(text=TEXT, treatment=other)
    page = TreatmentPageFactory(treatment=about, body=[benefits(benefit), risks_of(about, other)])
    html = served(client, page)
    assert codes(page) == ([] if may_stand else ["other-treatment"])
    assert (TEXT in html) is may_stand
    assert (f"Studied for: {other.name}" in html) is may_stand


def test_a_page_about_no_treatment_prints_what_says_which_one(client, treatment):
    chosen = [
        BenefitFactory(title="Of nothing"),
        BenefitFactory(title="Of a treatment", treatment=treatment),
    ]
    page = BenefitListPageFactory(benefits=picks("benefit", chosen), body=[risks_of(treatment)])
    assert codes(page) == ["treatment-missing"]
    html = served(client, page)
    assert "Of a treatment" in html
    assert "Of nothing" not in html
    assert "Studied for" not in html


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ({}, []),
        ({"numerator": 0}, []),
        ({"denominator": None}, ["number-incomplete"]),
        ({"comparison_denominator": None}, ["number-incomplete"]),
        ({"numerator": None}, ["number-incomplete"]),
        ({"denominator": 0}, ["number-incomplete"]),
        ({"numerator": 9}, ["number-incomplete"]),
        ({"sources": []}, ["benefit-without-source"]),
    ],
)
def test_a_number_is_printed_with_its_whole_and_source(client, treatment, counts, expected):
    value = {
        "heading": "A small trial",
        "outcome": "slept better",
        "sources": picks("source", [SourceFactory()]),
        **COUNTS,
        **counts,
    }
    page = TreatmentPageFactory(treatment=treatment, body=[("statistic", value), RISKS])
    assert codes(page) == expected
    assert ("A small trial" in served(client, page)) is not expected


def test_numbers_of_a_page_that_nobody_reads_any_more_are_left_out(client, treatment, monkeypatch):
    value = {"heading": "A small trial", "sources": picks("source", [SourceFactory()]), **COUNTS}
    page = TreatmentPageFactory(
        treatment=treatment,
        body=[("statistic", value), benefits(BenefitFactory(text=TEXT)), RISKS],
    )
    monkeypatch.setattr(type(page), "is_untended", True)
    [finding] = find_in_content(page, {"phrase": "off", "number-unsourced": "off"})
    assert (finding.code, finding.severity) == ("numbers-withheld", Severity.WARNING)
    html = served(client, page)
    assert "A small trial" not in html
    assert TEXT in html


def test_a_condition_of_which_nothing_is_known_says_so(client, treatment):
    known = IndicationFactory(treatment=treatment, statement=TEXT).condition
    chosen = picks("condition", [known, ConditionFactory(name="Worry")])
    page = TreatmentPageFactory(
        treatment=treatment, body=[("conditions", {"heading": "For", "conditions": chosen}), RISKS]
    )
    assert codes(page) == ["condition-without-indication"]
    html = served(client, page)
    assert TEXT in html
    assert html.count("No evidence recorded") == 1
    # What is known and may not stand is not unknown.
    page.body = [("conditions", {"heading": "For", "conditions": chosen})]
    page.save()
    assert codes(page) == ["benefits-without-safety", "condition-without-indication"]
    html = served(client, page)
    assert TEXT not in html
    assert html.count("No evidence recorded") == 1


@pytest.mark.parametrize(("between", "is_far"), [(2, False), (3, True)])
def test_risks_long_after_what_they_belong_to_are_told(treatment, between, is_far):
    sections = [("section", {"heading": "Us", "text": "<p>We listen.</p>"})] * between
    first = benefits(BenefitFactory())
    after = TreatmentPageFactory(treatment=treatment, body=[first, *sections, RISKS])
    assert codes(after) == ["safety-far-away"] * is_far
    before = TreatmentPageFactory(treatment=treatment, body=[RISKS, *sections, first])
    assert codes(before) == []
