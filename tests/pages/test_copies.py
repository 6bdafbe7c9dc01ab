"""Copies and translations of pages, their revisions, and several sites."""

from django.test import TestCase
from wagtail.models import Locale, Site

from ketamine_pages.models import ClinicSettings
from tests.blocks.making import picks
from tests.factories import (
    BenefitFactory,
    BenefitListPageFactory,
    ProgrammePageFactory,
    SafetyNoticeFactory,
    TreatmentIndexPageFactory,
    TreatmentPageFactory,
    gate_off,
)
from tests.library.test_translation import translate
from tests.pages.making import make_full_body


@gate_off()
class CopyTests(TestCase):
    def test_a_copy_of_a_page_keeps_its_treatment_and_body(self):
        page = TreatmentPageFactory(heading="A heading", body=make_full_body(1))
        copy = page.copy(update_attrs={"slug": "copy"})
        self.assertEqual(copy.treatment, page.treatment)
        self.assertEqual(copy.heading, "A heading")
        self.assertEqual(copy.body.get_prep_value(), page.body.get_prep_value())

    def test_a_draft_of_a_page_is_public_when_it_is_published(self):
        page = BenefitListPageFactory(
            benefits=picks("benefit", [BenefitFactory(title="Before")]), tells_risks=True
        )
        page.benefits = picks("benefit", [BenefitFactory(title="After")])
        revision = page.save_revision()
        self.assertContains(self.client.get(page.url), "Before")
        revision.publish()
        response = self.client.get(page.url)
        self.assertContains(response, "After")
        self.assertNotContains(response, "Before")


@gate_off()
class SpanishPageTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.spanish = Locale.objects.create(language_code="es")
        home = Site.objects.get(is_default_site=True).root_page.specific
        cls.home = home.copy_for_translation(cls.spanish)
        cls.home.save_revision().publish()

    def visit_in_spanish(self, page):
        copy = page.copy_for_translation(self.spanish)
        copy.save_revision().publish()
        return self.client.get(copy.get_url(), headers={"accept-language": "es"})

    def test_a_spanish_page_shows_what_is_published_in_spanish(self):
        benefits = [BenefitFactory(title="First"), BenefitFactory(title="Second")]
        page = BenefitListPageFactory(benefits=picks("benefit", benefits), tells_risks=True)
        translate(benefits[0], self.spanish, title="Primero")
        translate(benefits[1], self.spanish, title="Segundo", published=False)
        response = self.visit_in_spanish(page)
        self.assertContains(response, '<html lang="es"')
        self.assertContains(response, "Primero")
        self.assertContains(response, "Second")
        self.assertNotContains(response, "First")
        self.assertNotContains(response, "Segundo")
        self.assertContains(self.client.get(page.url), "First")

    def test_a_spanish_treatment_page_shows_the_warnings(self):
        page = TreatmentPageFactory(body=[("safety", {"heading": "Risks"})])
        SafetyNoticeFactory(title="Blood pressure", treatments=[page.treatment])
        translate(page.treatment, self.spanish)
        response = self.visit_in_spanish(page)
        self.assertContains(response, '<html lang="es"')
        self.assertContains(response, "Blood pressure")


class SeveralSitesTests(TestCase):
    def test_each_site_shows_its_own_name_and_phone(self):
        section = TreatmentIndexPageFactory()
        page = TreatmentPageFactory(parent=section, slug="ketamine")
        other = Site.objects.create(hostname="other.example", root_page=section)
        default = Site.objects.get(is_default_site=True)
        ClinicSettings.objects.create(
            site=default, organisation_name="One clinic", main_phone="+16025550142"
        )
        ClinicSettings.objects.create(
            site=other, organisation_name="Another clinic", main_phone="+16025550143"
        )
        for host, path, name, phone in [
            ("testserver", f"/{section.slug}/ketamine/", "One clinic", "tel:+1-602-555-0142"),
            ("other.example", "/ketamine/", "Another clinic", "tel:+1-602-555-0143"),
        ]:
            with self.subTest(host=host):
                response = self.client.get(path, headers={"host": host})
                self.assertContains(response, name)
                self.assertContains(response, phone)
        self.assertEqual(page.get_site(), other)


class ExtensionTests(TestCase):
    """A page type of the site's own, with a block of its own in the body."""

    def test_it_is_printed_with_its_own_block_and_those_of_the_package(self):
        body = [
            ("price", {"heading": "One session", "amount": 450}),
            ("section", {"heading": "A section", "text": "<p>Text</p>"}),
        ]
        response = self.client.get(ProgrammePageFactory(body=body).url)
        self.assertContains(response, "$450")
        self.assertContains(response, "A section")
        self.assertTemplateUsed(response, "ketamine_pages/pages/treatment_page.html")
        self.assertTemplateUsed(response, "testapp/price.html")
