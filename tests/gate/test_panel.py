"""The panel “Checks” in the forms, and what it fetches."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from ketamine_pages.models import Benefit, Source
from ketamine_pages.page_types.models import TreatmentIndexPage
from tests import factories
from tests.blocks.making import picks
from tests.gate.making import BAD, GOOD, REASON, UNSOURCED, GateTestCase, make_draft, make_item

NOTE = "No listed phrases found. This is not a compliance check."


class PanelTests(GateTestCase):
    def test_a_page_is_checked_in_its_form(self):
        response = self.client.get(self.edit_address(make_draft()))
        self.assertSays(response, REASON)
        self.assertContains(response, "Write the real text, or delete the placeholder.")

    def test_the_draft_counts_and_not_what_is_published(self):
        page = factories.TreatmentIndexPageFactory(introduction=BAD)
        page.introduction = GOOD
        page.save_revision()
        response = self.client.get(self.edit_address(page))
        self.assertNotContains(response, REASON)

    def test_a_new_page_is_to_be_saved_first(self):
        self.assertSays(self.client.get(self.add_address()), "Save a draft to have it checked.")

    def test_an_item_is_checked_in_its_form(self):
        item = make_item()
        response = self.client.get(self.item_address("edit", item.pk))
        self.assertSays(response, UNSOURCED)

    def test_nothing_is_called_compliant(self):
        response = self.client.get(self.edit_address(make_draft(GOOD)))
        self.assertSays(response, NOTE)
        self.assertNotContains(response, "passed")

    def test_a_finding_leads_to_its_block_and_to_the_item(self):
        item = factories.BenefitFactory()
        page = factories.TreatmentIndexPageFactory(live=False)
        page.body = [("benefits", {"heading": "May help", "benefits": picks("benefit", [item])})]
        page.save_revision()
        [block] = page.body
        response = self.client.get(self.edit_address(page))
        self.assertContains(response, f'href="#block-{block.id}-section"')
        self.assertContains(response, f'href="{self.item_address("edit", item.pk)}"')

    def test_text_of_editors_is_escaped(self):
        item = make_item(title="<script>alert(1)</script>")
        response = self.client.get(self.item_address("edit", item.pk))
        self.assertNotContains(response, "<script>alert(1)</script>")


class RenewalTests(GateTestCase):
    def address(self, model: Any, pk: Any) -> str:
        type_id = ContentType.objects.get_for_model(model).pk
        return reverse("ketamine_pages_checks", args=[type_id, pk])

    def get(self, model: Any, pk: Any) -> Any:
        headers = {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest"}
        return self.client.get(self.address(model, pk), **headers)

    def test_the_latest_draft_is_judged(self):
        page = make_draft(GOOD)
        page.introduction = BAD
        page.save_revision()
        self.assertSays(self.get(TreatmentIndexPage, page.pk), REASON)

    def test_so_is_that_of_an_item(self):
        self.assertSays(self.get(Benefit, make_item().pk), UNSOURCED)

    def test_what_is_not_there_is_not_found(self):
        for model, pk in ((TreatmentIndexPage, 999), (Benefit, "x"), (ContentType, 1)):
            with self.subTest(model=model, pk=pk):
                self.assertEqual(self.get(model, pk).status_code, 404)

    def test_who_may_not_edit_the_page_gets_nothing(self):
        page = make_draft()
        self.editors.page_permissions.all().delete()
        self.assertEqual(self.get(TreatmentIndexPage, page.pk).status_code, 403)

    def test_who_may_not_edit_the_item_gets_nothing(self):
        self.editors.permissions.exclude(codename="access_admin").delete()
        self.assertEqual(self.get(Benefit, make_item().pk).status_code, 403)

    def test_visitors_are_sent_to_the_login(self):
        self.client.logout()
        response = self.client.get(self.address(Source, factories.SourceFactory().pk))
        self.assertRedirects(
            response, f"/admin/login/?next={response.wsgi_request.path}", target_status_code=200
        )

    def test_it_can_only_be_read(self):
        response = self.client.post(self.address(Benefit, make_item().pk))
        self.assertEqual(response.status_code, 405)
