"""Puts the demo together: library, clinic, people and pages."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from wagtail.models import Page, Site

from example_site.home.demo.clinic import choose_wording, describe_clinic, introduce_clinician
from example_site.home.demo.clinic_name import CLINIC
from example_site.home.demo.enquiries import send_enquiries
from example_site.home.demo.library import publish_library
from example_site.home.demo.people import make_editor, make_marketing_group
from example_site.home.demo.plans import PLANS, PagePlan
from example_site.home.demo.reviews import make_reviewer_user, make_workflow, review_all
from example_site.home.models import HomePage

DEFAULT_PORTS = {"http": 80, "https": 443}


def load_demo(base_url: str) -> list[str]:
    """Load what is missing of the demo, all or nothing; returns a line for each thing done."""
    with transaction.atomic():
        done = []
        if published := publish_library():
            done.append(f"Library entries published: {published}.")
        if introduce_clinician():
            done.append("Introduced the reviewer.")
        home = make_home()
        site = point_site_at(home, base_url)
        remove_welcome_page(site)
        if describe_clinic(site):
            done.append("Filled in the clinic details.")
        if choose_wording(site):
            done.append("Published the wording of the site.")
        if pages := make_pages(home):
            done.append(f"Pages published: {pages}.")
        if make_marketing_group(home):
            done.append("Made the group “Marketing”.")
        if make_editor():
            done.append("Made the user “editor”.")
        if sent := send_enquiries():
            done.append(f"Enquiries sent: {sent}.")
        if make_reviewer_user():
            done.append("Made the user “reviewer” and the group “Clinical reviewers”.")
        if make_workflow(home):
            done.append("Made the workflow “Clinical review”.")
        if reviewed := review_all(home):
            done.append(f"Pages and library entries reviewed: {reviewed}.")
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
    pages: dict[str, Page] = {}
    for plan in PLANS:
        parent = pages[plan.parent] if plan.parent else home
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
