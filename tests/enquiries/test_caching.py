"""The form beside all that caches: parts of pages, a CDN, and what tells both of changes."""

from django.conf import settings
from django.test import Client, TestCase, override_settings

from ketamine_pages.delivery.version import read_version
from ketamine_pages.models import Enquiry
from tests.enquiries.making import filled, hidden_values, send
from tests.factories import EnquiryPageFactory, ProgrammePageFactory

MIDDLEWARE = ["ketamine_pages.middleware.SharedCacheMiddleware", *settings.MIDDLEWARE]


@override_settings(
    KETAMINE_PAGES={"CDN_SECONDS": 3600, "PAGE_CACHE_SECONDS": 900}, MIDDLEWARE=MIDDLEWARE
)
class CachingTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.form_page = EnquiryPageFactory()
        body = [("enquiry", {"heading": "Talk to us", "page": cls.form_page})]
        cls.pages = [cls.form_page, ProgrammePageFactory(body=body)]

    def test_no_two_visitors_share_a_token_whatever_is_cached(self):
        for page in self.pages:
            with self.subTest(page=page):
                answers = [Client().get(page.url) for _visitor in range(3)]
                hidden = [hidden_values(answer.content.decode()) for answer in answers]
                for name in ("kp-token", "csrfmiddlewaretoken"):
                    self.assertEqual(len({values[name] for values in hidden}), 3)
                self.assertEqual({each["Cache-Control"] for each in answers}, {"no-store"})

    def test_no_answer_to_what_was_sent_may_be_kept(self):
        bare = Client(enforce_csrf_checks=True)
        answers = {
            "mistakes": send(self.form_page, name=""),
            "stored": (stored := send(self.form_page)),
            "thanks": Client().get(stored.url),
            "forged": Client().get(f"{self.form_page.url}?sent=x"),
            "no cookie": bare.post(self.form_page.url, filled(self.form_page)),
        }
        for name, answer in answers.items():
            with self.subTest(name):
                self.assertEqual(answer["Cache-Control"], "no-store")

    def test_an_enquiry_changes_nothing_that_pages_show(self):
        # The first one makes the settings of the site.
        send(self.form_page)
        before = read_version()
        send(self.form_page, name="Joe Roe")
        Enquiry.objects.all().delete()
        self.assertEqual(read_version(), before)
