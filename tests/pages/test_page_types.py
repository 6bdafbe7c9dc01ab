"""What pages an editor can make, and where."""

from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils import WagtailPageTestCase
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from example_site.home.models import HomePage
from ketamine_pages.gate.panel import ChecksPanel
from ketamine_pages.page_types.models import (
    BenefitListPage,
    ConditionListPage,
    EnquiryPage,
    LocationIndexPage,
    LocationPage,
    TreatmentIndexPage,
    TreatmentPage,
)
from tests.factories import TreatmentFactory, UserFactory
from tests.pages.making import FACTORIES
from tests.testapp.models import ProgrammePage

PACKAGE = {
    TreatmentIndexPage,
    TreatmentPage,
    BenefitListPage,
    ConditionListPage,
    LocationIndexPage,
    LocationPage,
    EnquiryPage,
}


def below(parent):
    """The package's own types that can be made below ``parent``."""
    return PACKAGE & set(parent.creatable_subpage_models())


class TreeTests(WagtailPageTestCase):
    def test_sections_can_be_made_anywhere(self):
        for parent in (HomePage, Page):
            with self.subTest(parent=parent.__name__):
                self.assertEqual(
                    below(parent), {TreatmentIndexPage, LocationIndexPage, EnquiryPage}
                )

    def test_a_locations_page_holds_locations(self):
        self.assertEqual(below(LocationIndexPage), {LocationPage})

    def test_a_section_holds_treatments_and_lists(self):
        self.assertEqual(
            below(TreatmentIndexPage), {TreatmentPage, BenefitListPage, ConditionListPage}
        )

    def test_a_condition_list_holds_treatments(self):
        self.assertEqual(below(ConditionListPage), {TreatmentPage})

    def test_treatments_benefit_lists_locations_and_forms_hold_no_pages(self):
        for model in (TreatmentPage, BenefitListPage, LocationPage, EnquiryPage):
            with self.subTest(model=model.__name__):
                self.assertAllowedSubpageTypes(model, [])

    def test_a_sites_own_treatment_pages_stand_beside_the_packages(self):
        self.assertCanCreateAt(TreatmentIndexPage, ProgrammePage)
        self.assertCanCreateAt(ConditionListPage, ProgrammePage)
        self.assertCanNotCreateAt(TreatmentPage, ProgrammePage)

    def test_the_screen_for_adding_a_page_says_what_each_type_is_for(self):
        self.client.force_login(UserFactory(admin=True))
        section = FACTORIES[TreatmentIndexPage]()
        url = reverse("wagtailadmin_pages:add_subpage", args=[section.pk])
        html = self.client.get(url).content.decode()
        for model in below(TreatmentIndexPage):
            with self.subTest(model=model.__name__):
                self.assertIn(str(model.get_page_description()), html)
                self.assertTrue(model.get_page_description().endswith("."))


class EveryPageTypeTests(WagtailPageTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.pages = [factory() for factory in FACTORIES.values()]

    def get_form_data(self, page):
        values = {
            "title": page.title,
            "slug": page.slug,
            "heading": "A heading",
            "introduction": "An introduction.",
            "treatment": str(TreatmentFactory().pk),
            "body": streamfield([]),
            "form_fields": streamfield([("email", {"label": "E-mail", "help_text": ""})]),
            "retention_days": "30",
            "consent_text": rich_text("<p>You may answer me.</p>"),
            "thank_you_text": rich_text(""),
            "benefits": streamfield([]),
            "conditions": streamfield([]),
            "action-publish": "",
        }
        fields = {field.name for field in page._meta.get_fields()} | {"action-publish"}
        return nested_form_data({name: values[name] for name in values if name in fields})

    def test_every_page_type_of_the_package_is_among_those_tested_here(self):
        self.assertEqual({type(page) for page in self.pages}, PACKAGE | {ProgrammePage})

    def test_a_page_can_be_visited(self):
        for page in self.pages:
            with self.subTest(type=type(page).__name__):
                self.assertPageIsRoutable(page)
                self.assertPageIsRenderable(page)

    def test_a_page_can_be_edited_and_previewed(self):
        for page in self.pages:
            with self.subTest(type=type(page).__name__):
                data = self.get_form_data(page)
                self.assertPageIsEditable(page, post_data=data)
                self.assertPageIsPreviewable(page, post_data=data)

    def test_a_page_is_printed_with_title_or_heading(self):
        for page in self.pages:
            with self.subTest(type=type(page).__name__):
                self.assertContains(self.client.get(page.url), f"<h1>{page.title}</h1>", html=True)
                page.heading = "Another heading"
                page.save()
                self.assertContains(
                    self.client.get(page.url), "<h1>Another heading</h1>", html=True
                )

    def test_panels_of_the_base_page_come_before_those_of_the_type(self):
        for model in FACTORIES:
            with self.subTest(model=model.__name__):
                base = len(Page.content_panels)
                self.assertEqual(model.content_panels[:base], Page.content_panels)
                checks, *own = model.content_panels[base:]
                self.assertIsInstance(checks, ChecksPanel)
                self.assertEqual(own, model.page_panels)
                self.assertEqual(
                    model.promote_panels[: len(Page.promote_panels)], Page.promote_panels
                )

    def test_script_in_any_text_is_printed_and_not_run(self):
        evil = "<script>alert(1)</script>"
        for page in self.pages:
            for name in ("title", "seo_title", "search_description", "heading", "introduction"):
                setattr(page, name, evil)
            page.save()
            with self.subTest(type=type(page).__name__):
                response = self.client.get(page.url)
                self.assertContains(response, "&lt;script&gt;alert(1)&lt;/script&gt;")
                self.assertNotContains(response, evil)
