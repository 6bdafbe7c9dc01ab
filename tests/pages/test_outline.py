"""The sections that a new page starts with."""

from django.test import TestCase
from django.urls import reverse
from wagtail.signals import init_new_page
from wagtail.test.utils import WagtailTestUtils

from ketamine_pages.page_types.models import BenefitListPage, TreatmentPage
from tests.blocks.making import get_errors
from tests.factories import TreatmentIndexPageFactory, TreatmentPageFactory
from tests.pages.making import FACTORIES


def get_body(model):
    """The body block of a page type, and the outline as the block's value."""
    block = model._meta.get_field("body").stream_block
    return block, block.to_python(model().get_outline())


class OutlineTests(TestCase):
    def test_an_outline_can_be_saved_as_a_draft_as_it_is(self):
        for model in FACTORIES:
            with self.subTest(model=model.__name__):
                block, value = get_body(model)
                block.clean_deferred(value)

    def test_no_section_of_an_outline_can_be_published_as_it_is(self):
        # A safety section without choices is complete: it shows what belongs to the treatment.
        for model in FACTORIES:
            for child in get_body(model)[1]:
                with self.subTest(model=model.__name__, block_type=child.block_type):
                    errors = get_errors(child.block, child.value)
                    self.assertEqual(bool(errors), child.block_type != "safety")

    def test_an_outline_fills_in_nothing_but_headings(self):
        for model in FACTORIES:
            for child in model().get_outline():
                with self.subTest(model=model.__name__, block_type=child["type"]):
                    self.assertEqual(set(child["value"]), {"heading"})

    def test_benefits_come_with_safety_beside_them(self):
        for model in (TreatmentPage, BenefitListPage):
            with self.subTest(model=model.__name__):
                self.assertIn("safety", [child["type"] for child in model().get_outline()])

    def test_a_page_that_has_a_body_keeps_it(self):
        page = TreatmentPageFactory.build(treatment=None, body=[("quote", {"text": "Ours"})])
        init_new_page.send(sender=None, page=page, parent=None)
        self.assertEqual([child.block_type for child in page.body], ["quote"])

    def test_a_page_made_by_code_starts_empty(self):
        self.assertEqual(len(TreatmentPageFactory().body), 0)


class CreateViewTests(WagtailTestUtils, TestCase):
    def setUp(self):
        self.login()

    def get_form(self, model):
        section = TreatmentIndexPageFactory()
        args = [model._meta.app_label, model._meta.model_name, section.pk]
        response = self.client.get(reverse("wagtailadmin_pages:add", args=args))
        return response.context["form"]

    def test_a_page_made_in_the_admin_starts_with_its_outline(self):
        form = self.get_form(BenefitListPage)
        outline = [child.block_type for child in form.instance.body]
        self.assertEqual(outline, ["safety"])

    def test_two_pages_do_not_share_their_outline(self):
        self.get_form(BenefitListPage).instance.body.pop()
        self.assertEqual(len(self.get_form(BenefitListPage).instance.body), 1)
