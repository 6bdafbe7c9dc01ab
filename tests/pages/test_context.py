"""What a page knows when it is printed."""

from django.test import RequestFactory, TestCase
from wagtail.models import Locale, PageViewRestriction, Site

from ketamine_pages.models import ClinicSettings
from tests.blocks.making import picks
from tests.factories import (
    BenefitFactory,
    BenefitListPageFactory,
    ConditionFactory,
    ConditionListPageFactory,
    ImageFactory,
    IndicationFactory,
    PageFactory,
    TreatmentFactory,
    TreatmentIndexPageFactory,
    TreatmentPageFactory,
)
from tests.library.test_translation import translate


def get_context(page, host="testserver"):
    return page.get_context(RequestFactory().get("/", headers={"host": host}))


class HeadingTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        benefits = [*BenefitFactory.create_batch(2), BenefitFactory(draft=True), None]
        cls.page = BenefitListPageFactory(
            heading="{count} benefits",
            benefits=picks("benefit", [*benefits, benefits[0]]),
            tells_risks=True,
        )
        cls.clinic = ClinicSettings.for_site(Site.objects.get(is_default_site=True))

    def test_it_counts_what_visitors_see(self):
        self.assertEqual(self.page.display_heading, "2 benefits")
        self.assertEqual(get_context(self.page)["heading"], "2 benefits")

    def test_it_writes_small_counts_as_words_where_the_site_says_so(self):
        self.clinic.counts_in_words = True
        self.clinic.save()
        self.assertEqual(get_context(self.page)["heading"], "Two benefits")
        self.page.heading = "Our {count} benefits"
        self.assertEqual(get_context(self.page)["heading"], "Our two benefits")

    def test_it_writes_larger_counts_as_digits(self):
        benefits = BenefitFactory.create_batch(10)
        page = BenefitListPageFactory(
            heading="{count} benefits", benefits=picks("benefit", benefits), tells_risks=True
        )
        self.assertEqual(page.get_heading(counts_in_words=True), "10 benefits")

    def test_a_page_that_lists_nothing_prints_no_count(self):
        page = TreatmentPageFactory(heading="The {count} things to know")
        self.assertEqual(page.display_heading, "The things to know")

    def test_nothing_is_counted_for_a_heading_without_count(self):
        self.page.heading = "Benefits"
        with self.assertNumQueries(0):
            self.assertEqual(self.page.display_heading, "Benefits")

    def test_an_empty_list_counts_none(self):
        self.assertEqual(
            BenefitListPageFactory(heading="{count} benefits").display_heading, "0 benefits"
        )


class BreadcrumbTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.site = Site.objects.get(is_default_site=True)
        cls.section = TreatmentIndexPageFactory()
        cls.page = TreatmentPageFactory(parent=cls.section)

    def titles(self, page, host="testserver"):
        return [ancestor.title for ancestor in get_context(page, host)["breadcrumbs"]]

    def test_they_lead_from_the_front_page_to_the_parent(self):
        home = self.site.root_page.title
        self.assertEqual(self.titles(self.page), [home, self.section.title])
        self.assertEqual(self.titles(self.section), [home])

    def test_unpublished_ancestors_are_left_out(self):
        self.section.unpublish()
        self.assertEqual(self.titles(self.page), [self.site.root_page.title])

    def test_they_begin_at_the_front_page_of_the_site_that_is_visited(self):
        Site.objects.create(hostname="treatments.example", root_page=self.section)
        self.assertEqual(self.titles(self.page, "treatments.example"), [self.section.title])
        self.assertEqual(len(self.titles(self.page)), 2)

    def test_the_front_page_itself_has_none(self):
        Site.objects.create(hostname="treatments.example", root_page=self.section)
        self.assertEqual(self.titles(self.section, "treatments.example"), [])

    def test_a_page_outside_every_site_has_none(self):
        Site.objects.all().delete()
        self.assertEqual(self.titles(self.page), [])


class SocialImageTests(TestCase):
    def test_the_pages_own_image_comes_before_that_of_the_clinic(self):
        own, default = ImageFactory.create_batch(2)
        page = TreatmentPageFactory()
        self.assertFalse(get_context(page)["social_image"])
        clinic = ClinicSettings.for_site(Site.objects.get(is_default_site=True))
        clinic.default_social_image = default
        clinic.save()
        self.assertEqual(get_context(page)["social_image"], default)
        page.social_image = own
        self.assertEqual(get_context(page)["social_image"], own)


class TreatmentTests(TestCase):
    def test_a_page_has_its_treatment_unless_that_is_a_draft(self):
        page = TreatmentPageFactory()
        self.assertEqual(get_context(page)["treatment"], page.treatment)
        for treatment in (TreatmentFactory(draft=True), None):
            with self.subTest(treatment=treatment):
                page.treatment = treatment
                self.assertFalse(get_context(page)["treatment"])

    def test_a_spanish_page_has_the_spanish_treatment(self):
        spanish = Locale.objects.create(language_code="es")
        page = TreatmentPageFactory(locale=spanish)
        self.assertEqual(get_context(page)["treatment"], page.treatment)
        translation = translate(page.treatment, spanish)
        self.assertEqual(get_context(page)["treatment"], translation)


class ConditionListTests(TestCase):
    def test_conditions_come_with_what_is_known_about_the_treatment(self):
        indication, unknown = IndicationFactory(), ConditionFactory()
        page = ConditionListPageFactory(
            treatment=indication.treatment,
            tells_risks=True,
            conditions=picks("condition", [unknown, indication.condition, None]),
        )
        entries = get_context(page)["entries"]
        self.assertEqual(
            [(entry.condition, entry.indication) for entry in entries],
            [(unknown, None), (indication.condition, indication)],
        )
        self.assertEqual(page.get_count(), 2)


class ListedPagesTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.section = TreatmentIndexPageFactory()
        cls.pages = [
            factory(parent=cls.section)
            for factory in (TreatmentPageFactory, BenefitListPageFactory, TreatmentPageFactory)
        ]
        cls.pages.append(ConditionListPageFactory(parent=cls.section, treatment=TreatmentFactory()))

    def listed(self):
        return get_context(self.section)["pages"]

    def test_pages_below_are_listed_in_the_order_of_the_tree(self):
        self.assertEqual(self.listed(), self.pages)
        self.pages[2].move(self.pages[0], pos="left")
        self.assertEqual(self.listed()[0], self.pages[2])

    def test_drafts_and_private_pages_are_left_out(self):
        self.pages[0].unpublish()
        PageViewRestriction.objects.create(
            page=self.pages[1], restriction_type=PageViewRestriction.LOGIN
        )
        self.assertEqual(self.listed(), self.pages[2:])

    def test_pages_of_other_types_are_listed_too(self):
        page = PageFactory(parent=self.section)
        self.assertEqual([listed.pk for listed in self.listed()][-1], page.pk)

    def test_the_treatments_of_pages_of_several_types_come_at_once(self):
        pages = list(self.listed())
        with self.assertNumQueries(0):
            treatments = [page.treatment for page in pages if getattr(page, "treatment_id", None)]
        expected = [self.pages[0].treatment, self.pages[2].treatment, self.pages[3].treatment]
        self.assertEqual(treatments, expected)
