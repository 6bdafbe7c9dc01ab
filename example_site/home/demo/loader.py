"""Puts the demo together: library, clinic, people and pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from wagtail.models import Page, Site

from ketamine_pages.page_types.models import (
    BenefitListPage,
    ConditionListPage,
    TreatmentIndexPage,
    TreatmentPage,
)

from ..models import HomePage
from .clinic import describe_clinic, introduce_reviewer
from .clinic_name import CLINIC
from .infusion_page import infusion_body
from .library import publish_library, treatment
from .list_pages import (
    benefit_list_body,
    benefit_list_fields,
    condition_list_body,
    condition_list_fields,
    index_body,
)
from .people import make_editor, make_marketing_group
from .pictures import picture
from .spravato_page import spravato_body

Body = Callable[[dict[str, Page]], list[tuple[str, Any]]]
SECTION = "treatments"
DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True)
class PagePlan:
    """A page of the treatment section: what it holds, and how its body is made.

    ``fields`` is called once library and pictures are there, ``body`` once all pages are.
    """

    slug: str
    model: type[Any]
    texts: dict[str, str]
    body: Body
    fields: Callable[[], dict[str, Any]] = field(default=dict)


def load_demo(base_url: str) -> list[str]:
    """Load what is missing of the demo, all or nothing; returns a line for each thing done."""
    with transaction.atomic():
        done = []
        if published := publish_library():
            done.append(f"Library entries published: {published}.")
        if introduce_reviewer():
            done.append("Introduced the reviewer.")
        home = make_home()
        site = point_site_at(home, base_url)
        remove_welcome_page(site)
        if describe_clinic(site):
            done.append("Filled in the clinic details.")
        if pages := make_pages(home):
            done.append(f"Pages published: {pages}.")
        if make_marketing_group(home):
            done.append("Made the group “Marketing”.")
        if make_editor():
            done.append("Made the user “editor”.")
    return done or ["Everything was there already; nothing has changed."]


def make_home() -> HomePage:
    """The front page; the site's own one if there is one."""
    home: HomePage | None = HomePage.objects.first()
    if home is None:
        home = HomePage(
            title=CLINIC,
            slug="ocotillo-lane-clinic",
            seo_title="Ketamine and Spravato in Arizona",
            search_description="What ketamine infusions and Spravato may do and what they may not, "
            "with the risks beside the benefits and a source for each.",
            introduction="We treat adults with ketamine infusions and with Spravato. Before you "
            "decide anything, read what is known, what is not, and what can go wrong.",
            live=False,
        )
        Page.get_first_root_node().add_child(instance=home)
        publish(home)
    return home


def publish(page: Any) -> None:
    """Save the first revision of a page and publish it."""
    page.save_revision(log_action="wagtail.create").publish()


def point_site_at(home: HomePage, base_url: str) -> Site:
    """Make ``home`` the front page of the default site, and give that the address of the demo."""
    address = urlsplit(base_url)
    values = {
        "hostname": address.hostname or "localhost",
        "port": address.port or DEFAULT_PORTS.get(address.scheme, 80),
        "root_page": home,
        "site_name": CLINIC,
    }
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    if any(getattr(site, name, None) != value for name, value in values.items()):
        for name, value in values.items():
            setattr(site, name, value)
        site.save()
    return site


def remove_welcome_page(site: Site) -> None:
    """Delete the page that Wagtail's first migration makes, if it is still as it was."""
    welcome = Page.get_first_root_node().get_children().exact_type(Page).filter(numchild=0)
    for page in welcome.filter(slug="home", latest_revision=None).exclude(pk=site.root_page_id):
        page.delete()


def make_pages(home: HomePage) -> int:
    """Make the pages that are missing, and publish them; returns how many."""
    created: list[tuple[PagePlan, Any]] = []
    section, *below = PLANS
    pages: dict[str, Page] = {}
    for plan in (section, *below):
        parent = home if plan is section else pages[section.slug]
        found = parent.get_children().filter(slug=plan.slug).first()
        if found is None:
            found = plan.model(
                slug=plan.slug, live=False, show_in_menus=True, **plan.texts, **plan.fields()
            )
            parent.add_child(instance=found)
            created.append((plan, found))
        pages[plan.slug] = found
    for plan, page in created:
        page.body = plan.body(pages)
        publish(page)
    return len(created)


PLANS = [
    PagePlan(
        SECTION,
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
    ),
]
