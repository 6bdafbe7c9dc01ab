"""Every library model, and every page type that shows it.

After each change, what is cached must be what would be rendered anew, and each page that reads
differently must have been purged.
"""

from urllib.parse import urlsplit

from django.test import override_settings
from wagtail.models import Page, PageViewRestriction, Site

from ketamine_pages.models import ClinicSettings
from ketamine_pages.purging.addresses import urls_of
from ketamine_pages.reviews.recording import record_review
from tests.blocks.making import BODY, make, picks
from tests.factories import (
    BenefitFactory,
    BenefitListPageFactory,
    ClinicianFactory,
    ConditionFactory,
    ConditionListPageFactory,
    ImageFactory,
    IndicationFactory,
    SafetyNoticeFactory,
    SourceFactory,
    UserFactory,
    gate_off,
)
from tests.purging.recording import CDN, SiteTestCase, purged

UNCACHED = override_settings(KETAMINE_PAGES={"PAGE_CACHE_SECONDS": 0})


class MatrixTests(SiteTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.source = SourceFactory(title="A trial")
        cls.benefit = BenefitFactory(treatment=cls.treatment, sources=[cls.source])
        cls.notice = SafetyNoticeFactory(treatments=[cls.treatment])
        cls.image = ImageFactory()
        cls.condition = ConditionFactory(image=cls.image, detail_page=cls.section)
        cls.indication = IndicationFactory(
            treatment=cls.treatment, condition=cls.condition, sources=[cls.source]
        )
        cls.reviewer = ClinicianFactory(name="Dr Doe", user=UserFactory(admin=True))
        cls.risks = SafetyNoticeFactory(treatments=[cls.treatment])
        risks = ("safety", {"heading": "Risks", "notices": picks("notice", [cls.risks])})
        cls.benefits = BenefitListPageFactory(
            parent=cls.section, benefits=picks("benefit", [cls.benefit]), body=[risks]
        )
        cls.conditions = ConditionListPageFactory(
            parent=cls.section,
            treatment=cls.treatment,
            conditions=picks("condition", [cls.condition]),
        )
        cls.fill(
            cls.page,
            ("benefits", {"list_page": cls.benefits}),
            ("conditions", {"conditions": picks("condition", [cls.condition])}),
            ("safety", {}),
            ("at_a_glance", {}),
        )
        cls.fill(
            cls.other_page,
            ("location_cards", {"mode": "all", "index_page": cls.clinics}),
            ("benefits", {"benefits": picks("benefit", [cls.benefit])}),
            risks,
        )

    @staticmethod
    def fill(page, *blocks):
        page.body = BODY.normalize(
            [(name, make(name, **{"heading": name, **values})) for name, values in blocks]
        )
        with gate_off():
            page.save()

    def changes(self):
        """A name, and what to do, for each kind of change."""
        clinic = ClinicSettings.for_site(self.site)
        site = Site.objects.get(pk=self.site.pk)
        return {
            "a source": lambda: self.set(self.source, year=1984),
            "a benefit": lambda: self.set(self.benefit, title="Sleep"),
            "a notice": lambda: self.set(self.notice, title="Nausea"),
            "a notice of another treatment": lambda: (
                self.notice.treatments.set([self.other]),
                self.notice.save(),
            ),
            "a condition": lambda: self.set(self.condition, name="Grief"),
            "an indication": lambda: self.set(self.indication, statement="Some slept better."),
            "a treatment": lambda: self.set(self.treatment, name="Esketamine", summary="A spray."),
            "an image of a page": lambda: self.set(self.page, hero_image=self.image),
            "a review": lambda: record_review(self.page, self.reviewer, "approved"),
            "a reviewer": lambda: self.set(self.reviewer, profile_url="https://example.com/roe"),
            "a change after the review": lambda: self.set(self.benefit, text="Some slept."),
            "a location": lambda: self.set(self.clinic, title="Tucson", city="Tucson"),
            "what a location offers": lambda: (
                self.clinic.treatments.set([self.other]),
                self.clinic.save(),
            ),
            "a section": lambda: self.set(self.section, title="Therapies"),
            "a page that is listed": lambda: self.set(self.page, title="Nasal spray"),
            "the site": lambda: self.set(site, site_name="Example"),
            "the clinic": lambda: self.set(
                clinic, organisation_name="Ocotillo", main_phone="+16025550142"
            ),
            "a footer link": lambda: self.set(
                clinic, footer_links=[("link", {"text": "Privacy", "page": self.page})]
            ),
            "risks that are withdrawn": lambda: self.risks.unpublish(),
            "risks that are told again": lambda: self.set(self.risks, live=True),
            "a benefit that is withdrawn": lambda: self.benefit.unpublish(),
            "a source that is withdrawn": lambda: self.source.unpublish(),
            "a treatment that is withdrawn": lambda: self.treatment.unpublish(),
            "a location that is unpublished": lambda: self.clinic.unpublish(),
            "an image that is deleted": lambda: self.image.delete(),
            "pages that change places": lambda: self.again(self.other_page).move(
                self.again(self.page), pos="left"
            ),
            "the address of what is below a section": lambda: self.set(
                self.again(self.section), slug="therapies"
            ),
            "a section of locations that moves": lambda: self.again(self.clinics).move(
                self.again(self.section), pos="last-child"
            ),
            "a section of locations that becomes private": lambda: (
                PageViewRestriction.objects.create(
                    page=self.clinics, restriction_type=PageViewRestriction.LOGIN
                )
            ),
            "a section of locations that everybody may see again": lambda: (
                PageViewRestriction.objects.get().delete()
            ),
            "a second site": lambda: Site.objects.create(
                hostname="treatments.example", root_page=self.section
            ),
            "the name of a host": lambda: self.set(
                Site.objects.get(pk=self.site.pk), hostname="clinic.example"
            ),
            "the root of a site": lambda: self.set(
                Site.objects.get(hostname="treatments.example"), root_page=self.page
            ),
            "a section that is deleted": lambda: self.again(self.clinics).delete(),
        }

    @staticmethod
    def set(instance, **fields):
        for name, value in fields.items():
            setattr(instance, name, value)
        with gate_off():
            instance.save()

    @staticmethod
    def again(page):
        """The page as it is now: a move leaves other objects behind."""
        return type(page).objects.get(pk=page.pk)

    def addresses(self):
        """Every address of every page that visitors can open now."""
        return set(urls_of(Page.objects.live().specific()))

    def read(self, addresses):
        """Status and text of each address, as its visitors find it now."""
        answers = {}
        for url in addresses:
            parts = urlsplit(url)
            answer = self.client.get(parts.path, headers={"host": parts.netloc})
            answers[url] = answer.status_code, answer.content.decode()
        return answers

    def test_every_change_reaches_every_page_that_shows_it(self):
        for name, change in self.changes().items():
            with self.subTest(name):
                before = self.read(self.addresses())
                purged.clear()
                with CDN, self.captureOnCommitCallbacks(execute=True):
                    change()
                addresses = self.addresses() | before.keys()
                with UNCACHED:
                    after = self.read(addresses)
                self.assertEqual(self.read(addresses), after)
                changed = {url for url in before if before[url] != after[url]}
                self.assertNotEqual(changed, set())
                self.assertEqual(changed - set(purged), set())
