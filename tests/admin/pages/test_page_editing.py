"""Composing pages: what an editor is offered, and what happens to unfinished work."""

import re

from django.urls import reverse
from wagtail.models import Site
from wagtail.test.utils import WagtailPageTestCase
from wagtail.test.utils.form_data import (
    inline_formset,
    nested_form_data,
    streamfield,
)

from ketamine_pages.page_types.models import (
    BenefitListPage,
    ConditionListPage,
    TreatmentIndexPage,
    TreatmentPage,
)
from tests import factories
from tests.admin.site import EditorTestCase

# What the rich text editor posts while nothing is written in it.
EMPTY_TEXT = "null"
OUTLINE = [
    "section",
    "conditions",
    "steps",
    "benefits",
    "safety",
    "questions",
    "call_to_action",
]


class PageEditingTestCase(EditorTestCase, WagtailPageTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.section = factories.TreatmentIndexPageFactory()
        cls.treatment = factories.TreatmentFactory()

    def add_address(self, model, parent=None):
        return reverse(
            "wagtailadmin_pages:add",
            args=["ketamine_page_types", model._meta.model_name, (parent or self.section).pk],
        )


class AddChildTests(PageEditingTestCase):
    def offered(self, parent):
        """The package's page types that the "add child page" screen offers, with their text."""
        response = self.client.get(reverse("wagtailadmin_pages:add_subpage", args=[parent.pk]))
        if response.status_code == 302:
            # With one type to choose from, Wagtail goes on to its form.
            return {response.url.split("/")[-3]: ""}
        offered = {}
        for link in self.get_soup(response.content).select("main a[href*='/pages/add/']"):
            app, model = link["href"].split("/")[4:6]
            if app == "ketamine_page_types":
                offered[model] = " ".join(link.get_text(" ", strip=True).split())
        return offered

    def test_a_section_offers_its_pages_each_with_a_description(self):
        offered = self.offered(self.section)
        self.assertEqual(set(offered), {"treatmentpage", "benefitlistpage", "conditionlistpage"})
        for model in (TreatmentPage, BenefitListPage, ConditionListPage):
            text = offered[model._meta.model_name]
            self.assertIn(str(model.page_description), text)

    def test_lists_have_no_place_outside_a_section(self):
        root = Site.objects.get().root_page
        self.assertEqual(
            set(self.offered(root)), {"treatmentindexpage", "locationindexpage", "enquirypage"}
        )

    def test_a_condition_list_takes_treatment_pages(self):
        conditions = factories.ConditionListPageFactory(parent=self.section)
        self.assertEqual(set(self.offered(conditions)), {"treatmentpage"})

    def test_the_tree_has_rules(self):
        self.assertAllowedParentPageTypes(BenefitListPage, {TreatmentIndexPage})
        self.assertAllowedParentPageTypes(ConditionListPage, {TreatmentIndexPage})
        self.assertAllowedParentPageTypes(TreatmentPage, {TreatmentIndexPage, ConditionListPage})
        self.assertAllowedSubpageTypes(BenefitListPage, set())
        self.assertAllowedSubpageTypes(TreatmentPage, set())


class OutlineTests(PageEditingTestCase):
    def blocks(self, response):
        """The form state of the body in a create or edit view."""
        data = response.context["form"]["body"].value()
        return [block.block_type for block in data]

    def form_data(self, **changes):
        """What a browser posts for the untouched form of a new treatment page."""
        outline = [
            (block["type"], self.empty(block["type"], block["value"]["heading"]))
            for block in TreatmentPage().get_outline()
        ]
        return nested_form_data(
            {
                "title": "About ketamine",
                "slug": "about-ketamine",
                "treatment": "",
                "heading": "",
                "introduction": "",
                "body": streamfield(outline),
                "comments": inline_formset([]),
                **changes,
            }
        )

    def empty(self, kind, heading):
        no_picks = streamfield([])
        return {
            "heading": heading,
            **{
                "section": {"text": EMPTY_TEXT, "sources": no_picks},
                "conditions": {"introduction": "", "conditions": no_picks, "list_page": ""},
                "steps": {
                    "introduction": "",
                    "steps": streamfield([("", {"title": "", "text": ""})]),
                    "sources": no_picks,
                },
                "benefits": {"introduction": "", "benefits": no_picks, "list_page": ""},
                "safety": {"introduction": "", "treatment": "", "notices": no_picks},
                "questions": {
                    "questions": streamfield([("", {"question": "", "answer": EMPTY_TEXT})]),
                    "sources": no_picks,
                },
                "call_to_action": {
                    "text": "",
                    "links": streamfield(
                        [("", {"text": "", "page": "", "url": "", "phone": "", "email": ""})]
                    ),
                },
            }[kind],
        }

    def test_a_new_treatment_page_starts_with_the_outline(self):
        response = self.client.get(self.add_address(TreatmentPage))
        self.assertEqual(self.blocks(response), OUTLINE)

    def test_a_new_benefit_list_has_safety_beside_it(self):
        response = self.client.get(self.add_address(BenefitListPage))
        self.assertEqual(self.blocks(response), ["safety"])

    def test_pages_made_by_code_start_empty(self):
        page = factories.TreatmentPageFactory(parent=self.section)
        self.assertEqual(len(page.body), 0)

    def test_the_untouched_outline_is_saved_as_a_draft(self):
        response = self.client.post(self.add_address(TreatmentPage), self.form_data())
        page = TreatmentPage.objects.get(title="About ketamine")
        edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
        self.assertRedirects(response, edit)
        self.assertFalse(page.live)
        self.assertEqual(self.blocks(self.client.get(edit)), OUTLINE)

    def test_the_untouched_outline_cannot_be_published(self):
        data = {**self.form_data(), "action-publish": "1"}
        response = self.client.post(self.add_address(TreatmentPage), data)
        self.assertEqual(response.status_code, 200)
        self.assertFalse(TreatmentPage.objects.exists())
        form = response.context["form"]
        self.assertEqual(set(form.errors), {"treatment", "body"})
        errors = form.errors.as_data()["body"][0].block_errors
        # Everything but safety information, which the treatment brings.
        self.assertEqual(
            [OUTLINE[place] for place in errors], [k for k in OUTLINE if k != "safety"]
        )

    def test_a_refused_page_keeps_what_was_typed(self):
        data = {**self.form_data(introduction="Typed with care."), "action-publish": "1"}
        response = self.client.post(self.add_address(TreatmentPage), data)
        self.assertContains(response, "Typed with care.")
        self.assertEqual(self.blocks(response), OUTLINE)

    def test_messages_stand_at_the_picks(self):
        data = {**self.form_data(), "action-publish": "1"}
        response = self.client.post(self.add_address(TreatmentPage), data)
        self.assertContains(response, "Pick at least one item, or choose a list page to reuse.")

    def test_blocks_are_grouped_and_described(self):
        html = self.client.get(self.add_address(TreatmentPage)).content.decode()
        for text in ("Lists", "Evidence", "Action", "What may get better, each with its evidence"):
            with self.subTest(text=text):
                self.assertIn(text, html)
        self.assertGreaterEqual(len(re.findall('isPreviewable(?:&quot;|"): true', html)), 15)
