"""The page explorer below treatment sections, condition lists and locations."""

from datetime import date

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.admin.viewsets.pages import page_viewset_registry
from wagtail.models import Site

from ketamine_pages.admin.pages.explorer import explorer_viewsets
from ketamine_pages.page_types.models import ConditionListPage, TreatmentIndexPage, TreatmentPage
from tests import factories
from tests.admin.site import EditorTestCase, texts


class ExplorerTests(EditorTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.section = factories.TreatmentIndexPageFactory()
        cls.treatment = factories.TreatmentFactory(name="Ketamine infusion")

    def fill(self, number):
        for _place in range(number):
            factories.TreatmentPageFactory(parent=self.section)
            factories.BenefitListPageFactory(
                parent=self.section,
                benefits=[("benefit", item) for item in factories.BenefitFactory.create_batch(2)],
            )

    def explore(self, page):
        response = self.client.get(reverse("wagtailadmin_explore", args=[page.pk]))
        self.assertEqual(response.status_code, 200)
        return texts(response)

    def test_treatment_pages_show_their_treatment(self):
        factories.TreatmentPageFactory(parent=self.section, treatment=self.treatment)
        [row] = self.explore(self.section)
        self.assertEqual(
            row[2:5], ["Ketamine infusion", "Off-label: not FDA-approved for this use", ""]
        )
        self.assertIn("Treatment page", row)

    def test_lists_show_how_much_is_in_them(self):
        self.fill(1)
        rows = self.explore(self.section)
        self.assertEqual(sorted(row[4] for row in rows), ["", "2"])

    def test_pages_without_treatment_and_empty_lists_are_listed(self):
        factories.TreatmentPageFactory(parent=self.section)
        # As it is after the treatment was deleted.
        TreatmentPage.objects.update(treatment=None)
        factories.ConditionListPageFactory(parent=self.section)
        rows = self.explore(self.section)
        self.assertEqual(sorted((row[2], row[4]) for row in rows), [("", ""), ("", "0")])

    def test_locations_show_city_phone_and_notice(self):
        index = factories.LocationIndexPageFactory()
        factories.LocationPageFactory(
            parent=index, status_message="Closed for a week", status_until=date(2026, 12, 1)
        )
        [row] = self.explore(index)
        self.assertEqual(row[2:5], ["Phoenix", "(602) 555-0142", "Closed for a week"])

    def test_condition_lists_show_their_treatment_pages(self):
        conditions = factories.ConditionListPageFactory(parent=self.section)
        factories.TreatmentPageFactory(parent=conditions, treatment=self.treatment)
        [row] = self.explore(conditions)
        self.assertEqual(row[2], "Ketamine infusion")

    def test_other_pages_keep_wagtails_columns(self):
        root = Site.objects.get(is_default_site=True).root_page
        response = self.client.get(reverse("wagtailadmin_explore", args=[root.pk]))
        self.assertNotContains(response, "Regulatory status")

    def test_search_and_sorting_work(self):
        self.fill(2)
        address = reverse("wagtailadmin_explore", args=[self.section.pk])
        for query in ({"q": "benefits"}, {"ordering": "title"}, {"ordering": "ord"}):
            with self.subTest(query=query):
                self.assertEqual(self.client.get(address, query).status_code, 200)

    def test_the_flat_list_of_sections_lists_sections(self):
        address = reverse(
            "wagtailadmin_pages:type_use", args=["ketamine_page_types", "treatmentindexpage"]
        )
        self.fill(1)
        self.assertEqual(len(texts(self.client.get(address))), 1)

    def test_all_other_views_of_these_pages_work(self):
        conditions = factories.ConditionListPageFactory(parent=self.section)
        for page in (self.section, conditions):
            for view in ("edit", "add_subpage", "history", "usage", "copy", "move", "unpublish"):
                with self.subTest(page=page, view=view):
                    address = reverse(f"wagtailadmin_pages:{view}", args=[page.pk])
                    self.assertEqual(self.client.get(address, follow=True).status_code, 200)

    def test_the_number_of_queries_does_not_depend_on_the_number_of_pages(self):
        address = reverse("wagtailadmin_explore", args=[self.section.pk])
        self.fill(2)
        self.client.get(address)
        with CaptureQueriesContext(connection) as few:
            self.client.get(address)
        self.fill(6)
        with CaptureQueriesContext(connection) as many:
            self.client.get(address)
        self.assertEqual(len(many), len(few))


class RegistrationTests(EditorTestCase):
    def test_sections_and_condition_lists_have_a_listing_of_ours(self):
        for model in (TreatmentIndexPage, ConditionListPage):
            viewset = page_viewset_registry.get_by_parent_model(model)
            self.assertEqual(type(viewset).__name__, "SectionViewSet")

    def test_a_listing_of_the_site_is_left_alone(self):
        # All of them are registered by now, so there is nothing left to do.
        self.assertEqual(explorer_viewsets(), [])
        self.assertNotEqual(
            type(page_viewset_registry.get_by_parent_model(TreatmentPage)).__name__,
            "SectionViewSet",
        )
