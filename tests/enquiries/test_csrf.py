"""A browser that does not send its cookie."""

from django.test import Client, TestCase
from wagtail.models import PageViewRestriction

from ketamine_pages.models import Enquiry
from tests.enquiries.making import filled, hidden_values
from tests.factories import EnquiryPageFactory, TreatmentIndexPageFactory


class CsrfTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.page = EnquiryPageFactory()

    def setUp(self):
        self.browser = Client(enforce_csrf_checks=True)

    def post(self, page=None, **values):
        page = page or self.page
        return self.browser.post(page.url, filled(self.page, **values))

    def test_the_form_comes_back_with_what_was_typed(self):
        response = self.post(name="Jane <Roe>")
        self.assertContains(response, "Nothing was sent yet", status_code=403)
        self.assertContains(response, 'value="Jane &lt;Roe&gt;"', status_code=403)
        self.assertEqual(response["Cache-Control"], "no-store")
        self.assertFalse(Enquiry.objects.exists())

    def test_sending_it_again_is_enough(self):
        hidden = hidden_values(self.post().content.decode())
        self.assertEqual(self.post(**hidden).status_code, 303)

    def test_other_addresses_get_djangos_own_page(self):
        for url in (TreatmentIndexPageFactory().url, "/nowhere/", "/admin/login/"):
            with self.subTest(url=url):
                response = self.browser.post(url, {"name": "Jane Roe"})
                self.assertNotContains(response, "Jane Roe", status_code=403)

    def test_a_private_form_is_not_shown_to_strangers(self):
        PageViewRestriction.objects.create(page=self.page, restriction_type="login")
        self.assertNotContains(self.post(), "<form", status_code=403)
