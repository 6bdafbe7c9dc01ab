"""What follows where a wording is changed, chosen or missing: purge, reviews, findings."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError
from django.test import override_settings
from wagtail.models import Locale, Site

from ketamine_pages.library.wording_in_use import Withheld, find_in_use
from ketamine_pages.models import ClinicSettings, SiteWording, StoredFinding
from ketamine_pages.reviews.fingerprints import get_fingerprint
from ketamine_pages.rules.findings import ReviewState, Severity
from tests.checking import find_in_content
from tests.factories import (
    SiteWordingFactory,
    TreatmentFactory,
    TreatmentPageFactory,
)
from tests.library.wording import FULL, STATES, WordingTestCase, translate
from tests.purging.recording import CDN, SiteTestCase, purged
from tests.reviews.making import reload, review


class FollowerTests(SiteTestCase):
    def setUp(self):
        self.wording = SiteWordingFactory(crisis_heading="Help is near")
        self.clinic_details = ClinicSettings.for_site(self.site)
        self.clinic_details.wording = self.wording
        with self.captureOnCommitCallbacks(execute=True):
            self.clinic_details.save()
        # Pages of another site, which has chosen none.
        other_root = TreatmentPageFactory(parent=self.root, title="Other")
        Site.objects.create(hostname="other.example", root_page=other_root)

    def paths_purged(self, work: Callable[[], Any]) -> set[str]:
        purged.clear()
        with CDN, self.captureOnCommitCallbacks(execute=True):
            work()
        return {url.removeprefix("http://localhost") for url in purged}

    def publish(self, wording: SiteWording, **values: Any) -> None:
        for name, value in values.items():
            setattr(wording, name, value)
        wording.save_revision().publish()

    EVERYWHERE = {"/treatments/", "/treatments/first/", "/clinics/", "/clinics/phoenix/"}

    def test_a_change_purges_all_pages_of_the_sites_that_have_chosen_it(self):
        spanish = Locale.objects.create(language_code="es")
        with self.captureOnCommitCallbacks(execute=True):
            translation = translate(self.wording, spanish)
        for work in (
            lambda: self.publish(self.wording, crisis_heading="Talk to us"),
            lambda: self.publish(translation, crisis_heading="Hable"),
            lambda: self.wording.unpublish(),
            lambda: translation.delete(),
        ):
            self.assertLessEqual(self.EVERYWHERE, self.paths_purged(work))

    def test_what_no_site_has_chosen_purges_nothing(self):
        other = SiteWordingFactory()
        self.assertEqual(self.paths_purged(lambda: self.publish(other, book_label="Go")), set())

    def test_a_draft_purges_nothing(self):
        self.wording.crisis_heading = "Not yet"
        self.assertEqual(self.paths_purged(self.wording.save_revision), set())

    def test_a_kept_page_prints_the_new_words(self):
        self.assertIn("Help is near", self.read(self.page))
        self.publish(self.wording, crisis_heading="Talk to us")
        self.assertIn("Talk to us", self.read(self.page))

    def test_reviews_of_pages_are_not_about_it_and_its_own_is(self):
        review(reload(self.page))
        review(reload(self.wording))
        before = get_fingerprint(self.page)
        with self.captureOnCommitCallbacks(execute=True):
            self.publish(self.wording, general_disclaimer="<p>Something else.</p>")
        self.assertEqual(get_fingerprint(reload(self.page)), before)
        self.assertIs(reload(self.page).get_review_state(), ReviewState.CURRENT)
        self.assertIs(reload(self.wording).get_review_state(), ReviewState.CHANGED)

    def test_when_its_numbers_were_tried_is_nothing_that_visitors_read(self):
        self.assertLessEqual({"name", "crisis_reviewed_on"}, set(SiteWording.unread_fields))

    def test_a_chosen_one_is_not_deleted(self):
        with pytest.raises(ProtectedError):
            self.wording.delete()

    def test_a_site_that_goes_leaves_it(self):
        self.clinic_details.delete()
        self.assertTrue(SiteWording.objects.filter(pk=self.wording.pk).exists())


class FindingTests(WordingTestCase):
    def messages(self, wording: SiteWording) -> list[str]:
        return [f.message for f in find_in_content(wording) if f.code == "wording-withheld"]

    def stored(self, wording: SiteWording) -> list[str]:
        rows = StoredFinding.objects.filter(object_id=str(wording.pk), code="wording-withheld")
        return sorted(rows.values_list("message", flat=True))

    def test_editors_are_told_what_visitors_read_instead(self):
        for state, (make, is_read) in STATES.items():
            wording = make()
            if wording is None:
                continue
            translate(wording, self.spanish, live=True, **FULL)
            self.describe(wording=wording)
            with self.subTest(state=state):
                self.assertEqual(len(self.messages(wording)), 0 if is_read else 1)

    def test_the_chosen_one_answers_for_languages_that_it_lacks(self):
        wording = SiteWordingFactory(**FULL)
        self.describe(wording=wording)
        [message] = self.messages(wording)
        self.assertIn("in Spanish visitors read the package’s own wording", message)
        self.assertIn(str(Withheld.NOT_TRANSLATED.label), message)
        translation = translate(wording, self.spanish, live=False)
        self.assertEqual(self.messages(wording), [])
        [message] = self.messages(translation)
        self.assertIn("is not published", message)

    def test_what_nobody_has_chosen_is_not_missed(self):
        self.assertEqual(self.messages(SiteWordingFactory(draft=True)), [])

    def test_a_draft_can_be_published_all_the_same(self):
        wording = SiteWordingFactory(draft=True, **FULL)
        self.describe(wording=wording)
        severities = {"wording-withheld": "error"}
        with override_settings(KETAMINE_PAGES={"FINDING_SEVERITY": severities}):
            self.assertTrue(self.messages(wording))
            wording.save_revision().publish()
        self.assertTrue(reload(wording).live)

    def test_a_wording_with_an_error_is_refused(self):
        wording = SiteWordingFactory(draft=True, crisis_text="<p>TBC</p>")
        with pytest.raises(ValidationError, match="TBC"):
            wording.save_revision().publish()

    def test_the_report_follows_settings_and_translations(self):
        wording, other = SiteWordingFactory(**FULL), SiteWordingFactory(**FULL)
        steps: list[tuple[Callable[[], Any], int, int]] = [
            (lambda: self.describe(wording=wording), 1, 0),
            (lambda: self.describe(wording=other), 0, 1),
            (lambda: translate(other, self.spanish), 0, 0),
            (lambda: SiteWording.objects.get(locale=self.spanish).delete(), 0, 1),
            (lambda: self.describe(wording=None), 0, 0),
        ]
        for work, first, second in steps:
            with self.captureOnCommitCallbacks(execute=True):
                work()
            self.assertEqual([len(self.stored(each)) for each in (wording, other)], [first, second])

    def test_claims_of_approval_are_excused_by_a_product_of_the_library(self):
        wording = SiteWordingFactory(general_disclaimer="<p>Spravato is FDA-approved.</p>")
        self.describe(wording=wording)
        clinic = ClinicSettings.for_site(self.site)
        has_rule = any(
            each.severity is Severity.ERROR and each.code == "approval-unnamed"
            for each in find_in_content(wording)
        )
        expected = Withheld.ERRORS if has_rule else None
        self.assertIs(find_in_use(clinic)[0].withheld, expected)
        TreatmentFactory(name="Spravato (esketamine)", regulatory_status="approved")
        self.assertIsNone(find_in_use(clinic)[0].withheld)
