"""What the walk tells apart: lists and links to them, ways, and values for a queue."""

import json
from typing import Any

from django.test import TestCase
from wagtail.models import Site

from ketamine_pages.models import Benefit, Clinician, NoticeKind, SafetyNotice
from ketamine_pages.shown.registry import Aspect
from ketamine_pages.shown.relations import base_pages
from ketamine_pages.shown.upwards import find_shown
from ketamine_pages.shown.ways import ShownBy, Way
from tests import factories
from tests.purging.recording import CDN, SiteTestCase, purged
from tests.reviews.making import block, page_with, picks


def shown_by(aspect: Aspect, *objects: Any) -> ShownBy:
    return find_shown({aspect: {type(each): {each.pk} for each in objects}})


class WayTests(TestCase):
    def indexed(self) -> Any:
        return self.captureOnCommitCallbacks(execute=True)

    def test_a_list_that_a_text_leads_to_is_not_said_there(self):
        with self.indexed():
            listing = factories.BenefitListPageFactory()
            text = f'<p><a linktype="page" id="{listing.pk}">All</a></p>'
            linking = page_with(block("section", text=text))
            reusing = page_with(block("benefits", list_page=listing.pk))
        said = shown_by(Aspect.WORDS, listing)
        self.assertEqual(said.pages_by(Way.CONTENT), {listing.pk, reusing.pk})
        printed = shown_by(Aspect.CARD, listing)
        self.assertLessEqual({linking.pk, reusing.pk}, printed.pages_by(Way.CARD))

    def test_what_a_list_page_says_beside_its_list_is_not_reused(self):
        benefit = factories.BenefitFactory()
        with self.indexed():
            body = [block("benefits", benefits=picks("benefit", benefit))]
            listing = factories.BenefitListPageFactory(body=json.dumps(body))
            page_with(block("benefits", list_page=listing.pk))
        self.assertEqual(shown_by(Aspect.WORDS, benefit).pages_by(Way.CONTENT), {listing.pk})

    def test_a_warning_of_a_product_is_said_wherever_anything_is_said_about_it(self):
        for status, is_said in (("approved", True), ("off-label", False)):
            with self.subTest(status=status), self.indexed():
                treatment = factories.TreatmentFactory(regulatory_status=status)
                benefit = factories.BenefitFactory(treatment=treatment)
                listing = factories.BenefitListPageFactory(
                    benefits=json.dumps(picks("benefit", benefit))
                )
                linked = f'<p><a linktype="page" id="{listing.pk}">All</a></p>'
                page_with(block("section", text=linked))
                pages = [
                    listing,
                    page_with(block("benefits", list_page=listing.pk)),
                    page_with(block("benefits", benefits=picks("benefit", benefit))),
                ]
            notice = factories.SafetyNoticeFactory(
                title="Boxed", kind=NoticeKind.BOXED_WARNING, treatments=[treatment]
            )
            for page in pages:
                html = self.client.get(page.url).content.decode()
                self.assertEqual("<h3>Boxed" in html, is_said)
                self.assertEqual(f"{benefit.title}</h3>" in html, is_said)
            shown = shown_by(Aspect.WORDS, notice)
            said = {page.pk for page in pages} if is_said else set()
            self.assertEqual(shown.pages_by(Way.CONTENT), said)
            self.assertEqual(shown.entries_by(Way.CONTENT), {})

    def test_the_photo_of_a_clinician_is_said_by_an_entry(self):
        with self.indexed():
            image = factories.ImageFactory()
            clinician = factories.ClinicianFactory(photo=image)
        entries = shown_by(Aspect.WORDS, image).entries_by(Way.CONTENT)
        self.assertEqual(entries, {Clinician: {clinician.pk}})

    def test_a_link_in_a_notice_is_perhaps_on_the_pages_of_its_treatment(self):
        linked, treatment = factories.TreatmentIndexPageFactory(), factories.TreatmentFactory()
        with self.indexed():
            text = f'<p><a linktype="page" id="{linked.pk}">More</a></p>'
            notice = factories.SafetyNoticeFactory(text=text, treatments=[treatment])
            about = page_with(block("safety"), treatment=treatment)
        shown = shown_by(Aspect.CARD, linked)
        self.assertEqual(shown.entries_by(Way.CARD), {SafetyNotice: {notice.pk}})
        self.assertIn(about.pk, shown.pages_by(Way.FRAME))

    def test_it_fits_into_a_queue(self):
        shown = ShownBy({1: Way.CARD, 2: Way.CONTENT}, {Benefit: {7: Way.CONTENT}})
        rows = json.loads(json.dumps(shown.as_data()))
        key = base_pages().model._meta.pk
        self.assertEqual(ShownBy.from_data(rows, key), shown)

    def test_the_strongest_way_counts(self):
        shown = ShownBy({1: Way.CONTENT, 2: Way.FRAME})
        shown.add(ShownBy({1: Way.CARD, 2: Way.CARD}))
        self.assertEqual(shown.pages, {1: Way.CONTENT, 2: Way.CARD})


class SiteTests(SiteTestCase):
    def test_a_site_that_changes_its_name_is_purged_under_both(self):
        purged.clear()
        with CDN, self.captureOnCommitCallbacks(execute=True):
            site = Site.objects.get(pk=self.site.pk)
            site.hostname = "clinic.example"
            site.save()
        for host in ("localhost", "clinic.example"):
            self.assertIn(f"http://{host}/treatments/first/", purged)

    def test_a_restriction_that_is_moved_reaches_the_lists_of_both_pages(self):
        restriction = self.page.view_restrictions.create(restriction_type="login")
        restriction.page_id = self.clinic.pk
        purged.clear()
        with CDN, self.captureOnCommitCallbacks(execute=True):
            restriction.save()
        for path in ("/treatments/first/", "/treatments/", "/clinics/phoenix/", "/clinics/"):
            self.assertIn(f"http://localhost{path}", purged)
