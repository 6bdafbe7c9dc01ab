"""The API (v2) of a site that publishes pages of the package."""

import json

from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.blocks.making import picks
from tests.factories import (
    BenefitFactory,
    BenefitListPageFactory,
    ConditionFactory,
    ConditionListPageFactory,
    SafetyNoticeFactory,
    SourceFactory,
    TreatmentFactory,
    TreatmentPageFactory,
)
from tests.pages.making import FACTORIES, make_full_body


def get_url(page):
    return reverse("wagtailapi:pages:detail", args=[page.pk])


class PageApiTests(TestCase):
    def get(self, page):
        response = self.client.get(get_url(page))
        self.assertEqual(response.status_code, 200)
        return response.json()

    def test_every_page_type_has_its_heading_introduction_and_body(self):
        for factory in FACTORIES.values():
            page = factory(heading="A heading", introduction="An introduction.")
            with self.subTest(type=type(page).__name__):
                data = self.get(page)
                self.assertEqual(data["display_heading"], "A heading")
                self.assertEqual(data["introduction"], "An introduction.")
                self.assertEqual(data["body"], [])
                self.assertEqual(data["meta"]["type"], page._meta.label)

    def test_a_body_with_every_block_is_represented(self):
        page = TreatmentPageFactory(body=make_full_body(2))
        data = self.get(page)
        self.assertEqual(
            [child["type"] for child in data["body"]],
            [child.block_type for child in page.body],
        )

    def test_a_list_holds_what_visitors_see_of_each_item(self):
        source = SourceFactory(doi="10.1056/x")
        benefit = BenefitFactory(title="Better sleep", caveat="For a week.", sources=[source])
        page = BenefitListPageFactory(benefits=picks("benefit", [benefit]))
        [data] = self.get(page)["benefits"]
        self.assertEqual(data["title"], "Better sleep")
        self.assertEqual(data["caveat"], "For a week.")
        self.assertEqual(data["evidence_level"], "limited")
        self.assertEqual(data["sources"][0]["url"], "https://doi.org/10.1056/x")

    def test_a_treatment_page_says_what_the_regulator_says(self):
        page = TreatmentPageFactory(treatment__regulatory_status="compounded")
        self.assertIn("has not approved it", self.get(page)["treatment_data"]["disclosure"])
        page.treatment.unpublish()
        self.assertIsNone(self.get(page)["treatment_data"])

    def test_an_item_that_was_picked_twice_comes_once(self):
        benefit = BenefitFactory()
        page = BenefitListPageFactory(benefits=picks("benefit", [benefit, benefit]))
        self.assertEqual(len(self.get(page)["benefits"]), 1)

    def test_the_number_of_queries_does_not_grow(self):
        self.get(TreatmentPageFactory())  # Content types and the like are asked for once.
        counts = []
        for number in (2, 6):
            page = TreatmentPageFactory(body=make_full_body(number))
            with CaptureQueriesContext(connection) as queries:
                self.get(page)
            counts.append(len(queries))
        self.assertEqual(*counts)


class NoDraftLeaksTests(TestCase):
    """Nothing of an unpublished item reaches an API client or a visitor."""

    SECRET = "Draft that nobody may read"

    @classmethod
    def setUpTestData(cls):
        secret = cls.SECRET
        cls.benefit = BenefitFactory(title=secret, text=secret, caveat=secret, draft=True)
        cls.condition = ConditionFactory(name=secret, summary=secret, draft=True)
        cls.notice = SafetyNoticeFactory(title=secret, text=f"<p>{secret}</p>", draft=True)
        cls.source = SourceFactory(title=secret, result=secret, draft=True)
        cls.treatment = TreatmentFactory(name=secret, summary=secret, draft=True)

    def assert_nothing_leaks(self, page):
        listing = f"{reverse('wagtailapi:pages:listing')}?type={page._meta.label}&fields=*"
        for url in (get_url(page), listing, page.url):
            response = self.client.get(url)
            self.assertEqual(response.status_code, 200)
            self.assertNotIn(self.SECRET, response.content.decode())

    def test_items_of_list_pages(self):
        self.assert_nothing_leaks(
            BenefitListPageFactory(benefits=picks("benefit", [self.benefit, None]))
        )
        self.assert_nothing_leaks(
            ConditionListPageFactory(
                conditions=picks("condition", [self.condition]), treatment=self.treatment
            )
        )

    def test_items_of_blocks(self):
        sources = picks("source", [self.source, None])
        body = [
            ("section", {"heading": "A", "text": "<p>B</p>", "sources": sources}),
            ("benefits", {"heading": "A", "benefits": picks("benefit", [self.benefit])}),
            (
                "conditions",
                {
                    "heading": "A",
                    "conditions": picks("condition", [self.condition]),
                    "treatment": self.treatment,
                },
            ),
            (
                "safety",
                {
                    "heading": "A",
                    "notices": picks("notice", [self.notice]),
                    "treatment": self.treatment,
                },
            ),
            ("at_a_glance", {"heading": "A", "treatment": self.treatment}),
        ]
        page = TreatmentPageFactory(body=body, treatment=self.treatment)
        self.assert_nothing_leaks(page)
        for child in self.client.get(get_url(page)).json()["body"]:
            self.assertNotIn(self.treatment.pk, [child["value"].get("treatment")])

    def test_sources_of_published_items(self):
        benefit = BenefitFactory(sources=[self.source])
        self.assert_nothing_leaks(BenefitListPageFactory(benefits=picks("benefit", [benefit])))

    def test_unpublished_changes_of_published_items(self):
        benefit = BenefitFactory(title="Published")
        benefit.title = self.SECRET
        benefit.save_revision()
        page = BenefitListPageFactory(benefits=picks("benefit", [benefit]))
        self.assert_nothing_leaks(page)
        self.assertEqual(self.client.get(get_url(page)).json()["benefits"][0]["title"], "Published")

    def test_lists_and_pages_that_are_not_published(self):
        list_page = BenefitListPageFactory(
            title=self.SECRET,
            slug="secret",
            live=False,
            benefits=picks("benefit", [BenefitFactory(title=self.SECRET)]),
        )
        link = {"text": "More", "page": list_page}
        page = TreatmentPageFactory(
            body=[
                ("benefits", {"heading": "A", "benefits": [], "list_page": list_page}),
                ("call_to_action", {"heading": "A", "links": [link]}),
            ]
        )
        self.assert_nothing_leaks(page)
        data = self.client.get(get_url(page)).json()
        self.assertNotIn("secret", json.dumps(data))
        self.assertIsNone(data["body"][0]["value"]["list_page"])
