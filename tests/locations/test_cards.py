"""The card of a location, and its hours."""

import json
import re
from datetime import UTC, date, datetime, time, timedelta
from unittest.mock import patch

from django.db import connection
from django.test import SimpleTestCase, TestCase
from django.test.utils import CaptureQueriesContext, override_settings

from ketamine_pages.blocks import prepare_cards
from ketamine_pages.models import LocationPageMixin
from ketamine_pages.templatetags.ketamine_pages_locations import distance_text
from tests.factories import LocationIndexPageFactory, LocationPageFactory
from tests.locations.rendering import make_full_location, office_hours, render_card
from tests.rendering import Outline, text_of

# A Monday morning in Phoenix.
NOW = datetime(2026, 11, 23, 17, tzinfo=UTC)
ATTACK = "\"'><script>alert(1)</script><img src=x onerror=alert(2)>"


class CardTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.index = LocationIndexPageFactory()

    def make(self, **fields):
        return make_full_location(parent=self.index, **fields)

    def test_it_says_where_and_what(self):
        text = text_of(render_card(self.make(title="Uptown", street="1 Main St", unit="Suite 2")))
        for part in (
            "Uptown",
            "Above the library.",
            "1 Main St, Suite 2",
            "Phoenix, AZ 85004",
            "(602) 555-0142",
            "Accepting new patients",
            "Telehealth",
            "Languages English, Spanish",
            "Access Step-free entrance",
        ):
            self.assertIn(part, text)

    def test_it_leads_to_the_page_the_phone_and_a_map(self):
        page = self.make()
        links = Outline(render_card(page)).links
        self.assertEqual(links[:2], [page.url, "tel:+1-602-555-0142"])
        self.assertTrue(links[2].startswith("https://"))
        self.assertIn("Phoenix", links[2])

    def test_what_is_not_known_leaves_no_trace(self):
        page = LocationPageFactory(parent=self.index, title="Bare", phone="", region="")
        page.street = page.city = page.postal_code = ""
        html = render_card(page)
        self.assertEqual(text_of(html), "Bare")
        self.assertNotIn("<img", html)
        self.assertNotIn("None", html)

    def test_a_missing_image_file_is_left_out(self):
        page = self.make()
        page.image.file.storage.delete(page.image.file.name)
        self.assertNotIn("<img", render_card(page))

    def test_script_in_any_text_is_text(self):
        page = self.make(title=ATTACK[:100], image=None)
        for name in ("card_summary", "street", "unit", "city", "region", "status_message"):
            setattr(page, name, ATTACK)
        page.status_until = date.today() + timedelta(days=1)  # noqa: DTZ011
        html = render_card(page)
        self.assertEqual(html.count("&lt;script&gt;"), 8)
        self.assertNotIn("<script>alert", html)
        self.assertNotIn("<img src=x", html)

    def test_script_in_a_reason_cannot_leave_the_data_of_the_script(self):
        closed = {"from": "2026-11-23", "reason": ATTACK}
        page = self.make(hours={"periods": [], "exceptions": [closed]})
        with patch("django.utils.timezone.now", return_value=NOW):
            html = render_card(page)
        self.assertEqual(html.count("<script"), 1)
        [data] = re.findall(r'<script type="application/json">(.*?)</script>', html)
        self.assertIn(ATTACK, json.loads(data)["days"][0][3])

    def test_it_is_well_formed(self):
        outline = Outline(render_card(self.make(hours=office_hours(time(9), time(17)))))
        self.assertEqual(outline.open, [])
        self.assertEqual(outline.levels, [3])

    def test_a_distance_is_told_where_it_is_known(self):
        page = self.make()
        self.assertIn("3.1 miles", render_card(page, distance=5))
        self.assertNotIn("miles", render_card(page))

    def test_the_number_of_queries_does_not_grow(self):
        counts = []
        for number in (2, 8):
            index = LocationIndexPageFactory()
            for _ in range(number):
                self.make_card_below(index)
            self.print_cards(index)
            with CaptureQueriesContext(connection) as queries:
                self.print_cards(index)
            counts.append(len(queries))
        self.assertEqual(*counts)
        self.assertLessEqual(counts[0], 4)

    def make_card_below(self, index):
        page = make_full_location(parent=index, hours=office_hours(time(9), time(17)))
        render_card(page)  # Makes the pictures.

    def print_cards(self, index):
        for page in prepare_cards(index.get_children().specific()):
            assert isinstance(page, LocationPageMixin)
            render_card(page)


class CardHoursTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.page = LocationPageFactory(
            parent=LocationIndexPageFactory(), hours=office_hours(time(9), time(17))
        )

    def card(self, at=NOW):
        with patch("django.utils.timezone.now", return_value=at):
            return render_card(self.page)

    def notice(self, first, last, *, closed=False):
        self.page.status_message = "The elevator is broken."
        self.page.status_from, self.page.status_until = first, last
        self.page.status_closed = closed

    def test_the_hours_of_today_and_of_the_week_stand_there_without_a_script(self):
        text = text_of(self.card())
        self.assertIn("Monday 9 a.m.–5 p.m.", text)
        self.assertIn("Monday to Friday 9 a.m.–5 p.m.", text)
        self.assertIn("Saturday and Sunday Closed", text)

    def test_nothing_is_called_open_by_the_server(self):
        html = self.card()
        self.assertIn("data-kp-status hidden></p>", html)
        printed = re.sub(r"<script.*?</script>", "", html)
        self.assertNotIn("Open now", printed)
        self.assertIn("Open now", html)

    def test_after_midnight_the_evening_before_is_told_first(self):
        self.page.hours = office_hours(time(22), time(2))
        text = text_of(self.card(datetime(2026, 11, 24, 8, tzinfo=UTC)))
        self.assertIn("Tuesday Until 2 a.m.; 10 p.m.–2 a.m.", text)

    def test_a_location_without_hours_says_nothing_about_them(self):
        self.page.hours = None
        self.assertNotIn("data-kp-status", self.card())

    def test_a_notice_alone_does_not_make_hours(self):
        self.page.hours = None
        self.notice(None, date(2026, 11, 30))
        html = self.card()
        self.assertIn("The elevator is broken.", html)
        self.assertNotIn("data-kp-status", html)

    def test_a_notice_shows_on_its_days_at_the_location(self):
        self.notice(date(2026, 11, 23), date(2026, 11, 23))
        shown = re.compile(r'data-kp-until="2026-11-24T07:00:00Z">The elevator')
        self.assertRegex(self.card(), shown)
        self.assertRegex(self.card(datetime(2026, 11, 24, 6, 59, tzinfo=UTC)), shown)
        self.assertNotIn("elevator", self.card(datetime(2026, 11, 24, 7, tzinfo=UTC)))

    def test_a_notice_to_come_waits_for_the_script(self):
        self.notice(date(2026, 11, 25), date(2026, 11, 26))
        self.assertRegex(self.card(), r'data-kp-from="2026-11-25T07:00:00Z"[^>]* hidden>')

    def test_a_closure_takes_the_hours_of_today_away(self):
        self.notice(date(2026, 11, 23), date(2026, 11, 23), closed=True)
        self.assertIn("data-kp-today hidden>", self.card())

    def test_a_time_zone_that_has_gone_breaks_no_card(self):
        self.page.time_zone = "Mars/Olympus_Mons"
        self.assertNotIn("data-kp-status", self.card())


class DistanceTests(SimpleTestCase):
    def test_it_is_told_in_the_unit_of_the_site(self):
        for unit, kilometres, expected in (
            ("mi", 5, "3.1 miles"),
            ("mi", 16.0934, "10 miles"),
            ("mi", 0, "0.0 miles"),
            ("mi", 5000, "3107 miles"),
            ("km", 5, "5.0 km"),
            ("km", 9.97, "10 km"),
            ("km", None, ""),
        ):
            with (
                self.subTest(unit=unit, kilometres=kilometres),
                override_settings(KETAMINE_PAGES={"DISTANCE_UNIT": unit}),
            ):
                self.assertEqual(distance_text(kilometres), expected)
