"""What a page costs the database."""

from unittest import mock

from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.test import TestCase, override_settings
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale, Site

from ketamine_pages.models import Treatment
from tests.blocks.making import picks
from tests.factories import (
    BenefitFactory,
    BenefitListPageFactory,
    ConditionFactory,
    ConditionListPageFactory,
    ImageFactory,
    IndicationFactory,
    LocationIndexPageFactory,
    LocationPageFactory,
    SafetyNoticeFactory,
    SourceFactory,
    TreatmentFactory,
    TreatmentIndexPageFactory,
    TreatmentPageFactory,
)
from tests.locations.making import make_locations
from tests.pages.making import make_full_body

FEW, MANY = 1, 50


@override_settings(KETAMINE_PAGES={"PAGE_CACHE_SECONDS": 0})
class QueryTests(TestCase):
    """No page costs more queries when what it lists grows, even where nothing is cached."""

    @classmethod
    def setUpTestData(cls):
        cls.section = TreatmentIndexPageFactory()
        cls.image = ImageFactory()

    def count(self, page):
        """How many queries ``page`` takes beyond those of an empty page at its place."""
        with mock.patch.object(type(page), "serve", return_value=HttpResponse()):
            floor = self._count(page.url)
        return self._count(page.url) - floor

    def _count(self, url):
        # The first visit makes the pictures; content types and sites are asked for once.
        self.client.get(url)
        cache.clear()
        Site.get_site_root_paths()
        with CaptureQueriesContext(connection) as queries:
            response = self.client.get(url)
        self.assertEqual(response.status_code, 200)
        return len(queries)

    def assert_flat(self, make, most):
        """What ``make`` makes takes at most ``most`` queries and as many with few as with many."""
        counts = {number: self.count(make(number)) for number in (FEW, MANY)}
        self.assertEqual(counts[FEW], counts[MANY])
        self.assertLessEqual(counts[MANY], most)

    def make_conditions(self, treatment, number):
        sources = SourceFactory.create_batch(2)
        conditions = [
            ConditionFactory(image=self.image, detail_page=self.section) for _ in range(number)
        ]
        for condition in conditions:
            IndicationFactory(treatment=treatment, condition=condition, sources=sources)
        return conditions

    def test_a_treatment_page_with_blocks_of_every_type(self):
        # The goal of the design: 16.
        self.assert_flat(
            lambda number: TreatmentPageFactory(parent=self.section, body=make_full_body(number)),
            most=16,
        )

    def test_a_treatment_page_with_few_or_many_blocks(self):
        cited = SourceFactory.create_batch(2)
        benefits = BenefitFactory.create_batch(2, sources=cited)
        treatment = TreatmentFactory()
        conditions = self.make_conditions(treatment, 2)
        SafetyNoticeFactory(treatments=[treatment], sources=cited)
        notices = SafetyNoticeFactory.create_batch(2, sources=cited)
        link = f'<p><a linktype="page" id="{self.section.pk}">Treatments</a></p>'
        blocks = [
            ("section", {"heading": "A", "text": link, "sources": picks("source", cited)}),
            ("benefits", {"heading": "B", "benefits": picks("benefit", benefits)}),
            ("conditions", {"heading": "C", "conditions": picks("condition", conditions)}),
            ("safety", {"heading": "D", "notices": picks("notice", notices)}),
            ("steps", {"heading": "E", "steps": [{"title": "One", "text": "Two."}]}),
        ]
        pages = [
            TreatmentPageFactory(parent=self.section, treatment=treatment, body=blocks * times)
            for times in (1, 8)
        ]
        counts = [self.count(page) for page in pages]
        self.assertEqual(*counts)
        self.assertLessEqual(counts[0], 17)

    def test_blocks_whose_items_are_translated(self):
        spanish = Locale.objects.create(language_code="es")
        treatment = TreatmentFactory()
        benefits = BenefitFactory.create_batch(2, sources=SourceFactory.create_batch(2))
        for benefit in benefits:
            translation = benefit.copy_for_translation(spanish)
            translation.live = True
            translation.save()
        Treatment.objects.update(locale=spanish)
        block = ("benefits", {"heading": "B", "benefits": picks("benefit", benefits)})
        pages = [
            TreatmentPageFactory(
                parent=self.section,
                treatment=treatment,
                locale=spanish,
                body=[block] * times,
                tells_risks=True,
            )
            for times in (1, 8)
        ]
        self.assertEqual(*[self.count(page) for page in pages])

    def test_a_benefit_list(self):
        sources = SourceFactory.create_batch(2)
        self.assert_flat(
            lambda number: BenefitListPageFactory(
                parent=self.section,
                benefits=picks("benefit", BenefitFactory.create_batch(number, sources=sources)),
                tells_risks=True,
            ),
            # Five of them for its treatment and the risks.
            most=10,
        )

    def test_a_condition_list(self):
        def make(number):
            treatment = TreatmentFactory()
            return ConditionListPageFactory(
                parent=self.section,
                treatment=treatment,
                tells_risks=True,
                conditions=picks("condition", self.make_conditions(treatment, number)),
            )

        self.assert_flat(make, most=10)

    def test_a_treatment_section(self):
        def make(number):
            section = TreatmentIndexPageFactory()
            for _ in range(number):
                page = TreatmentPageFactory(parent=section, hero_image=self.image)
                SafetyNoticeFactory(treatments=[page.treatment])
                BenefitListPageFactory(parent=section)
            return section

        # Four of them for the main risks on the cards.
        self.assert_flat(make, most=13)

    def test_a_location(self):
        def make(number):
            treatments = TreatmentFactory.create_batch(number)
            for treatment in treatments:
                TreatmentPageFactory(parent=self.section, treatment=treatment)
            index = LocationIndexPageFactory()
            return LocationPageFactory(parent=index, treatments=treatments, image=self.image)

        # Two of them for pictures that the head and structured data name, where no cache has them.
        self.assert_flat(make, most=12)

    def test_a_locations_page(self):
        def make(number):
            index = LocationIndexPageFactory()
            make_locations(number, parent=index, languages=("en",), image=self.image)
            return index

        # One of them for the version of all content, under which cards are kept.
        self.assert_flat(make, most=8)
