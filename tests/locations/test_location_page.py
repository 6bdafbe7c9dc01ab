"""The page of a location."""

import re
from datetime import UTC, datetime, time
from unittest.mock import patch

from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

from ketamine_pages.hours.core import Period
from ketamine_pages.hours.form import OpeningHours
from ketamine_pages.models import Treatment
from tests.factories import (
    ImageFactory,
    LocationIndexPageFactory,
    LocationPageFactory,
    TreatmentFactory,
    TreatmentPageFactory,
)
from tests.locations.rendering import make_full_location, office_hours
from tests.rendering import Outline, PageTestCase, text_of

EVERYTHING = {
    "fax": "+16025550143",
    "tty": "+16025550144",
    "email": "north+clinic@example.com",
    "telehealth_note": "For a first talk only.",
    "interpreter": True,
    "directions": "Ring at the green door.",
    "parking": "Behind the house.",
    "insurance": "Checked in May.",
    "ride_home": "Somebody takes you home.",
}


class LocationPageTests(PageTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.clinics = LocationIndexPageFactory(title="Clinics")
        cls.page = make_full_location(
            parent=cls.clinics,
            title="North",
            hours=office_hours(time(9), time(17)),
            phone_hours=OpeningHours((Period(0, time(8), time(12)),)),
            **EVERYTHING,
        )

    def test_everything_about_a_visit_is_told(self):
        text = text_of(self.get(self.page))
        for part in (
            "Phone (602) 555-0142",
            "TTY (602) 555-0144",
            "Fax (602) 555-0143",
            "north+clinic@example.com",
            "Interpreter on request",
            "Step-free entrance",
            "For a first talk only.",
            "Ring at the green door.",
            "Behind the house.",
            "Checked in May.",
            "Somebody takes you home.",
            "Monday 9 a.m.–5 p.m.",
            "Monday 8 a.m.–noon",
            "All times are Phoenix time.",
        ):
            self.assertIn(part, text)

    def test_the_document_is_well_formed(self):
        html = self.get(self.page)
        outline = Outline(html)
        self.assertEqual(outline.open, [])
        self.assertEqual(len(outline.ids), len(set(outline.ids)))
        self.assertLessEqual(set(outline.labels), set(outline.ids))
        self.assertEqual(outline.levels[:2], [1, 2])

    def test_the_bar_at_the_foot_calls_this_location(self):
        self.describe(main_phone="+16025550199", booking_url="https://book.example/")
        bar = self.part(self.page, 'kp-bar"').partition("</aside>")[0]
        self.assertIn("tel:+1-602-555-0142", bar)
        self.assertIn("https://book.example/", bar)
        self.assertIn("Talk to North.", bar)

    def test_a_location_books_at_its_own_address(self):
        self.page.booking_url = "https://north.example/book"
        self.page.save()
        self.assertIn('href="https://north.example/book"', self.get(self.page))

    def test_without_a_phone_of_its_own_the_clinic_is_called(self):
        self.describe(main_phone="+16025550199")
        page = LocationPageFactory(parent=self.clinics, phone="")
        self.assertIn("tel:+1-602-555-0199", self.part(page, 'kp-bar"'))

    def test_a_page_with_little_has_no_empty_part(self):
        page = LocationPageFactory(parent=self.clinics, phone="")
        html = self.get(page)
        for part in ("kp-bar", "kp-before", "kp-offered", 'class="kp-hours', "<dl", "None"):
            self.assertNotIn(part, html)

    def test_treatments_lead_to_their_pages(self):
        about = TreatmentPageFactory(parent=self.index)
        other = TreatmentFactory(name="Only here")
        page = LocationPageFactory(parent=self.clinics, treatments=[about.treatment, other])
        html = self.part(page, "kp-wrap kp-section")
        self.assertIn(f'<a href="{about.url}">{about.treatment.name}</a>', html)
        self.assertIn("<h3>Only here</h3>", html)

    def test_an_unpublished_treatment_is_absent(self):
        treatment = TreatmentFactory(name="Not yet", draft=True)
        page = LocationPageFactory(parent=self.clinics, treatments=[treatment])
        self.assertTrue(Treatment.objects.filter(name="Not yet").exists())
        self.assertNotIn("Not yet", self.get(page))

    def test_exceptions_stand_below_the_week_with_their_reasons(self):
        self.page.hours = {
            "periods": [],
            "exceptions": [{"from": "2026-11-26", "reason": "Thanksgiving Day"}],
        }
        self.page.save()
        with patch("django.utils.timezone.now", return_value=datetime(2026, 11, 20, tzinfo=UTC)):
            html = self.get(self.page)
        row = re.search(r'<tr data-kp-dates="2026-11-26/2026-11-26">.*?</tr>', html)[0]
        self.assertIn("Thursday, November", row)
        self.assertIn("Thanksgiving Day", row)
        self.assertIn("Closed", row)

    @override_settings(KETAMINE_PAGES={"PAGE_CACHE_SECONDS": 0})
    def test_the_page_costs_few_queries(self):
        page = make_full_location(
            parent=self.clinics,
            image=ImageFactory(),
            treatments=[TreatmentPageFactory(parent=self.index).treatment for _ in range(5)],
        )
        self.get(page)
        with CaptureQueriesContext(connection) as queries:
            self.get(page)
        self.assertLessEqual(len(queries), 18)
