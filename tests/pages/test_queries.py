"""What a page costs the database."""

from django.core.cache import cache
from django.db import connection
from django.test import TestCase, override_settings
from django.test.utils import CaptureQueriesContext

from tests.blocks.making import picks
from tests.factories import (
    BenefitFactory,
    BenefitListPageFactory,
    ConditionFactory,
    ConditionListPageFactory,
    ImageFactory,
    IndicationFactory,
    SourceFactory,
    TreatmentFactory,
    TreatmentIndexPageFactory,
    TreatmentPageFactory,
)
from tests.pages.making import make_full_body


@override_settings(KETAMINE_PAGES={"PAGE_CACHE_SECONDS": 0})
class QueryTests(TestCase):
    """No page costs more queries when what it lists grows, even where nothing is cached."""

    @classmethod
    def setUpTestData(cls):
        cls.section = TreatmentIndexPageFactory()

    def count(self, page):
        # The first visit makes the pictures; content types and sites are asked for once.
        self.client.get(page.url)
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            response = self.client.get(page.url)
        self.assertEqual(response.status_code, 200)
        return len(queries)

    def make_condition(self, treatment, sources):
        condition = ConditionFactory(image=ImageFactory(), detail_page=self.section)
        IndicationFactory(treatment=treatment, condition=condition, sources=sources)
        return condition

    def test_a_page_with_twenty_blocks(self):
        counts = {
            number: self.count(
                TreatmentPageFactory(parent=self.section, body=make_full_body(number))
            )
            for number in (1, 30)
        }
        self.assertEqual(counts[1], counts[30])
        # One of them asks who has reviewed the page.
        self.assertLessEqual(counts[30], 41)

    def test_a_benefit_list(self):
        counts = []
        for number in (2, 30):
            sources = SourceFactory.create_batch(2)
            benefits = BenefitFactory.create_batch(number, sources=sources)
            page = BenefitListPageFactory(parent=self.section, benefits=picks("benefit", benefits))
            counts.append(self.count(page))
        self.assertEqual(*counts)

    def test_a_condition_list(self):
        counts = []
        for number in (2, 5):
            sources, treatment = SourceFactory.create_batch(number), TreatmentFactory()
            conditions = [self.make_condition(treatment, sources) for _ in range(number)]
            page = ConditionListPageFactory(
                parent=self.section,
                treatment=treatment,
                conditions=picks("condition", conditions),
            )
            counts.append(self.count(page))
        self.assertEqual(*counts)

    def test_a_treatment_section(self):
        counts = []
        for number in (2, 5):
            section = TreatmentIndexPageFactory()
            for image in ImageFactory.create_batch(number):
                TreatmentPageFactory(parent=section, hero_image=image)
                BenefitListPageFactory(parent=section)
            counts.append(self.count(section))
        self.assertEqual(*counts)
