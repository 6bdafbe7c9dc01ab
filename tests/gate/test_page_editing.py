"""Publishing from the page editor."""

from datetime import timedelta

from django.utils import timezone

from ketamine_pages.page_types.models import TreatmentIndexPage
from tests import factories
from tests.gate.making import (
    BAD,
    GOOD,
    REASON,
    GateTestCase,
    make_draft,
    make_live,
    page_data,
    reload,
)

TOMORROW = (timezone.now() + timedelta(days=1)).strftime("%Y-%m-%d %H:%M")


class CreateTests(GateTestCase):
    def test_what_has_errors_is_not_created_as_published(self):
        response = self.publish(self.add_address(), page_data(BAD))
        self.assertSays(response, REASON)
        self.assertFalse(TreatmentIndexPage.objects.exists())

    def test_the_error_stands_at_its_field(self):
        response = self.publish(self.add_address(), page_data(BAD))
        [message] = response.context["form"].errors["introduction"]
        self.assertIn("Write the real text", message)

    def test_a_draft_with_errors_is_saved(self):
        response = self.client.post(self.add_address(), page_data(BAD))
        self.assertEqual(response.status_code, 302)
        self.assertFalse(TreatmentIndexPage.objects.get().live)

    def test_what_has_none_is_published(self):
        self.publish(self.add_address(), page_data(GOOD))
        self.assertTrue(TreatmentIndexPage.objects.get().live)

    def test_scheduling_is_refused_too(self):
        response = self.publish(self.add_address(), page_data(BAD, go_live_at=TOMORROW))
        self.assertSays(response, REASON)


class EditTests(GateTestCase):
    def test_a_draft_stays_one(self):
        page = make_draft()
        response = self.publish(self.edit_address(page), page_data(BAD))
        self.assertSays(response, REASON)
        self.assertDraft(page)

    def test_a_published_page_stays_as_it_is(self):
        page = make_live()
        self.assertSays(self.publish(self.edit_address(page), page_data(BAD)), REASON)
        self.assertEqual(reload(page).introduction, GOOD)

    def test_a_draft_of_a_published_page_is_saved(self):
        page = make_live()
        response = self.client.post(self.edit_address(page), page_data("TBC again"))
        self.assertEqual(response.status_code, 302)
        self.assertEqual(reload(page).get_latest_revision_as_object().introduction, "TBC again")
        self.assertEqual(reload(page).introduction, GOOD)

    def test_a_mended_page_is_published(self):
        page = make_live()
        self.publish(self.edit_address(page), page_data(GOOD + " Now."))
        self.assertEqual(reload(page).introduction, GOOD + " Now.")

    def test_scheduling_a_published_page_is_refused(self):
        page = make_live()
        data = page_data(BAD, go_live_at=TOMORROW)
        self.assertSays(self.publish(self.edit_address(page), data), REASON)
        self.assertIsNone(reload(page).scheduled_revision)

    def test_an_older_version_with_errors_is_not_published(self):
        page = make_live()
        bad = page.get_latest_revision()
        page.introduction = GOOD
        page.save_revision().publish()
        address = f"/admin/pages/{page.pk}/revisions/{bad.pk}/revert/"
        self.assertEqual(self.client.get(address).status_code, 200)
        data = page_data(BAD, revision=bad.pk)
        self.assertSays(self.publish(self.edit_address(page), data), REASON)
        self.assertEqual(reload(page).introduction, GOOD)


class BlockErrorTests(GateTestCase):
    BLOCK = "3a4f3f3e-0000-4000-8000-000000000001"

    def setUp(self):
        super().setUp()
        self.page = make_draft(GOOD)
        benefit = factories.BenefitFactory(treatment=factories.TreatmentFactory())
        value = {
            "heading": "May help",
            "introduction": "",
            "benefits": {
                "count": "1",
                "0": {
                    "deleted": "",
                    "order": "0",
                    "type": "benefit",
                    "value": str(benefit.pk),
                    "id": "",
                },
            },
            "list_page": "",
        }
        self.data = page_data(GOOD)
        self.data.update(_flat("body-0-value", value))
        self.data.update(
            {
                "body-count": "1",
                "body-0-deleted": "",
                "body-0-order": "0",
                "body-0-type": "benefits",
                "body-0-id": self.BLOCK,
            }
        )

    def errors(self):
        response = self.publish(self.edit_address(self.page), self.data)
        self.assertEqual(response.status_code, 200)
        return response.context["form"].errors["body"].as_data()

    def test_the_error_stands_at_its_block(self):
        [error] = self.errors()
        [at_block] = error.as_json_data()["blockErrors"].values()
        self.assertIn("there is no safety information about", at_block["messages"][0])

    def test_it_is_readable_where_there_are_no_blocks(self):
        [error] = self.errors()
        self.assertIn("there is no safety information about", error.message)


def _flat(prefix, value):
    if not isinstance(value, dict):
        return {prefix: value}
    flat = {}
    for key, child in value.items():
        flat.update(_flat(f"{prefix}-{key}", child))
    return flat
