"""Choosers on a page about a treatment list what is about that treatment first."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale

from ketamine_pages import models
from ketamine_pages.blocks import BodyBlock
from ketamine_pages.blocks.widgets import TREATMENT_FIELD
from tests import factories
from tests.admin.site import EditorTestCase, chooser_url, texts
from tests.shown.world import translate


class PageTreatmentTests(EditorTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.treatment = factories.TreatmentFactory(name="Ketamine infusion")
        cls.other = factories.TreatmentFactory(name="Spravato", short_name="Esketamine")
        # In the order of the list, the other one comes first.
        factories.BenefitFactory(title="A of another", treatment=cls.other)
        factories.BenefitFactory(title="B of this", treatment=cls.treatment)
        factories.BenefitFactory(title="C of none")
        factories.SafetyNoticeFactory(title="A of another", treatments=[cls.other])
        factories.SafetyNoticeFactory(title="B of this", treatments=[cls.other, cls.treatment])
        factories.SafetyNoticeFactory(title="C of none")
        conditions = [factories.ConditionFactory(name=name) for name in ("One", "Two")]
        for treatment, condition in zip((cls.other, cls.treatment), conditions, strict=True):
            factories.IndicationFactory(treatment=treatment, condition=condition)

    def rows(self, model, **query):
        response = self.client.get(chooser_url(model, "choose_results"), query)
        self.assertEqual(response.status_code, 200)
        return texts(response)

    def titles(self, model, **query):
        return [row[0] for row in self.rows(model, **query)]

    def test_the_treatment_of_the_page_and_none_come_at_once_others_behind_a_click(self):
        for model in (models.Benefit, models.SafetyNotice):
            with self.subTest(model=model.__name__):
                own = ["B of this", "C of none"]
                self.assertEqual(self.titles(model, treatment=self.treatment.pk), own)
                everything = [*own, "A of another"]
                found = self.titles(model, treatment=self.treatment.pk, others="on")
                self.assertEqual(found, everything)
        [indication] = self.titles(models.Indication, treatment=self.treatment.pk)
        self.assertIn("Two", indication)
        self.assertEqual(
            len(self.titles(models.Indication, treatment=self.treatment.pk, others="on")), 2
        )

    def test_those_of_others_are_marked(self):
        for model in (models.Benefit, models.SafetyNotice):
            with self.subTest(model=model.__name__):
                rows = self.rows(model, treatment=self.treatment.pk, others="on")
                marks = {row[0]: row[2] for row in rows}
                self.assertEqual(marks["A of another"], "other treatment: Esketamine")
                self.assertIn("Ketamine infusion", marks["B of this"])
                self.assertNotIn("other treatment", marks["B of this"])
                self.assertEqual(marks["C of none"], "")

    def test_without_a_treatment_the_list_is_as_it_was(self):
        for query in ({}, {"treatment": ""}, {"treatment": "x"}, {"treatment": "9" * 40}):
            with self.subTest(query=query):
                found = self.titles(models.Benefit, **query)
                self.assertEqual(found, ["A of another", "B of this", "C of none"])
                self.assertNotIn("other treatment", str(self.rows(models.Benefit, **query)))

    def test_what_is_about_no_treatment_ignores_it(self):
        source = factories.SourceFactory(title="Trial")
        everything = self.titles(models.Source)
        self.assertIn(source.title, everything)
        self.assertEqual(self.titles(models.Source, treatment=self.treatment.pk), everything)

    def test_a_search_finds_others_behind_the_same_click(self):
        query = {"treatment": self.treatment.pk, "q": "another"}
        self.assertEqual(self.titles(models.Benefit, **query), [])
        self.assertEqual(self.titles(models.Benefit, **query, others="on"), ["A of another"])

    def test_a_translation_of_the_treatment_is_the_same_treatment(self):
        spanish = translate(self.treatment, Locale.objects.create(language_code="es"))
        self.assertEqual(
            self.titles(models.Benefit, treatment=spanish.pk), ["B of this", "C of none"]
        )

    def test_the_window_offers_the_click_and_hands_the_treatment_on(self):
        address = chooser_url(models.Benefit, "choose")
        html = self.client.get(address, {"treatment": self.treatment.pk}).json()["html"]
        self.assertIn("Those of other treatments as well", html)
        self.assertIn(f"treatment={self.treatment.pk}", html)
        soup = self.get_soup(html)
        chosen = soup.select_one("[name=new-benefit-treatment] option[selected]")
        self.assertEqual(chosen["value"], str(self.treatment.pk))
        plain = self.client.get(address).json()["html"]
        self.assertNotIn("Those of other treatments as well", plain)

    def test_the_number_of_queries_does_not_grow(self):
        counts = []
        self.rows(models.SafetyNotice, treatment=self.treatment.pk, others="on")
        for _time in range(2):
            factories.SafetyNoticeFactory.create_batch(4, treatments=[self.other])
            with CaptureQueriesContext(connection) as queries:
                self.rows(models.SafetyNotice, treatment=self.treatment.pk, others="on")
            counts.append(len(queries))
        self.assertEqual(*counts)


@pytest.mark.parametrize(("name", "child"), [("benefits", "benefits"), ("safety", "notices")])
def test_the_widget_of_a_block_says_where_the_treatment_stands(name, child):
    [chooser] = BodyBlock().child_blocks[name].child_blocks[child].child_blocks.values()
    options = chooser.widget.base_js_init_options
    assert json.loads(json.dumps(options))["linkedFields"] == {"treatment": TREATMENT_FIELD}
