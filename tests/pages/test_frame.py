"""What stands around the content of every page: frame, crisis panel, call to action."""

from datetime import date

from django.test import override_settings

from ketamine_pages.models import ClinicSettings
from tests.blocks.making import picks
from tests.factories import (
    BenefitFactory,
    BenefitListPageFactory,
    ImageFactory,
    SiteWordingFactory,
    SourceFactory,
    TreatmentPageFactory,
)
from tests.rendering import Outline, PageTestCase, text_of

PHONE = "+16025550142"


class CrisisTests(PageTestCase):
    def crisis(self):
        return self.part(self.index, 'kp-crisis"').partition("</section>")[0]

    def test_it_is_on_every_page_with_links_that_dial(self):
        html = self.crisis()
        self.assertEqual(
            Outline(html.partition(">")[2].rpartition("</div>")[0]).links,
            ["tel:988", "sms:988", "https://988lifeline.org/chat/", "tel:911"],
        )
        self.assertIn("Emergency: call 911", html)

    def test_a_number_may_be_written_with_spaces(self):
        self.word(crisis_phone="116 123")
        html = self.crisis()
        self.assertIn('href="tel:116123"', html)
        self.assertIn("Call 116 123", html)
        self.assertNotIn("sms:", html)
        self.assertNotIn("Chat", html)

    def test_the_date_of_the_last_check_is_for_the_clinic_only(self):
        self.word(crisis_reviewed_on=date(2019, 7, 31))
        self.assertNotIn("2019", self.get(self.index))

    def test_a_site_can_do_without(self):
        self.describe(crisis_panel=False)
        self.assertNotIn("kp-crisis", self.get(self.index))


class ActionTests(PageTestCase):
    def test_phone_and_booking_stand_at_the_foot(self):
        self.describe(main_phone=PHONE, booking_url="https://book.example/")
        bar = self.part(self.index, 'kp-bar"').partition("</aside>")[0]
        self.assertIn('href="tel:+1-602-555-0142"', bar)
        self.assertIn("(602) 555-0142", bar)
        self.assertIn('href="https://book.example/"', bar)

    def test_a_site_without_either_has_no_bar(self):
        html = self.get(self.index)
        self.assertNotIn("kp-bar", html)
        self.assertNotIn("kp-actions", html)

    def test_it_names_the_clinic(self):
        self.describe(main_phone=PHONE, organisation_name="Ours")
        self.assertIn("Questions? Talk to Ours.", text_of(self.get(self.index)))


class FrameTests(PageTestCase):
    def test_the_default_frame_has_header_and_footer(self):
        self.describe(
            organisation_name="Ours",
            legal_name="Ours PLLC",
            main_phone=PHONE,
            logo=ImageFactory(),
            footer_links=[
                ("link", {"text": "Privacy", "url": "https://example.com/privacy"}),
                ("link", {"text": "Gone", "page": TreatmentPageFactory(live=False)}),
            ],
        )
        html = self.get(self.index)
        header = html.partition("<header")[2].partition("</header>")[0]
        self.assertIn("Ours", header)
        self.assertIn("<img", header)
        footer = html.partition("<footer")[2]
        self.assertIn("Ours PLLC", footer)
        self.assertIn(">Privacy</a>", footer)
        self.assertNotIn("Gone", footer)

    def test_disclaimers_are_in_every_frame(self):
        self.word(
            off_label_disclaimer="<p>It is off-label.</p>", general_disclaimer="<p>Ask us.</p>"
        )
        text = text_of(self.get(self.index))
        self.assertIn("It is off-label. Ask us.", text)

    def test_a_frame_of_a_few_lines_gets_everything(self):
        base = (
            "<head>{% block kp_head %}{% endblock %}</head>"
            "<main>{% block kp_main %}{% endblock %}</main>"
        )
        loaders = [
            ("django.template.loaders.locmem.Loader", {"ketamine_pages/base.html": base}),
            "django.template.loaders.app_directories.Loader",
        ]
        engine = {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {
                "loaders": loaders,
                "context_processors": ["django.template.context_processors.request"],
            },
        }
        self.describe(main_phone=PHONE)
        benefits = picks("benefit", [BenefitFactory(sources=[SourceFactory()])])
        page = BenefitListPageFactory(parent=self.index, benefits=benefits, tells_risks=True)
        with override_settings(TEMPLATES=[engine]):
            html = self.get(page)
        self.assertNotIn('<header class="kp-header', html)
        for part in ("ketamine-pages.css", 'class="kp ', "kp-breadcrumb", "kp-hero"):
            self.assertIn(part, html)
        for part in ("kp-references", "kp-crisis", "kp-bar"):
            self.assertIn(part, html)


class SettingsPreviewTests(PageTestCase):
    def test_it_shows_colours_and_words_that_are_not_saved_yet(self):
        self.describe(brand_colour="#1f6f6b", brand_colour_dark="#6fd0c8")
        clinic = ClinicSettings.for_site(self.site)
        clinic.brand_colour, clinic.brand_colour_dark = "#7a2048", ""
        clinic.wording = SiteWordingFactory(crisis_heading="Help is near")
        clinic.main_phone = PHONE
        html = clinic.make_preview_request().content.decode()
        self.assertIn("<style>:root { --kp-brand-light: #7a2048; }</style>", html)
        self.assertNotIn("/brand-", html)
        self.assertIn("Help is near", html)
        self.assertIn("tel:+1-602-555-0142", html)
