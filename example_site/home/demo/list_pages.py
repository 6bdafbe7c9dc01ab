"""The start of the treatment section, and its two lists."""

from __future__ import annotations

from typing import Any

from wagtail.models import Page

from example_site.home.demo.infusion_page import first_talk
from example_site.home.demo.library import benefits, conditions, notices, sources, treatment

BENEFITS = (
    "fast-effect",
    "remission-on-spravato",
    "choice-beside-ect",
    "pain-in-crps",
    "ptsd-symptoms",
    "ocd-symptoms",
    "days-without-alcohol",
)
CONDITIONS = (
    "treatment-resistant-depression",
    "ptsd",
    "ocd",
    "anxiety",
    "alcohol-use-disorder",
    "complex-regional-pain-syndrome",
    "other-chronic-pain",
)
LABELS = """
<p>Each benefit and each condition has a label for its evidence:</p>
<ul>
<li><b>Strong or moderate:</b> at least one randomized trial or systematic review supports it.</li>
<li><b>Limited:</b> there are studies, but they are small, mixed or open to bias.</li>
<li><b>Early:</b> one or two small studies, so far.</li>
<li><b>No good evidence:</b> experts looked and found weak evidence or none.</li>
</ul>
<p>Sources that speak against a benefit stand beside those that speak for it.</p>
"""


def index_body(pages: dict[str, Page]) -> list[tuple[str, Any]]:
    """The body of the section's start."""
    return [
        (
            "section",
            {
                "heading": "How we write these pages",
                "text": "<p>A study of clinic websites in Maryland found many false or misleading "
                "claims about ketamine. We want you to be able to check ours. Every statement "
                "about an effect or a risk has a number, and the number leads to its source.</p>",
                "sources": sources("crane-2023"),
            },
        ),
        (
            "location_cards",
            {
                "heading": "Where we see you",
                "introduction": "The first talk can be by phone. For treatment you come to us.",
                "mode": "nearest",
            },
        ),
        ("call_to_action", first_talk(pages)),
    ]


def benefit_list_fields() -> dict[str, Any]:
    """The benefits of the list, in order."""
    return {"treatment": treatment("ketamine-infusion"), "benefits": benefits(*BENEFITS)}


def benefit_list_body(pages: dict[str, Page]) -> list[tuple[str, Any]]:
    """What follows the list: the risks first."""
    return [
        (
            "safety",
            {
                "heading": "Risks and safety",
                "introduction": "Please read this part as closely as the one above.",
                "notices": notices("spravato-boxed-warning", "spravato-not-suitable"),
            },
        ),
        ("section", {"heading": "What the labels mean", "text": LABELS}),
        ("call_to_action", first_talk(pages)),
    ]


def condition_list_fields() -> dict[str, Any]:
    """The conditions of the list, in order, as seen for infusions."""
    return {
        "treatment": treatment("ketamine-infusion"),
        "conditions": conditions(*CONDITIONS),
    }


def condition_list_body(pages: dict[str, Page]) -> list[tuple[str, Any]]:
    """What follows the list: the risks first."""
    return [
        ("safety", {"heading": "Risks and safety"}),
        (
            "section",
            {
                "heading": "What is missing here",
                "text": "<p>We list a condition only where we can say how strong the evidence is. "
                "If you have had mania in the past, ketamine is normally not for you. A Cochrane "
                "review, which covers 64 trials of ketamine and related medicines for major "
                "depression, is a good place to read on.</p>",
                "sources": sources("oxford-limitations", "cochrane-glutamate"),
            },
        ),
        ("section", {"heading": "What the labels mean", "text": LABELS}),
        ("call_to_action", first_talk(pages)),
    ]
