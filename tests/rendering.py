"""Public HTML, and what it is made of."""

import re
from html.parser import HTMLParser
from types import SimpleNamespace
from typing import Any

from django.template import engines
from django.test import TestCase
from wagtail.models import Site

from ketamine_pages.models import ClinicSettings
from ketamine_pages.pages.citations import Citations
from tests.blocks.making import BODY, make
from tests.factories import SiteWordingFactory, TreatmentIndexPageFactory

VOID = {"area", "br", "circle", "hr", "img", "input", "link", "meta", "path", "rect", "source"}

LIBRARIES = "ketamine_pages_images ketamine_pages_library ketamine_pages_site ketamine_pages_tags"


def render(template: str, **context: Any) -> str:
    """``template`` with the tags of the package loaded."""
    source = f"{{% load {LIBRARIES} %}}" + template
    return engines["django"].from_string(source).render(context)


def render_block(block_type: str, context: dict[str, Any] | None = None, **values: Any) -> str:
    """One block of a body, as on a page that cites sources."""
    value = make(block_type, **values)
    context = {"citations": Citations(), "in_preview": True, **(context or {})}
    return BODY.child_blocks[block_type].render(value, context).strip()


def in_preview() -> dict[str, Any]:
    """The context of a page that an editor previews."""
    return {"request": SimpleNamespace(is_preview=True)}


def text_of(html: str) -> str:
    """What is to be read in ``html``, on one line."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).strip()


class Outline(HTMLParser):
    """Headings, ids, links and unclosed elements of a document."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.levels: list[int] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.labels: list[str] = []
        self.open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if re.fullmatch("h[1-6]", tag):
            self.levels.append(int(tag[1]))
        if "id" in values:
            self.ids.append(values["id"])
        if "href" in values:
            self.links.append(values["href"])
        self.labels += values.get("aria-labelledby", "").split()
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        assert self.open.pop() == tag, f"</{tag}> closes another element"


class PageTestCase(TestCase):
    """A site with a treatment section, whose clinic can be described."""

    @classmethod
    def setUpTestData(cls):
        cls.site = Site.objects.get(is_default_site=True)
        cls.index = TreatmentIndexPageFactory(title="Treatments")

    def describe(self, **fields):
        clinic = ClinicSettings.for_site(self.site)
        for name, value in fields.items():
            setattr(clinic, name, value)
        clinic.save()

    def word(self, **texts):
        """The site prints a wording with ``texts``, in the language of the site."""
        self.describe(wording=SiteWordingFactory(**texts))

    def get(self, page, **headers):
        response = self.client.get(page.url, headers=headers)
        self.assertEqual(response.status_code, 200)
        return response.content.decode()

    def part(self, page, class_name):
        """The page from the content of the element with a class onwards."""
        html = self.get(page)
        return html.partition(f'class="{class_name}')[2]
