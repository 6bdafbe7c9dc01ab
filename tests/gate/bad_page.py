"""A page with the kinds of mistake that clinics make, in words of our own."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from ketamine_pages.models import EvidenceLevel, RegulatoryStatus, SourceKind
from tests.blocks.making import picks
from tests.factories import (
    BenefitFactory,
    ConditionFactory,
    ImageFactory,
    IndicationFactory,
    SafetyNoticeFactory,
    SourceFactory,
    TreatmentFactory,
    TreatmentPageFactory,
)

MECHANISM = (
    "<p>Overstimulated receptors exhaust the brain cells until they die. Ketamine interrupts this "
    "deterioration by inducing a mystical state of expanded consciousness, and consequently "
    "everybody understands complicated interpersonal considerations considerably more readily.</p>"
    "<p>Additionally, insufficient neurotransmitter availability compromises ordinary learning, "
    "according to numerous scientists, which explains anxiety, bipolar disorder and addiction. "
    "Administration requires individualised preparation, careful observation and continuation "
    "of complementary psychological interventions.</p>"
)
ROUTES = (
    "<p>The drip brings the medicine into your muscles through an IV. Our clinic also has an "
    "FDA-approved spray, and tablets that work in the same way.</p>"
)


def make_bad_page() -> Any:
    """The page; every finding of it is listed in ``test_bad_page``."""
    today = timezone.localdate()
    guideline = SourceFactory(title="A guideline", kind=SourceKind.GUIDELINE)
    retracted = SourceFactory(
        title="A retracted trial", withdrawn_on=today, withdrawn_reason="Made up"
    )
    own = TreatmentFactory(name="Ketamine therapy", regulatory_status="")
    approved = TreatmentFactory(product=True, name="Examplin")
    lozenges = TreatmentFactory(name="Lozenges", regulatory_status=RegulatoryStatus.COMPOUNDED)
    label = SourceFactory(kind=SourceKind.PRODUCT_LABEL)
    low_mood, worry = (ConditionFactory(name=name) for name in ("Low mood", "Worry"))
    for treatment, population in ((approved, ""), (lozenges, "adults")):
        IndicationFactory(
            approval=True,
            treatment=treatment,
            condition=low_mood,
            population=population,
            evidence_level=EvidenceLevel.LIMITED,
            sources=[label],
        )
    notices = [
        SafetyNoticeFactory(title="What you may feel", treatments=[own], sources=[]),
        SafetyNoticeFactory(title="Dizziness", treatments=[approved]),
    ]
    benefits = [
        BenefitFactory(
            title="A lasting good mood", text="Your mood stays up for good.", sources=[]
        ),
        BenefitFactory(
            title="Hardly any side effects",
            text="Sessions with days between them protect you from side effects.",
            evidence_level=EvidenceLevel.STRONG,
            sources=[guideline],
        ),
        BenefitFactory(
            title="A life without alcohol",
            text="Two in three people stay sober for a year.",
            sources=[guideline, retracted],
        ),
        BenefitFactory(title="Faster help", treatment=approved, sources=[guideline]),
        BenefitFactory(title="A clear head", live=False),
        BenefitFactory(title="Calmer days", treatment=lozenges),
        BenefitFactory(title="Deeper sleep", treatment=TreatmentFactory(live=False)),
    ]
    lost = ImageFactory(title="Our lobby")
    lost.file.storage.delete(lost.file.name)
    return TreatmentPageFactory(
        title="Seven reasons for ketamine",
        introduction="One of the best treatments for a troubled mind. Nine in ten people feel "
        "better. Prices: TBC.",
        treatment=own,
        hero_image=lost,
        body=[
            (
                "conditions",
                {
                    "heading": "What the spray is for",
                    "treatment": approved,
                    "conditions": picks("condition", [low_mood, worry]),
                },
            ),
            (
                "conditions",
                {
                    "heading": "What lozenges are for",
                    "treatment": lozenges,
                    "conditions": picks("condition", [low_mood]),
                },
            ),
            (
                "statistic",
                {"heading": "Four got better", "numerator": 4, "sources": picks("source", [label])},
            ),
            ("benefits", {"heading": "Reasons", "benefits": picks("benefit", benefits)}),
            ("section", {"heading": "How it works", "text": MECHANISM}),
            ("section", {"heading": "How you get it", "text": ROUTES}),
            (
                "quote",
                {"text": "It works.", "speaker": "published", "attribution": "A newspaper"},
            ),
            ("quote", {"text": "I am well.", "speaker": "patient", "attribution": "Jane"}),
            (
                "callout",
                {
                    "heading": "Video visits",
                    "text": "<p>A video visit is enough.</p>",
                    "expires_on": today - timedelta(days=1),
                },
            ),
            (
                "callout",
                {
                    "heading": "Holiday hours",
                    "text": "<p>We open late.</p>",
                    "expires_on": today + timedelta(days=3),
                },
            ),
            ("safety", {"heading": "Small print", "notices": picks("notice", notices)}),
        ],
    )
