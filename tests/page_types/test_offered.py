"""The setting that names the page types which editors may create."""

import pytest
from django.core.checks import run_checks
from django.test import override_settings
from django.urls import reverse
from wagtail.models import Page, Site
from wagtail.test.utils import WagtailPageTestCase
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from ketamine_pages.page_types.checks import check_page_types
from ketamine_pages.page_types.models import BenefitListPage, LocationPage, TreatmentPage
from tests import factories
from tests.testapp.models import ProgrammePage

SECTIONS_AND_TREATMENTS = override_settings(
    KETAMINE_PAGES={"PAGE_TYPES": ["TreatmentIndexPage", "TreatmentPage"], "PUBLISH_GATE": "off"}
)


@SECTIONS_AND_TREATMENTS
class OfferedTests(WagtailPageTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.root = Site.objects.get(is_default_site=True).root_page
        cls.section = factories.TreatmentIndexPageFactory(title="Treatments")
        cls.benefits = factories.BenefitListPageFactory(parent=cls.section, title="Benefits")
        cls.admin = factories.UserFactory(admin=True)

    def setUp(self):
        super().setUp()
        self.client.force_login(self.admin)

    def offered(self, parent):
        """The package's own types on the screen for adding a page."""
        response = self.client.get(reverse("wagtailadmin_pages:add_subpage", args=[parent.pk]))
        links = self.get_soup(response.content).select("main a[href*='/pages/add/']")
        paths = [link["href"].split("/")[4:6] for link in links]
        return {model for app, model in paths if app == "ketamine_page_types"}

    def create_view(self, model):
        arguments = ["ketamine_page_types", model._meta.model_name, self.section.pk]
        return self.client.get(reverse("wagtailadmin_pages:add", args=arguments))

    def test_the_menu_offers_those_that_are_named_and_no_other(self):
        self.assertEqual(self.offered(self.root), {"treatmentindexpage"})
        self.assertEqual(self.offered(self.section), {"treatmentpage"})

    def test_a_sites_own_page_type_of_the_mixins_is_offered_all_the_same(self):
        self.assertIn(ProgrammePage, type(self.section).creatable_subpage_models())
        self.assertTrue(ProgrammePage.can_create_at(self.section))

    def test_the_create_view_answers_for_those_that_are_named(self):
        self.assertEqual(self.create_view(TreatmentPage).status_code, 200)

    def test_the_create_view_refuses_another_even_to_a_superuser(self):
        response = self.create_view(BenefitListPage)
        # Wagtail's answer to whoever may not: back to the start, with a message.
        self.assertRedirects(response, reverse("wagtailadmin_home"))

    def test_a_parent_of_which_nothing_can_be_made_has_no_button_for_it(self):
        index = factories.LocationIndexPageFactory()
        self.assertFalse(index.permissions_for_user(self.admin).can_add_subpage())

    def test_a_page_left_out_stays_live_and_can_be_edited_and_published(self):
        data = nested_form_data(
            {
                "title": "Changed benefits",
                "slug": self.benefits.slug,
                "heading": "",
                "introduction": "",
                "benefits": streamfield([("benefit", str(factories.BenefitFactory().pk))]),
                "body": streamfield([]),
                "comments": inline_formset([]),
                "action-publish": "1",
            }
        )
        self.assertContains(self.client.get(self.benefits.url), "<h1>Benefits</h1>", html=True)
        self.client.post(reverse("wagtailadmin_pages:edit", args=[self.benefits.pk]), data)
        response = self.client.get(self.benefits.url)
        self.assertContains(response, "<h1>Changed benefits</h1>", html=True)

    def test_a_page_left_out_can_be_moved_but_not_copied(self):
        other = factories.TreatmentIndexPageFactory()
        permissions = self.benefits.permissions_for_user(self.admin)
        self.assertTrue(permissions.can_move_to(Page.objects.get(pk=other.pk)))
        self.assertFalse(permissions.can_copy_to(Page.objects.get(pk=other.pk)))

    def test_code_may_still_make_what_editors_may_not(self):
        page = factories.LocationPageFactory(parent=factories.LocationIndexPageFactory())
        self.assertEqual(LocationPage.objects.get(), page)


@pytest.mark.parametrize(
    ("names", "offered"), [(None, True), ([], False), (["TreatmentPage"], True)], ids=str
)
def test_the_setting_is_read_anew_each_time(names, offered):
    with override_settings(KETAMINE_PAGES={"PAGE_TYPES": names}):
        assert TreatmentPage.is_creatable is offered
    assert TreatmentPage.is_creatable is True


@pytest.mark.parametrize(
    "value",
    ["TreatmentPage", ["ProgrammePage"], ["ketamine_page_types.TreatmentPage"], [TreatmentPage], 7],
    ids=str,
)
def test_e008_what_is_named_is_no_page_type_of_the_package(value):
    with override_settings(KETAMINE_PAGES={"PAGE_TYPES": value}):
        [message] = check_page_types()
    assert message.id == "ketamine_pages.E008"
    assert repr(value) in message.msg
    assert "LocationIndexPage, LocationPage" in message.hint


@pytest.mark.parametrize("value", [None, [], ("TreatmentPage",), ["EnquiryPage", "TreatmentPage"]])
def test_usable_lists_pass(value):
    with override_settings(KETAMINE_PAGES={"PAGE_TYPES": value}):
        assert check_page_types() == []


@override_settings(KETAMINE_PAGES=["PAGE_TYPES"])
def test_settings_that_are_no_dictionary_are_for_another_check():
    assert check_page_types() == []


@override_settings(KETAMINE_PAGES={"PAGE_TYPES": ["Treatments"]})
def test_the_check_runs_with_all_others():
    assert "ketamine_pages.E008" in [message.id for message in run_checks()]
