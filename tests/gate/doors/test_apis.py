"""Publishing by Wagtail's own API of the admin, and by API v3 of Wagtail 8."""

import json
from typing import Any

import pytest
import wagtail
from django.test import override_settings
from django.urls import reverse

from ketamine_pages.page_types.models import TreatmentIndexPage
from tests import factories
from tests.gate.making import (
    BAD,
    GOOD,
    REASON,
    ApiTestCase,
    GateTestCase,
    make_draft,
    make_live,
    reload,
    root,
)


class AdminApiTests(GateTestCase):
    def act(self, page: Any, action: str, **data: Any) -> Any:
        address = reverse("wagtailadmin_api:pages:action", args=[page.pk, action])
        return self.client.post(address, json.dumps(data), content_type="application/json")

    def test_publishing_is_bad_input_with_the_reason(self):
        page = make_draft()
        response = self.act(page, "publish")
        self.assertEqual(response.status_code, 400)
        self.assertIn(REASON, response.json()["__all__"][0])
        self.assertDraft(page)

    def test_a_published_page_stays_as_it_is(self):
        page = make_live()
        self.assertEqual(self.act(page, "publish").status_code, 400)
        self.assertEqual(reload(page).introduction, GOOD)

    def test_what_has_no_errors_is_published(self):
        page = make_draft(GOOD)
        self.assertEqual(self.act(page, "publish").status_code, 200)
        self.assertTrue(reload(page).live)

    def test_a_live_revision_that_was_written_over_is_not_published_again(self):
        page = make_draft(GOOD)
        revision = page.get_latest_revision()
        revision.publish()
        page = reload(page)
        page.introduction = BAD
        # As autosave does in a tab that was left open.
        page.save_revision(overwrite_revision=revision)
        self.assertEqual(self.act(page, "publish").status_code, 400)
        self.assertEqual(reload(page).introduction, GOOD)

    def test_a_live_copy_is_refused(self):
        page = factories.TreatmentIndexPageFactory(introduction=BAD)
        data = {"recursive": False, "keep_live": True, "slug": "copy", "title": "Copy"}
        response = self.act(page, "copy", **data, destination_page_id=root().pk)
        self.assertEqual(response.status_code, 400)
        self.assertFalse(TreatmentIndexPage.objects.filter(slug="copy").exists())


@pytest.mark.skipif(wagtail.VERSION < (8, 0), reason="Wagtail 8 has API v3.")
@override_settings(ROOT_URLCONF="tests.gate.urls")
class ApiV3Tests(ApiTestCase):
    def data(self, title: str, **meta: Any) -> dict[str, Any]:
        kind = "ketamine_page_types.TreatmentIndexPage"
        meta = {"type": kind, "action": "publish", **meta}
        return {
            "title": title,
            "meta": {name: value for name, value in meta.items() if value},
        }

    def create(self, title: str, **meta: Any) -> Any:
        data = self.data(title, parent_id=root().pk, **meta)
        return self.send("post", reverse("wagtailapi_v3:create_page"), data)

    def update(self, page: Any, title: str, **meta: Any) -> Any:
        address = reverse("wagtailapi_v3:update_page", args=[page.pk])
        return self.send("patch", address, self.data(title, **meta))

    def assertRefused(self, response: Any) -> None:
        self.assertEqual(response.status_code, 422, response.content)
        self.assertIn(REASON, response.content.decode())

    def test_creating_is_refused_with_the_reason(self):
        self.assertRefused(self.create(BAD))
        self.assertFalse(TreatmentIndexPage.objects.exists())

    def test_a_draft_is_created(self):
        self.assertEqual(self.create(BAD, action=None).status_code, 201)
        self.assertFalse(TreatmentIndexPage.objects.get().live)

    def test_what_has_no_errors_is_created_and_published(self):
        self.assertEqual(self.create(GOOD).status_code, 201)
        self.assertTrue(TreatmentIndexPage.objects.get().live)

    def test_changing_is_refused_with_the_reason(self):
        page = factories.TreatmentIndexPageFactory(title=GOOD)
        self.assertRefused(self.update(page, BAD))
        self.assertEqual(reload(page).title, GOOD)

    def test_a_draft_is_changed(self):
        page = make_draft()
        self.assertEqual(self.update(page, "TBC again", action=None).status_code, 200)
        self.assertEqual(reload(page).title, "TBC again")

    def test_publishing_the_draft_is_refused_with_the_reason(self):
        page = make_draft()
        address = reverse("wagtailapi_v3:pages_actions_publish", args=[page.pk])
        self.assertRefused(self.send("post", address, {}))
        self.assertDraft(page)
