"""Findings of pages that show a change through others, as the report keeps them."""

import json
from typing import Any

import pytest
from django.test import TestCase, override_settings
from django.utils import timezone
from wagtail.models import Locale

from ketamine_pages.models import BenefitSource, StoredFinding
from ketamine_pages.targets import target_of
from tests import factories
from tests.reviews.making import block, page_showing, page_with, picks, reload


@override_settings(KETAMINE_PAGES={"PUBLISH_GATE": "off"})
class ScenarioTests(TestCase):
    """A page that reuses a list of benefits."""

    @classmethod
    def setUpTestData(cls):
        with cls.captureOnCommitCallbacks(execute=True):
            cls.source = factories.SourceFactory()
            cls.benefit = factories.BenefitFactory(sources=[cls.source])
            cls.listing = factories.BenefitListPageFactory(
                benefits=json.dumps(picks("benefit", cls.benefit))
            )
            cls.page = page_with(block("benefits", list_page=cls.listing.pk))

    def codes(self, instance: Any) -> set[str]:
        return set(
            StoredFinding.objects.filter(**target_of(instance)).values_list("code", flat=True)
        )

    def assert_stored_is_true(self, instance: Any) -> None:
        """The report says what a fresh look would say."""
        fresh = {found.code for found in reload(instance).get_findings()}
        self.assertEqual(self.codes(instance), fresh)

    def test_a_source_is_withdrawn(self):
        with self.captureOnCommitCallbacks(execute=True):
            self.source.withdrawn_on = timezone.localdate()
            self.source.withdrawn_reason = "Retracted."
            self.source.save_revision().publish()
        for page in (self.listing, self.page):
            self.assertLessEqual({"source-withdrawn", "benefit-without-source"}, self.codes(page))
            self.assert_stored_is_true(page)

    def test_a_list_that_is_reused_gets_a_benefit_without_a_source(self):
        bare = factories.BenefitFactory(sources=[])
        listing = reload(self.listing)
        with self.captureOnCommitCallbacks(execute=True):
            listing.benefits = json.dumps(picks("benefit", self.benefit, bare))
            listing.save_revision().publish()
        self.assertIn("benefit-without-source", self.codes(self.page))
        self.assert_stored_is_true(self.page)

    def test_a_translation_that_takes_the_place_of_what_was_picked(self):
        spanish = Locale.objects.create(language_code="es")
        with self.captureOnCommitCallbacks(execute=True):
            page = page_showing(self.benefit, locale=spanish)
            translation = self.benefit.copy_for_translation(spanish)
            translation.live = True
            translation.save()
        with self.captureOnCommitCallbacks(execute=True):
            translation.text = "[Your City]"
            translation.save()
        self.assertIn("placeholder-left", self.codes(page))
        self.assert_stored_is_true(page)

    def test_what_a_deleted_benefit_was_shown_by(self):
        with self.captureOnCommitCallbacks(execute=True):
            self.benefit.delete()
        for page in (self.listing, self.page):
            self.assertNotIn("benefits-without-safety", self.codes(page))
            self.assert_stored_is_true(page)

    def test_the_source_of_a_benefit_is_taken_away_by_itself(self):
        with self.captureOnCommitCallbacks(execute=True):
            self.benefit.source_links.get().delete()
        self.assertIn("benefit-without-source", self.codes(self.page))
        self.assert_stored_is_true(self.page)

    def test_a_notice_is_moved_to_another_treatment(self):
        treatment = factories.TreatmentFactory()
        with self.captureOnCommitCallbacks(execute=True):
            notice = factories.SafetyNoticeFactory(
                treatments=[treatment], text="<p>[Your City]</p>"
            )
            page = page_with(block("safety"), treatment=treatment)
        self.assertIn("placeholder-left", self.codes(page))
        with self.captureOnCommitCallbacks(execute=True):
            notice.treatments.set([factories.TreatmentFactory()])
            notice.save()
        self.assertNotIn("placeholder-left", self.codes(page))
        self.assert_stored_is_true(page)


@pytest.mark.django_db(transaction=True)
def test_an_item_that_is_saved_outside_of_a_transaction_is_judged_with_its_sources():
    # Tests with transactions of their own find an empty database.
    Locale.objects.get_or_create(language_code="en")
    benefit = factories.BenefitFactory(sources=[])
    benefit.source_links.add(BenefitSource(source=factories.SourceFactory()))
    benefit.save()
    codes = StoredFinding.objects.filter(**target_of(benefit)).values_list("code", flat=True)
    assert "benefit-without-source" not in codes
