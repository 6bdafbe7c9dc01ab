"""Create, publish and open one page of every type of an app, as an editor and a visitor would.

Runs in a project that knows only the installed wheel: ``python drive_site.py SETTINGS APP MARKER``
from the project's folder. Goes through the admin's own create views and then fetches each page
on the front end, where ``MARKER`` must stand in the HTML: it comes from the project's own base
template. Prints a line for each page; exits with the reason where one fails.
"""

import os
import sys

import django
from django.apps import apps

settings_module, app_label, marker = sys.argv[1:]
sys.path[0] = os.getcwd()
os.environ["DJANGO_SETTINGS_MODULE"] = settings_module
django.setup()

import swapper
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from wagtail.models import Site
from wagtail.test.utils.form_data import (
    nested_form_data,
    querydict_from_html,
    rich_text,
    streamfield,
)
from wagtail.test.utils.wagtail_tests import WagtailTestUtils

from ketamine_pages.models import (
    Benefit,
    BenefitSource,
    Condition,
    SafetyNotice,
    SafetyNoticeSource,
    Source,
    Treatment,
)

Page = swapper.load_model("wagtailcore", "Page")
SECTION_TEXT = "Written in the admin of a new project."


def library_item(model, **children):
    item = model.sample()
    for name, child in children.items():
        getattr(item, name).add(child)
    item.save()
    return item


def library():
    """One published item of each kind that pages show; nothing is published without a source."""
    source = library_item(Source)
    treatment = library_item(Treatment)
    notice = library_item(SafetyNotice, source_links=SafetyNoticeSource(source=source))
    notice.treatments = [treatment]
    notice.save()
    return {
        Treatment: treatment,
        Benefit: library_item(Benefit, source_links=BenefitSource(source=source)),
        Condition: library_item(Condition),
        SafetyNotice: notice,
    }


def field_values(model, title, items):
    """What the editor types and chooses, for the fields that the page type has."""
    section = {
        "heading": "A section",
        "text": rich_text(f"<p>{SECTION_TEXT}</p>"),
        "sources": streamfield([]),
    }
    # Where benefits are listed, risks stand right after them.
    safety = {
        "heading": "Risks",
        "introduction": "",
        "treatment": "",
        "notices": streamfield([("notice", str(items[SafetyNotice].pk))]),
    }
    values = {
        "title": title,
        "slug": model._meta.model_name,
        "introduction": "An introduction.",
        "treatment": str(items[Treatment].pk),
        "form_fields": streamfield([("email", {"label": "E-mail", "help_text": ""})]),
        "street": "100 Ocotillo Lane",
        "city": "Phoenix",
        "benefits": streamfield([("benefit", str(items[Benefit].pk))]),
        "conditions": streamfield([("condition", str(items[Condition].pk))]),
        "body": streamfield([("safety", safety), ("section", section)]),
    }
    fields = {field.name for field in model._meta.get_fields()}
    return nested_form_data({name: value for name, value in values.items() if name in fields})


def publish(editor, model, parent, items):
    """Fill in the create view of ``model`` below ``parent``, press "Publish", return the page."""
    title = f"A {model._meta.verbose_name} of this site"
    url = reverse("wagtailadmin_pages:add", args=[app_label, model._meta.model_name, parent.pk])
    form = editor.get(url)
    if form.status_code != 200:
        sys.exit(f"{model.__name__}: the create view answers {form.status_code}.")
    data = querydict_from_html(form.content.decode(), form_id="page-edit-form").dict()
    data |= field_values(model, title, items) | {"action-publish": "action-publish"}
    response = editor.post(url, data)
    if response.status_code != 302:
        soup = WagtailTestUtils.get_soup(response.content.decode())
        errors = [error.get_text(" ", strip=True) for error in soup.select(".error-message")]
        sys.exit(f"{model.__name__}: not published ({response.status_code}): {errors}")
    return model.objects.get(title=title)


def check_served(page, items):
    """The page answers a visitor, in the frame of the project and with its own content."""
    name = type(page).__name__
    url = page.get_url()
    response = Client().get(url)
    if response.status_code != 200:
        sys.exit(f"{name}: {url} answers {response.status_code}.")
    html = response.content.decode()
    expected = [marker, page.title, SECTION_TEXT]
    expected += [str(items[Benefit])] if hasattr(page, "benefits") else []
    expected += [str(items[Condition])] if hasattr(page, "conditions") else []
    for text in expected:
        if text not in html:
            sys.exit(f"{name}: {text!r} is missing from {url}:\n{html}")
    print(f"{name}: created, published and served at {url}")


def main():
    user = get_user_model().objects.create_superuser("editor", "editor@example.com", "password")
    editor = Client()
    editor.force_login(user)
    items = library()
    places = [Page.objects.get(pk=Site.objects.get(is_default_site=True).root_page_id).specific]
    waiting = [
        model for model in apps.get_app_config(app_label).get_models() if issubclass(model, Page)
    ]
    while waiting:
        for model in waiting:
            parent = next((place for place in places if model.can_create_at(place)), None)
            if parent is not None:
                break
        else:
            sys.exit(f"No page allows any of {[model.__name__ for model in waiting]} below it.")
        waiting.remove(model)
        page = publish(editor, model, parent, items)
        check_served(page, items)
        places.append(page)


main()
