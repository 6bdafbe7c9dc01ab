"""What no keyboard types: it is stored or refused at its field, and never an error of ours."""

from urllib.parse import urlencode

from django.test import TestCase

from ketamine_pages.enquiries.forms import TOKEN
from ketamine_pages.models import Enquiry
from tests.enquiries.making import filled, only_enquiry, send
from tests.factories import EnquiryPageFactory, LocationIndexPageFactory, LocationPageFactory

NUL = "Jane\x00Roe"


class OddInputTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        index = LocationIndexPageFactory()
        for title in ("Phoenix", "Tempe"):
            LocationPageFactory(parent=index, title=title)
        cls.page = EnquiryPageFactory()

    def test_a_nul_in_any_field_is_refused_or_ignored(self):
        # PostgreSQL takes none in a text.
        for name in (*filled(self.page), "phone", "preferred_time", "location"):
            with self.subTest(name=name):
                response = send(self.page, **{name: NUL})
                self.assertIn(response.status_code, (200, 303))
                self.assertFalse(any("\x00" in each.text for each in self.all_answers()))

    def all_answers(self):
        return [answer for enquiry in Enquiry.objects.all() for answer in enquiry.answers]

    def test_a_nul_in_the_address_is_ignored(self):
        for query in ({"location": NUL}, {"sent": NUL}):
            with self.subTest(query=query):
                response = self.client.get(self.page.url, query, follow=True)
                self.assertContains(response, "<form")

    def test_emoji_and_scripts_of_all_directions_stay_as_they_are(self):
        name = "Зоя 👩🏽‍⚕️ يَاسَمِين 𝒥"
        self.assertEqual(send(self.page, name=name).status_code, 303)
        self.assertEqual(only_enquiry().answers.get("name").value, name)

    def test_bytes_that_are_no_utf_8_are_stored_as_far_as_they_can_be_read(self):
        data = filled(self.page)
        del data["name"]
        body = f"{urlencode(data)}&name=Jos%E9%ED%A0%80"
        kind = "application/x-www-form-urlencoded"
        response = self.client.post(self.page.url, body, content_type=kind)
        self.assertEqual(response.status_code, 303)
        self.assertIn("Jos�", only_enquiry().answers.get("name").value)

    def test_what_is_far_too_long_is_refused_at_its_field(self):
        response = send(self.page, name="x" * 1_000_000, **{TOKEN: "x" * 100_000})
        self.assertContains(response, "kp-enquiry__errors")
        self.assertEqual(Enquiry.objects.count(), 0)
