"""The page about Spravato, the approved product."""

from __future__ import annotations

from typing import Any

from wagtail.models import Page

from example_site.home.demo.infusion_page import first_talk
from example_site.home.demo.library import benefits, conditions, sources

WHAT_IT_IS = """
<p>Spravato is a nasal spray with esketamine, a medicine related to ketamine. The FDA has approved
Spravato for two groups of adults:</p>
<ul><li>adults with treatment-resistant depression, alone or with an oral antidepressant</li>
<li>adults with major depression and acute suicidal thoughts or behavior, for their depressive
symptoms, with an oral antidepressant</li></ul>
<p>It is a product of its own. A ketamine spray that a pharmacy mixes to order is something else,
and the FDA has not approved it.</p>
"""


def spravato_body(pages: dict[str, Page]) -> list[tuple[str, Any]]:
    """The body of the page; ``pages`` are the demo's pages by slug."""
    return [
        (
            "section",
            {
                "heading": "What is Spravato?",
                "text": WHAT_IT_IS,
                "sources": sources(
                    "spravato-label", "spravato-approval-2025", "fda-compounded-2023"
                ),
            },
        ),
        (
            "callout",
            {
                "kind": "note",
                "heading": "Only at clinics in the safety program",
                "text": "<p>Spravato is given only through its safety program, the Spravato REMS. "
                "You use the spray here, and you stay with us for at least 2 hours.</p>",
            },
        ),
        (
            "conditions",
            {
                "heading": "{count} approved uses",
                "introduction": "",
                "conditions": conditions(
                    "treatment-resistant-depression", "depression-with-suicidal-thoughts"
                ),
            },
        ),
        (
            "steps",
            {
                "heading": "What happens at a visit",
                "introduction": "For treatment-resistant depression you come twice a week for 4 "
                "weeks, then once a week in weeks 5 to 8, then once a week or every 2 weeks.",
                "steps": [
                    {
                        "title": "A check before each dose",
                        "text": "A nurse asks how you are, measures your blood pressure and asks "
                        "who will take you home.",
                    },
                    {
                        "title": "The spray",
                        "text": "You use the spray yourself while a nurse is with you.",
                    },
                    {
                        "title": "At least 2 hours with us",
                        "text": "You may become sleepy or feel cut off from what is around you. "
                        "Your breathing can slow down. Staff stay near you all the time.",
                    },
                    {
                        "title": "The way home",
                        "text": "Someone takes you home. No driving and no machines until the next "
                        "day, after a restful sleep.",
                    },
                ],
                "sources": sources(
                    "spravato-dosage", "spravato-boxed-warning-text", "spravato-label-2019"
                ),
            },
        ),
        (
            "benefits",
            {
                "heading": "What may get better",
                "benefits": benefits("remission-on-spravato"),
            },
        ),
        (
            "safety",
            {
                "heading": "Risks and safety",
                "introduction": "Please read this part as closely as the one above.",
            },
        ),
        (
            "section",
            {
                "heading": "How does it work?",
                "text": "<p>Its maker says that this is not fully understood. Esketamine is "
                "thought to act on glutamate, a messenger in the brain.</p>",
                "sources": sources("spravato-limitations", "mechanism-review"),
            },
        ),
        ("questions", spravato_questions()),
        ("call_to_action", first_talk(pages)),
    ]


def spravato_questions() -> dict[str, Any]:
    """What people ask most."""
    answers = {
        "Does Spravato prevent suicide?": "It is not known whether it does, or whether it eases "
        "suicidal thoughts. It does not replace hospital care. If you are thinking about suicide, "
        "call or text 988 now. In immediate danger, call 911.",
        "Can I have it while I am pregnant?": "It is not recommended in pregnancy or while "
        "breastfeeding. Tell us if you are or may be pregnant.",
        "Can children have it?": "No. Spravato is not approved for children.",
        "Can I take it home?": "No. You use it at the clinic, under the eyes of our staff.",
    }
    return {
        "heading": "Common questions",
        "questions": [
            {"question": question, "answer": f"<p>{answer}</p>"}
            for question, answer in answers.items()
        ],
        "sources": sources(
            "spravato-limitations", "spravato-pregnancy", "spravato-boxed-warning-text"
        ),
    }
