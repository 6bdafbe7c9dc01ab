"""Lines of templates, broken one at a time: whoever looks at the page notices each of them."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client, override_settings
from django.utils import timezone

import ketamine_pages
from ketamine_pages.blocks.share import LabelledShare
from ketamine_pages.testing import find_problems
from tests.blocks.making import picks
from tests.factories import (
    BenefitFactory,
    ConditionListPageFactory,
    EnquiryPageFactory,
    IndicationFactory,
    LocationPageFactory,
    SafetyNoticeFactory,
    SourceFactory,
    TreatmentFactory,
    TreatmentIndexPageFactory,
    TreatmentPageFactory,
)
from tests.pages.host import host_templates
from tests.rendering import render, render_block, text_of

pytestmark = pytest.mark.django_db

FOLDER = Path(ketamine_pages.__file__).parent / "templates"


def make_pages() -> list:
    """About an approved product, which warns by itself; about another one; and others."""
    source = SourceFactory(title="A small trial")
    approved = TreatmentFactory(product=True)
    other = TreatmentFactory()
    notice = {"sources": [source], "text": "<p>Stay for two hours.</p>"}
    SafetyNoticeFactory(title="Sedation", kind="boxed-warning", treatments=[approved], **notice)
    SafetyNoticeFactory(title="Dizziness", treatments=[other], **notice)
    known = IndicationFactory(treatment=other, sources=[source]).condition
    benefits = picks("benefit", [BenefitFactory(title="Better sleep", sources=[source])])
    of_product = IndicationFactory(treatment=approved, approval=True)
    conditions = picks("condition", [known, of_product.condition])
    body = [
        ("benefits", {"heading": "Hope", "benefits": benefits}),
        ("conditions", {"heading": "For", "conditions": conditions}),
        ("safety", {"heading": "Risks"}),
        ("at_a_glance", {"heading": "In short"}),
        ("section", {"heading": "How", "text": "<p>So.</p>", "sources": picks("source", [source])}),
    ]
    index = TreatmentIndexPageFactory()
    return [
        TreatmentPageFactory(parent=index, treatment=approved, body=body[:1]),
        TreatmentPageFactory(parent=index, treatment=approved, body=body[:2]),
        TreatmentPageFactory(parent=index, treatment=other, body=body),
        ConditionListPageFactory(parent=index, treatment=other, conditions=conditions),
        LocationPageFactory(body=body[-1:]),
        EnquiryPageFactory(body=body[-1:]),
    ]


def page_problems() -> list[str]:
    """What is wrong with pages, as the helper for a site's own tests tells."""
    return [problem for page in make_pages() for problem in find_problems(Client(), page)]


def number_problems() -> list[str]:
    """Whether pictures, words and per cent of a statistic are those of its numbers."""
    html = render_block(
        "statistic",
        heading="A trial",
        outcome="felt better",
        numerator=3,
        denominator=8,
        group="after ketamine",
        comparison_numerator=1234,
        comparison_denominator=5000,
        comparison_group="after placebo",
        time="a week later",
        caveat="Too few.",
        sources=picks("source", [SourceFactory()]),
    )
    dots = re.findall(r'<circle class="kp-dot( kp-dot--on)?"', html)
    bars = re.findall(r'kp-dot--on" width="([\d.]+)"', html)
    label = render(
        '{% include "ketamine_pages/pages/share.html" with share=share group="in trials" %}',
        share=LabelledShare(low=10, high=20),
    )
    told = (
        text_of(html),
        (sum(map(bool, dots)), len(dots)),
        bars,
        text_of(label),
        label.count("kp-dot--on"),
    )
    wanted = (
        "A trial Felt better, a week later 1 3 of 8 people after ketamine (38%) "
        "1,234 of 5,000 people after placebo (25%) Too few.",
        (3, 8),
        ["24.68"],
        "10 to 20 in 100 people in trials, as the label gives it",
        2,
    )
    return [] if told == wanted else [f"{told}"]


@override_settings(KETAMINE_PAGES={"PATIENT_QUOTES": True})
def quote_problems() -> list[str]:
    """Whether a patient's words stand beside all that belongs there."""
    html = render_block(
        "quote",
        text="I sleep again.",
        speaker="patient",
        attribution="Jane",
        consent_on=timezone.localdate(),
        relation="Treated for free.",
        typical="Half of the people felt no change.",
        typical_sources=picks("source", [SourceFactory()]),
        expires_on=timezone.localdate() + timedelta(days=9),
    )
    wanted = (
        "I sleep again. Jane (a patient) Relation to the clinic: Treated for free. "
        "What is typical: Half of the people felt no change. 1"
    )
    return [] if text_of(html) == wanted else [text_of(html)]


PAGES, NUMBERS, QUOTES = page_problems, number_problems, quote_problems
DERIVED = "pages/derived_notices.html"
CRISIS = "site/crisis_panel.html"
NOTICE = '{% include "ketamine_pages/library/safety_notice.html" %}'
PANEL = '{% include "ketamine_pages/site/crisis_panel.html" %}'
# Who notices, the template, and what is broken in it: a text, and what stands there instead.
BROKEN: dict[str, tuple[Callable[[], list[str]], str, str, str]] = {
    "derived notices": (PAGES, DERIVED, NOTICE, ""),
    "derived notices, the condition": (
        PAGES,
        "pages/derived_notices.html",
        "if derived_",
        "if no_",
    ),
    "derived notices, hidden": (PAGES, "pages/derived_notices.html", "kp-safety", 'kp" hidden x="'),
    "derived notices, the list": (PAGES, "pages/derived_notices.html", "in derived_", "in no_"),
    "notices of a block": (PAGES, "blocks/safety.html", NOTICE, ""),
    "notices of a block, the condition": (PAGES, "blocks/safety.html", "if notices", "if no"),
    "title of a notice": (PAGES, "library/safety_notice.html", "{{ notice.title }}", ""),
    "text of a notice": (PAGES, "library/safety_notice.html", "{{ notice.text|richtext }}", ""),
    "text of a notice, cut": (PAGES, "library/safety_notice.html", "|richtext", "|truncatechars:9"),
    "sources of a notice": (PAGES, "library/source.html", "{% describe_source source %}", ""),
    "panel of a page": (PAGES, "pages/page.html", PANEL, ""),
    "panel of a form": (
        PAGES,
        "enquiries/enquiry_page.html",
        "kp_crisis %}{{ block.super }}",
        "kp_crisis %}",
    ),
    "number of the panel": (PAGES, CRISIS, "if wording.crisis_phone", "if no"),
    "link of the panel": (PAGES, "site/crisis_panel.html", 'href="tel:', 'href="#'),
    "switch of the panel": (
        PAGES,
        "site/crisis_panel.html",
        "if wording.shows_crisis_panel",
        "if no",
    ),
    "panel in a comment": (PAGES, "site/crisis_panel.html", "<section", "<!-- <section"),
    "disclosure of a treatment": (
        PAGES,
        "library/at_a_glance.html",
        "{{ treatment.disclosure }}",
        "",
    ),
    "disclosure, the condition": (
        PAGES,
        "library/at_a_glance.html",
        "if treatment.dis",
        "if x.dis",
    ),
    "disclosure of an indication": (
        PAGES,
        "library/indication.html",
        "{{ indication.disclosure }}",
        "",
    ),
    "indication itself": (PAGES, "library/condition.html", "if indication", "if no"),
    "disclosure without indication": (
        PAGES,
        "library/condition.html",
        "{{ treatment.disclosure }}",
        "",
    ),
    "references": (PAGES, "pages/references.html", "if citations.references", "if no"),
    "anchors of references": (PAGES, "pages/references.html", 'id="{{ reference.anchor }}"', ""),
    "canonical address": (PAGES, "search_engines/head.html", 'rel="canonical"', 'rel="x"'),
    "picture of a share": (NUMBERS, "pages/share.html", "{% people share %}", ""),
    "part and whole": (
        NUMBERS,
        "pages/share.html",
        "{{ part }} of {{ whole }}",
        "{{ whole }} of {{ part }}",
    ),
    "per cent": (
        NUMBERS,
        "pages/share.html",
        "percentage=share.percentage",
        "percentage=share.part",
    ),
    "low and high": (
        NUMBERS,
        "pages/share.html",
        "{{ low }} to {{ high }}",
        "{{ high }} to {{ low }}",
    ),
    "as the label gives it": (NUMBERS, "pages/share.html", ", as the label gives it", ""),
    "a range": (NUMBERS, "pages/share.html", "if share.is_range", "if no"),
    "the comparison": (
        NUMBERS,
        "blocks/statistic.html",
        "share=value.comparison_share",
        "share=value.share",
    ),
    "groups": (
        NUMBERS,
        "blocks/statistic.html",
        "group=value.group",
        "group=value.comparison_group",
    ),
    "sources of a statistic": (NUMBERS, "blocks/statistic.html", "{% cite sources %}", ""),
    "caveat": (NUMBERS, "blocks/statistic.html", "{{ value.caveat }}", ""),
    "after how long": (NUMBERS, "blocks/statistic.html", ", {{ value.time }}", ""),
    "a patient": (QUOTES, "blocks/quote.html", "(a patient)", ""),
    "relation": (QUOTES, "blocks/quote.html", "{{ value.relation }}", ""),
    "what is typical": (QUOTES, "blocks/quote.html", "{{ value.typical }}", ""),
    "sources of what is typical": (QUOTES, "blocks/quote.html", "{% cite typical_sources %}", ""),
}


@pytest.mark.parametrize("find", [PAGES, NUMBERS, QUOTES], ids=lambda find: find.__name__)
def test_nothing_is_wrong_as_it_comes(find):
    assert find() == []


@pytest.mark.parametrize(("find", "name", "old", "new"), BROKEN.values(), ids=BROKEN)
def test_a_broken_line_is_noticed(find, name, old, new):
    source = (FOLDER / "ketamine_pages" / name).read_text()
    assert old in source
    cache.clear()
    with host_templates({f"ketamine_pages/{name}": source.replace(old, new)}):
        assert find() != []
    cache.clear()
