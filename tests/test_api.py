"""The API (v2) of a site that publishes pages of the package."""

import json

from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Locale

from ketamine_pages.blocks.represent import represent_names
from tests.blocks.making import picks
from tests.factories import (
    BenefitFactory,
    BenefitListPageFactory,
    ConditionFactory,
    ConditionListPageFactory,
    GuidePageFactory,
    IndicationFactory,
    SafetyNoticeFactory,
    SourceFactory,
    TreatmentFactory,
    TreatmentPageFactory,
)
from tests.pages.making import FACTORIES, make_full_body
from tests.shown.world import translate


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
        page = BenefitListPageFactory(benefits=picks("benefit", [benefit]), tells_risks=True)
        [data] = self.get(page)["benefits"]
        self.assertEqual(data["title"], "Better sleep")
        self.assertEqual(data["caveat"], "For a week.")
        self.assertEqual(data["evidence_level"], "limited")
        self.assertEqual(data["sources"][0]["url"], "https://doi.org/10.1056/x")

    def test_what_may_not_stand_is_not_in_it(self):
        benefit = BenefitFactory(title="Better sleep")
        number = {
            "heading": "A trial",
            "outcome": "slept better",
            "numerator": 1,
            "denominator": 2,
            "comparison_numerator": 1,
            "comparison_denominator": 3,
            "sources": picks("source", [SourceFactory()]),
        }
        chosen = picks("benefit", [benefit])
        body = [("benefits", {"heading": "A", "benefits": chosen}), ("statistic", number)]
        for tells_risks in (True, False):
            pages = [
                TreatmentPageFactory(body=body, tells_risks=tells_risks),
                BenefitListPageFactory(
                    treatment=TreatmentFactory(), benefits=chosen, tells_risks=tells_risks
                ),
            ]
            for page, words in zip(
                pages, (("Better sleep", "slept better"), ["Better sleep"]), strict=True
            ):
                text = json.dumps(self.get(page))
                for word in words:
                    with self.subTest(page=page, tells_risks=tells_risks, word=word):
                        self.assertEqual(word in text, tells_risks)

    def test_a_treatment_page_says_what_the_regulator_says(self):
        page = TreatmentPageFactory(treatment__regulatory_status="compounded")
        self.assertIn("has not approved it", self.get(page)["treatment_data"]["disclosure"])
        page.treatment.unpublish()
        self.assertIsNone(self.get(page)["treatment_data"])

    def test_an_item_that_was_picked_twice_comes_once(self):
        benefit = BenefitFactory()
        page = BenefitListPageFactory(
            benefits=picks("benefit", [benefit, benefit]), tells_risks=True
        )
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


class ShownApiTests(TestCase):
    """What visitors are shown comes out of the API, whoever has picked it."""

    @classmethod
    def setUpTestData(cls):
        cls.treatment = TreatmentFactory(product=True)
        cls.boxed = SafetyNoticeFactory(
            title="Boxed", kind="boxed-warning", treatments=[cls.treatment]
        )
        cls.more = SafetyNoticeFactory(title="More")
        cls.source = SourceFactory(title="A trial")
        cls.indication = IndicationFactory(
            treatment=cls.treatment, statement="Fewer symptoms.", sources=[cls.source]
        )

    def get(self, page):
        return self.client.get(get_url(page)).json()

    def get_value(self, kind, **value):
        page = TreatmentPageFactory(
            treatment=self.treatment, body=[(kind, {"heading": "A", **value})]
        )
        [child] = self.get(page)["body"]
        return child["value"]

    def test_a_safety_block_brings_the_notices_of_the_treatment(self):
        value = self.get_value("safety", notices=picks("notice", [self.more, self.boxed]))
        self.assertEqual([each["title"] for each in value["notices"]], ["Boxed", "More"])
        self.assertEqual(value["treatment"]["title"], self.treatment.name)

    def test_a_page_brings_the_notices_that_it_prints_by_itself(self):
        page = TreatmentPageFactory(treatment=self.treatment)
        self.assertEqual([each["title"] for each in self.get(page)["derived_notices"]], ["Boxed"])
        page = TreatmentPageFactory(treatment=self.treatment, body=[("safety", {"heading": "A"})])
        self.assertEqual(self.get(page)["derived_notices"], [])

    def test_a_reused_list_brings_its_entries(self):
        listing = BenefitListPageFactory(
            benefits=picks("benefit", [BenefitFactory(title="Sleep", sources=[self.source])])
        )
        value = self.get_value("benefits", benefits=[], list_page=listing)
        self.assertEqual(value["list_page"], listing.pk)
        [benefit] = value["benefits"]
        self.assertEqual((benefit["title"], benefit["sources"][0]["title"]), ("Sleep", "A trial"))

    def test_conditions_bring_what_is_known_for_them(self):
        chosen = picks("condition", [self.indication.condition])
        other = ConditionListPageFactory(conditions=chosen, treatment=self.treatment)
        for data in (self.get_value("conditions", conditions=chosen), self.get(other)):
            [entry] = data["entries"]
            self.assertEqual(entry["condition"]["title"], self.indication.condition.name)
            self.assertEqual(entry["indication"]["statement"], "Fewer symptoms.")
            self.assertIn("FDA", entry["indication"]["disclosure"])
            self.assertEqual(data["conditions"], [entry["condition"]])

    def test_a_page_gets_what_is_translated_in_its_language(self):
        spanish = Locale.objects.create(language_code="es")
        notice = translate(self.boxed, spanish)
        translated = translate(self.treatment, spanish)
        page = TreatmentPageFactory(
            treatment=self.treatment, locale=spanish, body=[("safety", {"heading": "A"})]
        )
        data = self.get(page)
        self.assertEqual([each["id"] for each in data["body"][0]["value"]["notices"]], [notice.pk])
        self.assertEqual(data["treatment_data"]["id"], translated.pk)

    def test_what_a_nested_block_brings(self):
        safety = {"type": "safety", "value": {"heading": "A", "treatment": self.treatment.pk}}
        columns = {"type": "columns", "value": {"columns": [[safety]]}}
        page = GuidePageFactory(body=json.dumps([columns]))
        [column] = self.get(page)["body"][0]["value"]["columns"]
        self.assertEqual([each["title"] for each in column[0]["value"]["notices"]], ["Boxed"])

    def test_what_is_no_value_is_left_out(self):
        self.assertEqual(
            represent_names({"page": object(), "count": 2}), {"page": None, "count": 2}
        )


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
            BenefitListPageFactory(
                benefits=picks("benefit", [self.benefit, None]), tells_risks=True
            )
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
        benefit = BenefitFactory(title="Published", sources=[self.source, SourceFactory()])
        page = BenefitListPageFactory(benefits=picks("benefit", [benefit]), tells_risks=True)
        self.assert_nothing_leaks(page)
        self.assertContains(self.client.get(page.url), "Published")

    def test_unpublished_changes_of_published_items(self):
        benefit = BenefitFactory(title="Published")
        benefit.title = self.SECRET
        benefit.save_revision()
        page = BenefitListPageFactory(benefits=picks("benefit", [benefit]), tells_risks=True)
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
            ],
            tells_risks=True,
        )
        self.assert_nothing_leaks(page)
        data = self.client.get(get_url(page)).json()
        self.assertNotIn("secret", json.dumps(data))
        # Visitors get nothing of it.
        self.assertEqual(data["body"][0]["value"], {})
