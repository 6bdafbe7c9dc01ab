"""Pages with content."""

from typing import Any

from tests import factories
from tests.blocks.making import picks

FACTORIES = {
    factory._meta.model: factory
    for factory in (
        factories.TreatmentIndexPageFactory,
        factories.TreatmentPageFactory,
        factories.BenefitListPageFactory,
        factories.ConditionListPageFactory,
        factories.LocationIndexPageFactory,
        factories.LocationPageFactory,
        factories.EnquiryPageFactory,
        factories.ProgrammePageFactory,
    )
}


def make_full_body(number: int) -> list[tuple[str, dict[str, Any]]]:
    """Twenty blocks, of every type, whose lists are ``number`` long."""
    cited = factories.SourceFactory.create_batch(number)
    sources = picks("source", cited)
    # Each item has sources of its own, but not all of them: that would be number squared.
    cited = cited[:3]
    treatment = factories.TreatmentFactory()
    benefits = factories.BenefitFactory.create_batch(number, treatment=treatment, sources=cited)
    benefits = picks("benefit", benefits)
    indications = factories.IndicationFactory.create_batch(
        number, treatment=treatment, sources=cited
    )
    conditions = picks("condition", [indication.condition for indication in indications])
    notices = factories.SafetyNoticeFactory.create_batch(
        number, treatments=[treatment], sources=cited
    )
    section = {"heading": "A section", "text": "<p>Some text.</p>", "sources": sources}
    link = {"text": "Write to us", "email": "hello@example.com"}
    step = {"title": "Arrive", "text": "Somebody meets you."}
    question = {"question": "Can I drive?", "answer": "<p>No.</p>"}
    picture = factories.ImageFactory()
    return [
        ("section", section),
        ("section", section),
        ("section", section),
        ("callout", {"kind": "warning", "heading": "Do not drive", "text": "<p>Today.</p>"}),
        ("image", {"image": picture, "caption": "A room"}),
        ("quote", {"text": "We listen.", "attribution": "A clinician"}),
        (
            "table",
            {
                "caption": "Two ways",
                "table": {
                    "columns": [{"type": "text", "heading": "Way"}],
                    "rows": [{"values": ["Infusion"]}] * number,
                    "caption": "",
                },
            },
        ),
        ("video", {"title": "A visit", "embed": None}),
        ("benefits", {"heading": "{count} benefits", "benefits": benefits}),
        ("benefits", {"heading": "{count} more benefits", "benefits": benefits}),
        (
            "conditions",
            {"heading": "{count} conditions", "conditions": conditions, "treatment": treatment},
        ),
        ("conditions", {"heading": "{count} more conditions", "conditions": conditions}),
        ("steps", {"heading": "Steps", "steps": [step] * number, "sources": sources}),
        ("questions", {"heading": "Questions", "questions": [question] * number}),
        ("dos_and_donts", {"heading": "Your day", "dos": ["Rest."], "donts": ["Drive."]}),
        (
            "statistic",
            {
                "heading": "A trial",
                "outcome": "had fewer symptoms",
                "numerator": 4,
                "denominator": 8,
                "group": "after ketamine",
                "comparison_numerator": 0,
                "comparison_denominator": 7,
                "comparison_group": "after placebo",
                "time": "one week later",
                "treatment": treatment,
                "sources": sources,
            },
        ),
        ("safety", {"heading": "Risks", "treatment": treatment}),
        ("safety", {"heading": "More risks", "notices": picks("notice", notices)}),
        ("at_a_glance", {"heading": "In short", "treatment": treatment}),
        ("call_to_action", {"heading": "Talk to us", "links": [link]}),
    ]
