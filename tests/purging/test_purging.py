"""A CDN is told exactly which addresses have changed, after the commit."""

from datetime import timedelta
from unittest.mock import patch

from django.core.management import call_command
from django.db import transaction
from django.test import override_settings
from django.utils import timezone
from wagtail.models import PageViewRestriction, Site

from ketamine_pages.models import ClinicSettings
from ketamine_pages.shown.changes import measure_reach
from ketamine_pages.shown.ways import ALL_WAYS, Way
from tests.blocks.making import BODY, make, picks
from tests.factories import (
    BenefitFactory,
    BenefitListPageFactory,
    ImageFactory,
    SafetyNoticeFactory,
    SourceFactory,
    TreatmentPageFactory,
)
from tests.purging.recording import CDN, SiteTestCase, purged

HOME, SECTION, FIRST, SECOND = "/", "/treatments/", "/treatments/first/", "/treatments/second/"
CLINICS, CLINIC = "/clinics/", "/clinics/phoenix/"
EVERYTHING = (HOME, SECTION, FIRST, SECOND, CLINICS, CLINIC)


class PageTests(SiteTestCase):
    def test_a_published_page_and_what_lists_it(self):
        self.page.introduction = "New."
        # The clinic prints the page's address, the section and the front page its card.
        with self.purging(HOME, SECTION, FIRST, CLINIC):
            self.page.save_revision().publish()

    def test_a_draft_purges_nothing(self):
        self.page.title = "Draft"
        with self.purging():
            self.page.save_revision()

    def test_a_new_draft_purges_nothing(self):
        with self.purging():
            self.section.add_child(instance=type(self.page)(title="New", slug="new", live=False))

    def test_a_new_title_reaches_what_stands_below(self):
        self.clinics.title = "Where we are"
        # The treatment's page has the card of a location below it, which might have moved as well.
        with self.purging(HOME, CLINICS, CLINIC, FIRST):
            self.clinics.save_revision().publish()

    def test_a_new_slug_purges_old_and_new_addresses(self):
        self.section.slug = "therapies"
        new = [path.replace("treatments", "therapies") for path in (SECTION, FIRST, SECOND)]
        # The clinic prints the address of what it offers.
        with self.purging(HOME, SECTION, FIRST, SECOND, CLINIC, *new):
            self.section.save_revision().publish()

    def test_a_page_that_is_unpublished(self):
        with self.purging(HOME, SECTION, FIRST, CLINIC):
            self.page.unpublish()

    def test_a_page_that_is_deleted(self):
        with self.purging(HOME, SECTION, FIRST, CLINIC):
            self.page.delete()

    def test_a_section_that_is_deleted_with_what_is_below(self):
        with self.purging(HOME, SECTION, FIRST, SECOND, CLINIC):
            self.section.delete()

    def test_a_page_that_is_moved(self):
        with self.purging(HOME, SECTION, FIRST, "/first/", CLINIC):
            self.page.move(type(self.root).objects.get(pk=self.root.pk), pos="last-child")

    def test_a_change_of_a_location_reaches_the_treatments_it_offers(self):
        self.clinic.phone = "+16025550199"
        with self.purging(HOME, CLINICS, CLINIC, FIRST):
            self.clinic.save_revision().publish()

    def test_a_location_that_offers_another_treatment_reaches_both(self):
        self.clinic.treatments.set([self.other])
        with self.purging(HOME, CLINICS, CLINIC, FIRST, SECOND):
            self.clinic.save_revision().publish()

    def test_a_location_reaches_blocks_that_show_all(self):
        block = make("location_cards", heading="Where", mode="all", index_page=self.clinics)
        self.section.body = BODY.normalize([("location_cards", block)])
        self.section.save()
        self.clinic.phone = "+16025550199"
        with self.purging(HOME, CLINICS, CLINIC, FIRST, SECTION):
            self.clinic.save()

    def test_a_title_in_the_menu_is_on_every_page(self):
        type(self.section).objects.filter(pk=self.section.pk).update(show_in_menus=True)
        self.section.refresh_from_db()
        self.section.title = "Therapies"
        with self.purging(*EVERYTHING):
            self.section.save()

    def test_what_leaves_the_menu_leaves_it_on_every_page(self):
        type(self.section).objects.filter(pk=self.section.pk).update(show_in_menus=True)
        self.section.refresh_from_db()
        self.section.show_in_menus = False
        with self.purging(*EVERYTHING):
            self.section.save()

    def test_a_page_that_becomes_private(self):
        with self.purging(HOME, SECTION, FIRST, CLINIC):
            PageViewRestriction.objects.create(
                page=self.page, restriction_type=PageViewRestriction.LOGIN
            )

    def test_an_expired_page(self):
        past = timezone.now() - timedelta(hours=1)
        type(self.page).objects.filter(pk=self.page.pk).update(expire_at=past)
        with self.purging(HOME, SECTION, FIRST, CLINIC):
            call_command("publish_scheduled")

    def test_a_scheduled_page(self):
        self.page.introduction = "Due."
        with CDN:
            self.page.go_live_at = timezone.now() + timedelta(hours=1)
            self.page.save_revision().publish()
        later = timezone.now() + timedelta(hours=2)
        due = patch("django.utils.timezone.now", return_value=later)
        with self.purging(HOME, SECTION, FIRST, CLINIC), due:
            call_command("publish_scheduled")

    def test_a_page_is_purged_on_every_site_that_serves_it(self):
        Site.objects.create(hostname="treatments.example", root_page=self.section)
        self.page.introduction = "New."
        purged.clear()
        with CDN, self.captureOnCommitCallbacks(execute=True):
            self.page.save()
        self.assertIn("http://treatments.example/first/", purged)
        self.assertIn("http://localhost/treatments/first/", purged)

    def test_a_transaction_that_is_rolled_back_purges_nothing(self):
        self.page.title = "Never"
        with self.purging(), self.assertRaises(ZeroDivisionError), transaction.atomic():
            self.page.save()
            raise ZeroDivisionError

    def test_tasks_that_cannot_be_queued_let_editors_publish(self):
        with (
            CDN,
            patch("ketamine_pages.followers.follow_changes") as task,
            self.captureOnCommitCallbacks(execute=True),
        ):
            task.enqueue.side_effect = ConnectionError
            self.page.introduction = "New."
            self.page.save()
        task.enqueue.assert_called_once()
        self.assertIn("New.", self.read(self.page))

    def test_nothing_is_asked_without_a_cdn(self):
        for setting, ways in ((CDN, ALL_WAYS), (override_settings(), {Way.CONTENT})):
            with (
                setting,
                patch("ketamine_pages.followers.measure_reach", wraps=measure_reach) as walk,
                self.captureOnCommitCallbacks(execute=True),
            ):
                self.page.save()
            self.assertEqual([call.args[1] for call in walk.call_args_list], [ways])


class LibraryTests(SiteTestCase):
    def test_a_benefit_reaches_its_pages_and_those_that_reuse_its_list(self):
        benefit = BenefitFactory()
        listed = BenefitListPageFactory(
            parent=self.section,
            slug="benefits",
            benefits=picks("benefit", [benefit]),
            tells_risks=True,
        )
        block = make("benefits", heading="Benefits", list_page=listed)
        notices = picks("notice", [SafetyNoticeFactory(treatments=[self.page.treatment])])
        self.page.body = BODY.normalize(
            [("benefits", block), ("safety", make("safety", heading="Risks", notices=notices))]
        )
        self.page.save()
        benefit.title = "Another"
        with self.purging("/treatments/benefits/", FIRST):
            benefit.save_revision().publish()

    def test_a_draft_of_a_benefit_purges_nothing(self):
        benefit = BenefitFactory()
        BenefitListPageFactory(parent=self.section, benefits=picks("benefit", [benefit]))
        benefit.title = "Draft"
        with self.purging():
            benefit.save_revision()

    def test_a_source_reaches_pages_by_way_of_what_cites_it(self):
        source = SourceFactory()
        benefit = BenefitFactory(sources=[source])
        BenefitListPageFactory(
            parent=self.section, slug="benefits", benefits=picks("benefit", [benefit])
        )
        source.year = 2025
        with self.purging("/treatments/benefits/"):
            source.save()

    def test_a_treatment_reaches_its_page_its_cards_and_its_clinics(self):
        self.treatment.name = "Renamed"
        with self.purging(HOME, SECTION, FIRST, CLINIC, CLINICS):
            self.treatment.save_revision().publish()

    def test_a_notice_that_changes_its_treatment_reaches_both(self):
        notice = SafetyNoticeFactory(treatments=[self.treatment])
        notice.treatments.set([self.other])
        with self.purging(HOME, SECTION, FIRST, SECOND, CLINIC, CLINICS):
            notice.save()

    def test_a_deleted_benefit(self):
        benefit = BenefitFactory()
        BenefitListPageFactory(
            parent=self.section, slug="benefits", benefits=picks("benefit", [benefit])
        )
        with self.purging("/treatments/benefits/"):
            benefit.delete()

    def test_an_image_reaches_what_shows_it(self):
        image = ImageFactory()
        page = TreatmentPageFactory(parent=self.section, slug="third", hero_image=image)
        image.title = "Renamed"
        # The section and the front page have its card.
        with self.purging(HOME, SECTION, page.url):
            image.save()

    def test_what_settings_show_reaches_every_page(self):
        image, clinic = ImageFactory(), ClinicSettings.for_site(self.site)
        with self.captureOnCommitCallbacks(execute=True):
            clinic.logo = image
            clinic.footer_links = [("link", {"text": "Privacy", "page": self.page})]
            clinic.save()
        with self.purging(*EVERYTHING):
            image.save()
        with self.purging(*EVERYTHING):
            self.page.save()

    def test_settings_reach_every_page_of_their_site(self):
        clinic = ClinicSettings.for_site(self.site)
        clinic.main_phone = "+16025550100"
        with self.purging(*EVERYTHING):
            clinic.save()
