"""The pages of the demo: where each stands, what it holds and how its body is made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from wagtail.models import Page

from example_site.home.demo.clinic_name import ENQUIRY
from example_site.home.demo.clinics import flagstaff, phoenix
from example_site.home.demo.enquiry_page import enquiry_fields
from example_site.home.demo.infusion_page import infusion_body
from example_site.home.demo.library import treatment
from example_site.home.demo.list_pages import (
    benefit_list_body,
    benefit_list_fields,
    condition_list_body,
    condition_list_fields,
    index_body,
)
from example_site.home.demo.pictures import picture
from example_site.home.demo.spravato_page import spravato_body
from ketamine_pages.page_types.models import (
    BenefitListPage,
    ConditionListPage,
    EnquiryPage,
    LocationIndexPage,
    LocationPage,
    TreatmentIndexPage,
    TreatmentPage,
)

Body = Callable[[dict[str, Page]], list[tuple[str, Any]]]
TREATMENTS = "treatments"
CLINICS = "clinics"


def no_body(pages: dict[str, Page]) -> list[tuple[str, Any]]:
    """Nothing: all is said by the page's fields."""
    return []


@dataclass(frozen=True)
class PagePlan:
    """A page of the demo: below which other it stands (the front page by default), what it holds.

    ``fields`` is called once library and pictures are there, ``body`` once all pages are.
    """

    slug: str
    model: type[Any]
    texts: dict[str, str]
    body: Body = no_body
    fields: Callable[[], dict[str, Any]] = field(default=dict)
    parent: str = ""


PLANS = [
    PagePlan(
        TREATMENTS,
        TreatmentIndexPage,
        {
            "title": "Treatments",
            "heading": "Our treatments, with their risks",
            "introduction": "We offer ketamine infusions, an off-label use, and Spravato, an "
            "approved nasal spray. Neither is a first choice. Both need a check by a clinician "
            "and a ride home.",
            "seo_title": "Ketamine infusions and Spravato: treatments and risks",
            "search_description": "Ketamine infusions (off-label) and Spravato (approved): what "
            "each is, who it may suit, and what can go wrong.",
        },
        index_body,
    ),
    PagePlan(
        "ketamine-infusion-therapy",
        TreatmentPage,
        {
            "title": "Ketamine infusion therapy",
            "introduction": "A low dose of ketamine, given through a drip while staff watch over "
            "you. It can ease depression that other medicines have not eased, for a short time and "
            "not in everyone. This use is off-label.",
            "seo_title": "Ketamine infusion therapy: evidence, steps and risks",
            "search_description": "How an off-label ketamine infusion goes, what studies found for "
            "each condition, and the risks, with a source for each statement.",
            "hero_image_alt": "Drawing of desert mountains in the morning sun, with an ocotillo in "
            "flower in front.",
        },
        infusion_body,
        lambda: {"treatment": treatment("ketamine-infusion"), "hero_image": picture("morning")},
        TREATMENTS,
    ),
    PagePlan(
        "spravato",
        TreatmentPage,
        {
            "title": "Spravato (esketamine)",
            "heading": "Spravato nasal spray",
            "introduction": "A nasal spray for some adults with depression, given only at clinics "
            "in its safety program. You stay with us for at least 2 hours, and someone takes you "
            "home.",
            "seo_title": "Spravato (esketamine) nasal spray: approved uses and risks",
            "search_description": "Who Spravato is approved for, what happens at a visit, and its "
            "boxed warning, with sources.",
            "hero_image_alt": "Drawing of table mountains under a full moon, with a cactus and an "
            "ocotillo in front.",
        },
        spravato_body,
        lambda: {"treatment": treatment("spravato"), "hero_image": picture("evening")},
        TREATMENTS,
    ),
    PagePlan(
        "benefits",
        BenefitListPage,
        {
            "title": "Possible benefits",
            "heading": "{count} possible benefits of ketamine therapy",
            "introduction": "Each one has a label for its evidence, its limits, and sources on "
            "both sides. The risks follow right after.",
            "seo_title": "Possible benefits of ketamine therapy, with evidence and limits",
            "search_description": "What ketamine and Spravato may improve, how sure that is, what "
            "speaks against it, and the risks.",
        },
        benefit_list_body,
        benefit_list_fields,
        TREATMENTS,
    ),
    PagePlan(
        "conditions",
        ConditionListPage,
        {
            "title": "Conditions",
            "heading": "{count} conditions, and what is known for each",
            "introduction": "People ask us about ketamine for many conditions. The FDA has not "
            "approved it for any of these. The evidence differs a great deal.",
            "seo_title": "Ketamine by condition: what is known and what is not",
            "search_description": "Depression, PTSD, OCD, anxiety, alcohol use disorder and pain: "
            "how strong the evidence for ketamine is, with sources.",
        },
        condition_list_body,
        condition_list_fields,
        TREATMENTS,
    ),
    PagePlan(
        CLINICS,
        LocationIndexPage,
        {
            "title": "Clinics",
            "heading": "Our clinics in Arizona",
            "introduction": "Two clinics. Look up when each is open, what it offers and how to "
            "get home afterwards, or search for the one nearest to you.",
            "seo_title": "Clinics in Phoenix and Flagstaff: hours, phone, directions",
            "search_description": "Two clinics in Arizona, in Phoenix and in Flagstaff: address, "
            "opening hours, phone, languages and access.",
        },
    ),
    PagePlan(
        "phoenix",
        LocationPage,
        {
            "title": "Ocotillo Lane Clinic, Phoenix",
            "introduction": "Ketamine infusions and Spravato in the middle of Phoenix.",
            "seo_title": "Ocotillo Lane Clinic in Phoenix: hours, phone, directions",
            "search_description": "Opening hours, phone, parking, access and languages of the "
            "clinic in Phoenix.",
        },
        fields=phoenix,
        parent=CLINICS,
    ),
    PagePlan(
        "flagstaff",
        LocationPage,
        {
            "title": "Ocotillo Lane Clinic, Flagstaff",
            "introduction": "Ketamine infusions in the north of Arizona.",
            "seo_title": "Ocotillo Lane Clinic in Flagstaff: hours, phone, directions",
            "search_description": "Opening hours, phone, parking, access and languages of the "
            "clinic in Flagstaff.",
        },
        fields=flagstaff,
        parent=CLINICS,
    ),
    PagePlan(
        ENQUIRY,
        EnquiryPage,
        {
            "title": "Ask for a call",
            "heading": "Ask for a call or a tour",
            "introduction": "Leave your name and a number or an e-mail. Somebody of the clinic "
            "calls you and answers your questions. Please write nothing about your health here.",
            "seo_title": "Ask for a call or a tour of our clinics in Arizona",
            "search_description": "Leave your name and a number, and we call you back within two "
            "working days. No details about your health, please.",
        },
        fields=enquiry_fields,
    ),
]
