"""An edit of what is published already, in the admin: old errors are told, new ones refused."""

import json
from typing import Any

from django.urls import reverse

from ketamine_pages.models import ClinicalReview
from tests import factories
from tests.gate.making import (
    BAD,
    GOOD,
    REASON,
    UNSOURCED,
    GateTestCase,
    item_data,
    make_draft,
    page_data,
    reload,
)

LEFT = "was published. These mistakes were there before and are left."


class LetThroughTests(GateTestCase):
    def make(self, **values: Any) -> Any:
        return reload(factories.TreatmentIndexPageFactory(introduction=BAD, **values))

    def send(self, address: str, data: Any) -> Any:
        return self.client.post(address, {**data, "action-publish": "1"}, follow=True)

    def test_the_editor_is_told_what_is_left(self):
        page = self.make()
        response = self.send(self.edit_address(page), page_data(BAD, heading="Corrected"))
        self.assertContains(response, LEFT)
        self.assertContains(response, REASON)
        self.assertEqual(reload(page).heading, "Corrected")

    def test_nothing_is_told_where_nothing_is_left(self):
        page = self.make()
        response = self.send(self.edit_address(page), page_data(GOOD))
        self.assertNotContains(response, LEFT)
        self.assertEqual(reload(page).introduction, GOOD)

    def test_only_new_errors_stand_at_their_fields(self):
        page = self.make()
        response = self.send(self.edit_address(page), page_data(BAD, heading=BAD))
        self.assertEqual(set(response.context["form"].errors), {"heading"})
        self.assertEqual(reload(page).heading, "")

    def test_a_page_that_was_taken_off_begins_anew(self):
        page = self.make()
        page.unpublish()
        self.assertSays(self.publish(self.edit_address(page), page_data(BAD)), REASON)
        self.assertFalse(reload(page).live)

    def test_a_library_item(self):
        item = reload(factories.BenefitFactory(sources=[]))
        data = item_data(caveat="For some people.")
        response = self.send(self.item_address("edit", item.pk), data)
        self.assertContains(response, LEFT)
        self.assertContains(response, UNSOURCED)
        self.assertEqual(reload(item).caveat, "For some people.")

    def test_the_api_of_the_admin(self):
        page = self.make()
        page.heading = "Corrected"
        page.save_revision()
        address = reverse("wagtailadmin_api:pages:action", args=[page.pk, "publish"])
        response = self.client.post(address, json.dumps({}), content_type="application/json")
        self.assertEqual(response.status_code, 200)
        self.assertEqual(reload(page).heading, "Corrected")

    def test_several_at_once(self):
        page, draft = self.make(), make_draft()
        page.heading = "Corrected"
        page.save_revision()
        address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
        query = f"?id={page.pk}&id={draft.pk}&next=/admin/"
        response = self.client.post(address + query, follow=True)
        self.assertContains(response, "1 cannot be published yet.")
        self.assertEqual(reload(page).heading, "Corrected")
        self.assertDraft(draft)

    def test_a_review_that_is_required_is_required_of_each_text(self):
        page = self.make()
        with self.settings(KETAMINE_PAGES={"REQUIRE_REVIEW": True}):
            response = self.publish(self.edit_address(page), page_data(BAD, heading="Corrected"))
            self.assertSays(response, "No clinician has reviewed this yet.")
        self.assertFalse(ClinicalReview.objects.exists())
        self.assertEqual(reload(page).heading, "")
