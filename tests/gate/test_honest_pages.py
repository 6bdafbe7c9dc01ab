"""Twenty honest pages, as labels, guidelines and clinics write: nothing of them is refused."""

from typing import Any

import pytest

from tests.blocks.making import picks
from tests.factories import (
    BenefitFactory,
    BenefitListPageFactory,
    ConditionFactory,
    ConditionListPageFactory,
    IndicationFactory,
    SafetyNoticeFactory,
    SourceFactory,
    TreatmentFactory,
    TreatmentIndexPageFactory,
    TreatmentPageFactory,
)

pytestmark = pytest.mark.django_db

SAFETY = ("safety", {"heading": "Risks and safety"})
FOUND = "Some people in the trial felt better for a week."


def section(text: str, *sources: Any, heading: str = "A section") -> Any:
    return (
        "section",
        {"heading": heading, "text": f"<p>{text}</p>", "sources": picks("source", sources)},
    )


class Library:
    """What a careful clinic has entered."""

    def __init__(self) -> None:
        self.trial = SourceFactory(title="A trial")
        self.against = SourceFactory(title="A trial that found nothing")
        self.label = SourceFactory(kind="product-label", url="https://label.example/", doi="")
        self.guideline = SourceFactory(kind="guideline", url="https://guide.example/", doi="")
        self.infusion = TreatmentFactory(name="Ketamine infusion", short_name="ketamine infusion")
        self.lozenges = TreatmentFactory(name="Lozenges", regulatory_status="compounded")
        self.product = TreatmentFactory(name="Examplin", product=True)
        for treatment in (self.infusion, self.lozenges):
            SafetyNoticeFactory(treatments=[treatment], sources=[self.label])
        SafetyNoticeFactory(treatments=[self.product], sources=[self.label], kind="boxed-warning")
        self.condition = ConditionFactory()

    def benefit(self, **values: Any) -> Any:
        values = {"text": FOUND, "treatment": self.infusion, "sources": [self.trial], **values}
        return (
            "benefits",
            {"heading": "Hope", "benefits": picks("benefit", [BenefitFactory(**values)])},
        )

    def known(self, of: Any = None, **values: Any) -> Any:
        values = {"statement": FOUND, "sources": [self.trial], **values}
        IndicationFactory(treatment=of or self.infusion, condition=self.condition, **values)
        return (
            "conditions",
            {"heading": "For", "conditions": picks("condition", [self.condition])},
        )

    def number(self, **values: Any) -> Any:
        return (
            "statistic",
            {
                "heading": FOUND,
                "outcome": "felt better",
                "numerator": 4,
                "denominator": 8,
                "group": "after ketamine",
                "comparison_numerator": 0,
                "comparison_denominator": 7,
                "comparison_group": "after placebo",
                "time": "a week later",
                "sources": picks("source", [self.trial]),
                **values,
            },
        )

    def page(self, *body: Any, treatment: Any = None) -> Any:
        return TreatmentPageFactory(treatment=treatment or self.infusion, body=list(body))


def quote(**values: Any) -> Any:
    return ("quote", {"attribution": "The label", "speaker": "staff", **values})


PAGES = {
    "a benefit with its risks": lambda e: e.page(e.benefit(), SAFETY),
    "risks first": lambda e: e.page(SAFETY, e.benefit()),
    "benefit, number of the same trial, risks": lambda e: e.page(e.benefit(), e.number(), SAFETY),
    "benefit, what to keep in mind, risks": lambda e: e.page(
        e.benefit(), section("It does not help everybody."), SAFETY
    ),
    "several lists in a row": lambda e: e.page(e.benefit(), e.benefit(), e.known(), SAFETY),
    "a finding against": lambda e: e.page(
        e.benefit(text=FOUND, evidence_level="none", sources=[], against=[e.against]),
        SAFETY,
    ),
    "a guideline as the source": lambda e: e.page(
        e.benefit(evidence_level="moderate", sources=[e.guideline]), SAFETY
    ),
    "a label as the source": lambda e: e.page(
        e.benefit(evidence_level="moderate", sources=[e.label]), SAFETY
    ),
    "trials that disagree": lambda e: e.page(
        e.benefit(evidence_level="limited", against=[e.against]), SAFETY
    ),
    "a condition, off-label": lambda e: e.page(e.known(), SAFETY),
    "a condition of which nothing is known": lambda e: e.page(
        ("conditions", {"heading": "For", "conditions": picks("condition", [e.condition])}),
        section(FOUND),
    ),
    "an approved product with its boxed warning": lambda e: e.page(
        e.benefit(treatment=e.product), treatment=e.product
    ),
    "an approved use, told in full": lambda e: e.page(
        e.known(
            e.product,
            sources=[e.label, e.trial],
            status="approved",
            approved_use="low mood",
            population="adults",
        ),
        treatment=e.product,
    ),
    "a benefit of another treatment, said to be": lambda e: e.page(
        e.benefit(treatment=e.product), SAFETY
    ),
    "a compounded medicine with what is known of it": lambda e: e.page(
        e.benefit(treatment=e.lozenges, evidence_level="early"), SAFETY, treatment=e.lozenges
    ),
    "a quotation of a label that leaves something out": lambda e: e.page(
        quote(text="Patients are at risk […] and are watched for two hours."), section(FOUND)
    ),
    "a myth that is put right": lambda e: e.page(
        section(
            "You may read online that ketamine is FDA-approved for depression. That is false. "
            + FOUND
        )
    ),
    "prices, hours and a line to sign on": lambda e: e.page(
        section(f"A visit is $400 and takes 2 hours. {FOUND}"),
        section("Signature: ______________"),
        section("Questions??? Call us."),
    ),
    "a list of benefits": lambda e: BenefitListPageFactory(
        treatment=e.infusion,
        benefits=e.benefit()[1]["benefits"],
        body=[SAFETY],
    ),
    "a list of conditions": lambda e: ConditionListPageFactory(
        treatment=e.infusion,
        conditions=e.known()[1]["conditions"],
        body=[SAFETY],
    ),
    "a section that compares with others": lambda e: TreatmentIndexPageFactory(
        body=[
            section(
                f"Many antidepressants are FDA-approved for depression; ketamine is not. {FOUND}",
                e.guideline,
            )
        ]
    ),
}


@pytest.mark.parametrize("name", PAGES)
def test_it_is_printed_and_not_refused(name, client):
    page = PAGES[name](Library())
    errors = [(str(f.code), f.message) for f in page.get_findings() if f.severity == "error"]
    assert errors == []
    html = client.get(page.url).content.decode()
    assert FOUND in html


def test_there_are_twenty_of_them_at_least():
    assert len(PAGES) >= 20
