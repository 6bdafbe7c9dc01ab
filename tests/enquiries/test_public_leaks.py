"""What a visitor writes is in one column of the database, and nowhere else."""

import logging
from io import StringIO
from unittest import mock

from django.apps import apps
from django.core import mail
from django.core.cache import caches
from django.db import connection
from django.test import Client, TestCase, override_settings
from django.utils.log import AdminEmailHandler
from wagtail.models import Page, Revision

from ketamine_pages.enquiries import delivery, form_builder, storing, views
from tests.enquiries.making import filled, only_enquiry
from tests.factories import EnquiryPageFactory

MARKER = "Zebra9753"
PHONE = "602 555 0175"


def everything(page):
    """A form with the marker in every field that takes text."""
    return filled(
        page,
        name=f"{MARKER} Roe",
        email=f"{MARKER}@example.com",
        phone=PHONE,
        **{"long_text-1": f"About {MARKER}", "text-2": MARKER},
    )


def is_in(text):
    """Whether a text gives anything away; the phone number by its last digits."""
    return MARKER.lower() in text.lower() or "555 0175" in text or "555-0175" in text


def columns_with_marker():
    """Table and column of everything in the database that holds the marker."""
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            names = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                found |= {
                    (table, name)
                    for name, value in zip(names, row, strict=True)
                    if is_in(str(value))
                }
    return found


class LeakTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.page = EnquiryPageFactory()
        note = {"label": "Note", "required": False}
        cls.page.form_fields = [
            *cls.page.form_fields.get_prep_value(),
            {"type": "long_text", "value": note, "id": "1"},
            {"type": "text", "value": note, "id": "2"},
        ]
        cls.page.save_revision().publish()

    def setUp(self):
        self.log = StringIO()
        handler = logging.StreamHandler(self.log)
        root = logging.getLogger()
        level = root.level
        root.addHandler(handler)
        root.setLevel(logging.DEBUG)
        self.addCleanup(root.setLevel, level)
        self.addCleanup(root.removeHandler, handler)

    def send(self):
        with self.captureOnCommitCallbacks(execute=True):
            return self.client.post(self.page.url, everything(self.page))

    def test_the_marker_is_in_one_column_alone(self):
        self.send()
        self.assertEqual(columns_with_marker(), {("ketamine_pages_enquiry", "answers")})
        self.assertEqual(len(only_enquiry().answers), 5)

    def test_neither_mail_nor_log_nor_address_nor_thanks_holds_it(self):
        response = self.send()
        self.assertEqual(len(mail.outbox), 1)
        message = mail.outbox[0]
        self.assertFalse(is_in(f"{message.subject} {message.body} {message.extra_headers}"))
        self.assertFalse(is_in(self.log.getvalue()))
        self.assertFalse(is_in(response.url))
        self.assertFalse(is_in(self.client.get(response.url).content.decode()))

    def test_neither_cookies_nor_caches_hold_it(self):
        self.send()
        self.client.post(self.page.url, {**everything(self.page), "consent": ""})
        self.assertFalse(is_in(str(self.client.cookies)))
        for cache in caches.all(initialized_only=True):
            self.assertFalse(is_in(str(getattr(cache, "_cache", ""))))

    def test_neither_revisions_nor_search_nor_the_api_hold_it(self):
        self.send()
        self.assertFalse(any(is_in(str(each.content)) for each in Revision.objects.all()))
        for query in (MARKER, "Roe"):
            self.assertFalse(list(Page.objects.search(query)))
        for address in ("/api/v2/pages/", f"/api/v2/pages/{self.page.pk}/?fields=*"):
            answer = self.client.get(address)
            self.assertEqual(answer.status_code, 200)
            text = answer.content.decode()
            self.assertFalse(is_in(text))
            for private in ("recipients", "desk@clinic.example", "retention", "enquir" + "ies/"):
                self.assertNotIn(private, text)

    def test_no_endpoint_of_the_api_is_about_enquiries(self):
        for model in apps.get_app_config("ketamine_pages").get_models():
            if "nquir" in model.__name__:
                self.assertFalse(hasattr(model, "api_fields"), model)
                self.assertFalse(hasattr(model, "search_fields"), model)

    def test_no_repr_gives_it_away(self):
        self.send()
        with mock.patch.object(views, "store", side_effect=storing.OverLimit) as store:
            self.client.post(self.page.url, everything(self.page))
        [submission] = store.call_args.args
        enquiry = only_enquiry()
        for each in (enquiry, enquiry.answers, list(enquiry.answers), submission):
            self.assertFalse(is_in(repr(each)), type(each))


@override_settings(ADMINS=[("A", "admin@clinic.example")])
class CrashTests(TestCase):
    """An error report goes to people who may not read enquiries."""

    @classmethod
    def setUpTestData(cls):
        cls.page = EnquiryPageFactory()

    def report_of(self, target, name):
        logger = logging.getLogger("django.request")
        handler = AdminEmailHandler(include_html=True)
        logger.addHandler(handler)
        self.addCleanup(logger.removeHandler, handler)
        with mock.patch.object(target, name, side_effect=RuntimeError("Out of order")):
            client = Client(raise_request_exception=False)
            response = client.post(self.page.url, everything(self.page))
        self.assertEqual(response.status_code, 500)
        # Not as_string(), in which all may be encoded.
        [message] = [each for each in mail.outbox if each.alternatives]
        parts = [message.subject, message.body, *(each[0] for each in message.alternatives)]
        self.assertEqual(len([part for part in parts if "Out of order" in part]), 2)
        self.assertIn("receive", parts[2])
        return " ".join(parts)

    def test_a_crash_among_what_was_typed_tells_nothing(self):
        # Its functions have it in their variables, other than those further on.
        self.assertFalse(is_in(self.report_of(form_builder, "parse_phone")))

    def test_a_crash_while_storing_tells_nothing(self):
        self.assertFalse(is_in(self.report_of(storing, "reserve")))

    def test_a_crash_while_queueing_tells_nothing(self):
        self.assertFalse(is_in(self.report_of(storing, "queue_notifications")))
        self.assertTrue(delivery)

    def test_a_crash_while_guarding_tells_nothing(self):
        self.assertFalse(is_in(self.report_of(views, "find_suspicions")))

    def test_a_crash_while_showing_mistakes_tells_nothing(self):
        everything_but_consent = {**everything(self.page), "consent": ""}
        with mock.patch(f"{__name__}.everything", return_value=everything_but_consent):
            report = self.report_of(views, "show_page")
        self.assertFalse(is_in(report))
