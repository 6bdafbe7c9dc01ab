"""What makes a document accessible, on every page type, with as much and as little as it can hold.

`make browser-test` asks axe and the W3C's checker; this says the same in a second.
"""

import re

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.conf import settings
from django.test import override_settings

from ketamine_pages.models import ClinicSettings
from ketamine_pages.page_types.models import LocationIndexPage
from tests import factories
from tests.locations.rendering import make_full_location
from tests.pages.making import make_full_body
from tests.rendering import PageTestCase

LANDMARKS = "nav, aside, section, form[role=search], [role=region]"
NEED_NAMES = "a[href], button, summary, input:not([type=hidden]), select, textarea, iframe"


def faults(html):
    """What a person who cannot see, or cannot use a mouse, would stumble over in ``html``."""
    soup = BeautifulSoup(html, "html.parser")
    ids = [element["id"] for element in soup.select("[id]")]
    found = [f"two of #{each}" for each in set(ids) if ids.count(each) > 1]
    root = soup.html
    if not root.get("lang") or root.get("dir") not in ("ltr", "rtl"):
        found.append("no language or direction")
    if not soup.title or not soup.title.get_text(strip=True):
        found.append("no title")
    for selector in ("h1", "main", "body > header", "body > footer"):
        if len(soup.select(selector)) != 1:
            found.append(f"{len(soup.select(selector))} × {selector}")
    skip = soup.select_one("a[href]")
    if skip is None or skip["href"].removeprefix("#") not in ids:
        found.append("the first link leads to no part of the page")
    found += [f"no such id: {each}" for each in references(soup) if each not in ids]
    found += [f"alt missing: {image}" for image in soup.select("img:not([alt])")]
    found += [f"no name: {each}" for each in soup.select(NEED_NAMES) if not name_of(each, soup)]
    found += [f"no type: {each}" for each in soup.select("button:not([type])")]
    found += [
        f"jumps the queue: {each}"
        for each in soup.select("[tabindex]:not([tabindex^='-'])")
        if each["tabindex"] != "0"
    ]
    return found + heading_faults(soup) + landmark_faults(soup)


def references(soup):
    """Ids that other elements point at."""
    for attribute in ("aria-labelledby", "aria-describedby", "aria-controls", "for", "headers"):
        for element in soup.select(f"[{attribute}]"):
            yield from (
                element[attribute].split()
                if isinstance(element[attribute], str)
                else (element[attribute])
            )
    for link in soup.select("a[href^='#']"):
        yield link["href"][1:]


def name_of(element, soup):
    """The accessible name of ``element``, roughly."""
    if label := element.get("aria-label") or element.get("title"):
        return label
    if ids := element.get("aria-labelledby"):
        return " ".join(part.get_text(strip=True) for part in soup.select(f"#{ids}"))
    if element.name in ("input", "select", "textarea"):
        label = soup.find("label", attrs={"for": element.get("id")}) or element.find_parent("label")
        return label and label.get_text(strip=True)
    return element.get_text(strip=True) or " ".join(
        image["alt"] for image in element.select("img[alt]")
    )


def heading_faults(soup):
    headings = soup.find_all(re.compile("^h[1-6]$"))
    found = [f"empty {each}" for each in headings if not each.get_text(strip=True)]
    levels = [int(each.name[1]) for each in headings]
    if levels[:1] != [1]:
        found.append("the first heading is not the title")
    for before, after, heading in zip(levels, levels[1:], headings[1:], strict=False):
        if after > before + 1:
            found.append(f"level {after} after level {before}: {heading.get_text()}")
    return found


def landmark_faults(soup):
    """Landmarks without a name, or that share one with another of their kind."""
    found = []
    names = []
    for element in soup.select(LANDMARKS):
        name = (
            name_of(element, soup) if element.get("aria-labelledby") else element.get("aria-label")
        )
        if not name:
            found.append(f"landmark without a name: <{element.name} class={element.get('class')}>")
        names.append((element.name, name))
    return found + [f"two landmarks {each}" for each in set(names) if names.count(each) > 1]


def make_rich_pages(index):
    """A page of each type with all that it can hold."""
    # Sections that are called the same could not be told apart, but that is for editors to see.
    body = [
        (
            kind,
            {**value, "heading": f"{number} {value['heading']}"} if "heading" in value else value,
        )
        for number, (kind, value) in enumerate(make_full_body(3))
    ]
    picture = factories.ImageFactory()
    treatment = factories.TreatmentFactory()
    source = factories.SourceFactory()
    benefits = factories.BenefitFactory.create_batch(3, sources=[source])
    conditions = [
        factories.IndicationFactory(treatment=treatment, sources=[source]).condition
        for _number in range(3)
    ]
    locations = factories.LocationIndexPageFactory(body=body)
    texts = {"introduction": "What we offer."}
    factories.TreatmentPageFactory(parent=index, hero_image=picture)
    return [
        index,
        factories.TreatmentPageFactory(
            parent=index, treatment=treatment, hero_image=picture, body=body, **texts
        ),
        factories.BenefitListPageFactory(
            parent=index, benefits=[("benefit", each) for each in benefits], body=body, **texts
        ),
        factories.ConditionListPageFactory(
            parent=index,
            treatment=treatment,
            conditions=[("condition", each) for each in conditions],
            body=body,
            **texts,
        ),
        locations,
        make_full_location(parent=locations, body=body),
        factories.EnquiryPageFactory(body=body, **texts),
    ]


def make_bare_pages(index):
    locations = factories.LocationIndexPageFactory()
    return [
        factories.TreatmentIndexPageFactory(),
        factories.TreatmentPageFactory(parent=index),
        factories.BenefitListPageFactory(parent=index),
        factories.ConditionListPageFactory(parent=index),
        locations,
        factories.LocationPageFactory(parent=locations),
        factories.EnquiryPageFactory(),
    ]


class DocumentTests(PageTestCase):
    QUERIES = ("", "?place=Nowhere", "?place=1&radius=x&day=x", "?new_patients=on")

    def check(self, pages):
        types = set(apps.get_app_config("ketamine_page_types").get_models())
        self.assertEqual({type(page) for page in pages}, types)
        for page in pages:
            for query in self.QUERIES if type(page) is LocationIndexPage else ("",):
                with self.subTest(page=type(page).__name__, query=query):
                    html = self.client.get(page.url + query).content.decode()
                    self.assertEqual(faults(html), [])

    def describe_all(self):
        self.describe(
            organisation_name="A clinic",
            main_phone="+16025550161",
            booking_url="https://book.example/",
            logo=factories.ImageFactory(),
        )
        self.word(crisis_heading="If you need help now")

    def test_pages_that_hold_everything(self):
        self.describe_all()
        self.check(make_rich_pages(self.index))

    def test_pages_that_hold_next_to_nothing(self):
        ClinicSettings.objects.all().delete()
        self.check(make_bare_pages(self.index))

    def test_pages_in_a_language_that_is_written_from_right_to_left(self):
        page = make_rich_pages(self.index)[1]
        with override_settings(LANGUAGES=[*settings.LANGUAGES, ("ar", "Arabic")]):
            html = self.get(page, accept_language="ar")
        self.assertIn('<html lang="ar" dir="rtl">', html)
        self.assertEqual(faults(html), [])


@pytest.mark.parametrize(
    ("markup", "fault"),
    [
        ("<h1>One</h1><h3>Three</h3>", "level 3 after level 1"),
        ("<h1>One</h1><h1>Two</h1>", "2 × h1"),
        ("<h2>Two</h2>", "the first heading is not the title"),
        ("<p id='a'></p><p id='a'></p>", "two of #a"),
        ("<img src='x'>", "alt missing"),
        ("<input name='x'>", "no name"),
        ("<a href='/'></a>", "no name"),
        ("<nav></nav>", "landmark without a name"),
        ("<a href='#gone'>x</a>", "no such id: gone"),
        ("<p tabindex='3'></p>", "jumps the queue"),
    ],
)
def test_a_fault_is_found(markup, fault):
    html = f"<html lang='en' dir='ltr'><body><main>{markup}</main></body></html>"
    assert any(fault in each for each in faults(html))
