"""Site wordings in every state, and a page of each kind that prints them."""

from collections.abc import Callable
from typing import Any

from django.template import engines
from django.test import RequestFactory
from django.utils.html import escape
from django.utils.translation import override
from wagtail.models import Locale

from ketamine_pages.enquiries.tokens import sign_reference
from ketamine_pages.library.wording import CRISIS_LINES, own_wording
from ketamine_pages.models import ClinicSettings, SiteWording
from tests.factories import (
    BenefitListPageFactory,
    EnquiryPageFactory,
    LocationPageFactory,
    SiteWordingFactory,
    TreatmentPageFactory,
)
from tests.rendering import PageTestCase

TEXT_VALUES = {
    "crisis_heading": "Help is near",
    "crisis_text": "<p>Talk to somebody.</p>",
    "off_label_disclaimer": "<p>Our use is off-label.</p>",
    "general_disclaimer": "<p>Ask your own clinician.</p>",
    "good_faith_estimate": "<p>We tell you the price first.</p>",
    "book_label": "Find a time",
    "call_label": "Ring us at",
}
LINE_VALUES = {
    "crisis_phone": "116 123",
    "crisis_text_number": "85258",
    "crisis_chat_url": "https://chat.example/",
    "emergency_phone": "112",
}
FULL = {**TEXT_VALUES, **LINE_VALUES}
PANEL = ("crisis_heading", "crisis_text", *CRISIS_LINES)
LABELS = ("book_label", "call_label")
DISCLAIMERS = ("off_label_disclaimer", "general_disclaimer")
ALL_BUT_ESTIMATE = (*PANEL, *DISCLAIMERS, *LABELS)

# Which texts each page has; estimates stand beside prices.
PAGES = {
    "treatment": ALL_BUT_ESTIMATE,
    "location": ALL_BUT_ESTIMATE,
    "enquiry": ALL_BUT_ESTIMATE,
    "thanks": (*PANEL, *LABELS),
    "list": ALL_BUT_ESTIMATE,
    "price": ("good_faith_estimate",),
}


def printed(name: str, value: str) -> str:
    """How the text of a field stands in HTML."""
    forms = {
        "crisis_heading": '<h2 id="kp-crisis">{}</h2>',
        "crisis_phone": 'href="tel:{digits}">Call {}</a>',
        "crisis_text_number": 'href="sms:{digits}">Text {}</a>',
        "crisis_chat_url": 'href="{}"',
        "emergency_phone": 'href="tel:{digits}">Emergency: call {}</a>',
        "book_label": 'href="https://book.example/">{}</a>',
        "call_label": '<span>{} <bdi dir="ltr">(602) 555-0142</bdi>',
    }
    digits = "".join(filter(str.isdigit, value))
    value = value if "<p>" in value else escape(value)
    return forms.get(name, "{}").format(value, digits=digits)


def own(name: str) -> str:
    """What the package says where a site says nothing."""
    return str(getattr(own_wording(), name)) or "Call"


def translate(wording: SiteWording, locale: Locale, **values: Any) -> SiteWording:
    copy = wording.copy_for_translation(locale)
    for name, value in {"live": True, **values}.items():
        setattr(copy, name, value)
    copy.save()
    return copy


def unpublished() -> SiteWording:
    wording = SiteWordingFactory(**FULL)
    wording.unpublish()
    return wording


# What is chosen, and whether visitors read it.
STATES: dict[str, tuple[Callable[[], SiteWording | None], bool]] = {
    "none chosen": (lambda: None, False),
    "draft": (lambda: SiteWordingFactory(draft=True, **FULL), False),
    "unpublished": (unpublished, False),
    "unconfirmed": (lambda: SiteWordingFactory(needs_confirmation=True, **FULL), False),
    "with an error": (
        lambda: SiteWordingFactory(**{**FULL, "general_disclaimer": "<p>TBC</p>"}),
        False,
    ),
    "a number that nobody can dial": (
        lambda: SiteWordingFactory(**{**FULL, "crisis_phone": "9<b>8"}),
        False,
    ),
    "an address that is a script": (
        lambda: SiteWordingFactory(**{**FULL, "crisis_chat_url": "javascript:alert(1)"}),
        False,
    ),
    "chosen and good": (lambda: SiteWordingFactory(**FULL), True),
}


class WordingTestCase(PageTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.spanish = Locale.objects.create(language_code="es")
        cls.pages = {
            locale.language_code: {
                "treatment": TreatmentPageFactory(parent=cls.index, locale=locale),
                "location": LocationPageFactory(locale=locale, phone=""),
                "enquiry": EnquiryPageFactory(locale=locale),
                "list": BenefitListPageFactory(parent=cls.index, locale=locale),
            }
            for locale in (Locale.get_default(), cls.spanish)
        }
        clinic = ClinicSettings.for_site(cls.site)
        clinic.main_phone, clinic.booking_url = "+16025550142", "https://book.example/"
        clinic.save()

    def read(self, kind: str, language: str = "en") -> str:
        pages = self.pages[language]
        if kind == "price":
            request = RequestFactory().get("/")
            with override(language):
                return str(
                    engines["django"]
                    .from_string('{% include "ketamine_pages/site/good_faith_estimate.html" %}')
                    .render({"page": pages["treatment"]}, request)
                )
        page, query = pages["enquiry" if kind == "thanks" else kind], ""
        if kind == "thanks":
            query = f"?sent={sign_reference('KP-7F3K-2Q')}"
        response = self.client.get(page.url + query, headers={"accept-language": language})
        self.assertEqual(response.status_code, 200)
        return response.content.decode()

    def assert_prints(self, values: dict[str, str], *, not_these: Any, language: str = "en"):
        """Exactly ``values`` on every page that has them, and none of the texts ``not_these``."""
        for kind, names in PAGES.items():
            html = self.read(kind, language)
            for name in names:
                with self.subTest(page=kind, field=name):
                    if name in values:
                        self.assertIn(printed(name, values[name]), html)
                    if name in not_these:
                        self.assertNotIn(printed(name, not_these[name]), html)
