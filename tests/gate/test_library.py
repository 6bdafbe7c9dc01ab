"""Library items obey the same gate."""

import pytest
from django.test import override_settings

from ketamine_pages.models import Benefit, PublishBlocked
from tests import factories
from tests.gate.making import UNSOURCED, GateTestCase, item_data, make_item, reload
from tests.gate.test_page_editing import TOMORROW


class EditingTests(GateTestCase):
    def test_a_benefit_without_a_source_is_not_created_as_published(self):
        response = self.publish(self.item_address("add"), item_data())
        self.assertSays(response, UNSOURCED)
        self.assertFalse(Benefit.objects.exists())

    def test_it_is_saved_as_a_draft(self):
        self.client.post(self.item_address("add"), item_data())
        self.assertFalse(Benefit.objects.get().live)

    def test_sources_that_are_added_with_it_count(self):
        self.publish(self.item_address("add"), item_data([factories.SourceFactory()]))
        item = Benefit.objects.get()
        self.assertTrue(item.live)
        self.assertEqual(item.source_links.count(), 1)

    def test_a_draft_stays_one(self):
        item = make_item()
        response = self.publish(self.item_address("edit", item.pk), item_data())
        self.assertSays(response, UNSOURCED)
        self.assertDraft(item)

    def test_scheduling_is_refused(self):
        item = make_item()
        data = item_data(go_live_at=TOMORROW)
        self.assertSays(self.publish(self.item_address("edit", item.pk), data), UNSOURCED)
        self.assertIsNone(reload(item).scheduled_revision)

    def test_an_older_version_with_errors_is_not_published(self):
        item = make_item()
        bad = item.get_latest_revision()
        address = self.item_address("revisions_revert", item.pk, bad.pk)
        self.assertSays(self.publish(address, item_data()), UNSOURCED)
        self.assertDraft(item)

    @override_settings(KETAMINE_PAGES={"PUBLISH_GATE": "warn"})
    def test_a_site_that_only_warns_says_so_after_publishing(self):
        response = self.client.post(
            self.item_address("add"), {**item_data(), "action-publish": "1"}, follow=True
        )
        self.assertTrue(Benefit.objects.get().live)
        self.assertContains(response, "was published with mistakes")
        self.assertContains(response, UNSOURCED)


class CodeTests(GateTestCase):
    def test_a_revision_is_not_published(self):
        item = make_item()
        with pytest.raises(PublishBlocked):
            item.get_latest_revision().publish()
        self.assertDraft(item)

    def test_a_draft_is_not_saved_as_published(self):
        item = make_item()
        item.live = True
        with pytest.raises(PublishBlocked):
            item.save()
        self.assertDraft(item)

    def test_a_new_item_is_not_saved_as_published(self):
        with pytest.raises(PublishBlocked):
            Benefit(title="Better sleep", text="Better.", evidence_level="limited").save()
        self.assertFalse(Benefit.objects.exists())
