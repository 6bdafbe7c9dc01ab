"""From the form to the thanks, without JavaScript."""

from unittest import mock

from django.core import mail
from django.db import OperationalError
from django.test import Client, TestCase
from wagtail.models import Locale, PageViewRestriction

from ketamine_pages.enquiries.tokens import sign_reference
from ketamine_pages.models import ConsentWording, Enquiry
from tests.enquiries.making import configured, filled, hidden_values, only_enquiry, opened, send
from tests.factories import EnquiryPageFactory, LocationIndexPageFactory, LocationPageFactory


class ShowingTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.page = EnquiryPageFactory(answer_note="We call within two working days.")

    def test_the_crisis_panel_stands_above_the_form(self):
        html = self.client.get(self.page.url).content.decode()
        self.assertLess(html.index('id="kp-crisis"'), html.index("<form"))
        self.assertEqual(html.count('id="kp-crisis"'), 1)
        self.assertIn("not watched around the clock", html)
        self.assertIn("We call within two working days.", html)

    def test_inputs_fill_themselves_in_and_bring_the_right_keyboard(self):
        response = self.client.get(self.page.url)
        for attributes in (
            'autocomplete="name"',
            'inputmode="tel" autocomplete="tel"',
            '<input type="tel"',
            'inputmode="email" autocomplete="email"',
            '<input type="email"',
        ):
            self.assertContains(response, attributes)

    def test_no_cache_keeps_a_form(self):
        self.assertEqual(self.client.get(self.page.url)["Cache-Control"], "no-store")

    def test_each_form_has_a_token_of_its_own(self):
        tokens = {
            hidden_values(self.client.get(self.page.url).content.decode())["kp-token"]
            for _time in range(3)
        }
        self.assertEqual(len(tokens), 3)

    def test_a_form_that_is_opened_and_sent_by_a_browser_is_accepted(self):
        client = Client(enforce_csrf_checks=True)
        hidden = hidden_values(client.get(self.page.url).content.decode())
        data = {**hidden, "name": "Jane Roe", "phone": "602 555 0142", "consent": "on"}
        self.assertEqual(client.post(self.page.url, data).status_code, 303)
        self.assertEqual(only_enquiry().answers.get("phone").value, "+1 602-555-0142")


class SendingTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.page = EnquiryPageFactory(
            answer_note="We call soon.", thank_you_text="<p>Talk to you.</p>", retention_days=7
        )

    def test_the_visitor_is_led_to_a_page_that_thanks(self):
        response = send(self.page)
        enquiry = only_enquiry()
        self.assertEqual(response.status_code, 303)
        thanks = self.client.get(response.url)
        for text in (enquiry.reference, "We call soon.", "Talk to you.", 'id="kp-crisis"'):
            self.assertContains(thanks, text)
        self.assertContains(thanks, "not watched around the clock")
        self.assertContains(thanks, '<meta name="robots" content="noindex">')
        self.assertEqual(thanks["Cache-Control"], "no-store")
        self.assertEqual(response["Cache-Control"], "no-store")

    def test_what_was_typed_into_a_field_that_is_gone_is_not_lost_without_a_word(self):
        for name in ("text-0123456789ab", "location"):
            with self.subTest(name=name):
                page = EnquiryPageFactory(form_fields=[("email", {"label": "E-mail"})])
                answer = send(page, name=None, **{name: "After six"})
                self.assertContains(answer, "The form has changed while you were writing.")
                self.assertEqual(Enquiry.objects.count(), 0)
        self.assertEqual(send(page, name=None).status_code, 303)

    def test_everything_about_an_enquiry_is_stored(self):
        send(self.page, preferred_time="Morning")
        enquiry = only_enquiry()
        self.assertEqual(
            [(each.key, each.label, each.value) for each in enquiry.answers],
            [
                ("name", "Your name", "Jane Roe"),
                ("email", "E-mail", "jane@example.com"),
                ("preferred_time", "When can we reach you?", "Morning"),
            ],
        )
        self.assertEqual((enquiry.page_id, enquiry.page_title), (self.page.pk, self.page.title))
        self.assertEqual(enquiry.site.root_page, self.page.get_parent())
        self.assertEqual((enquiry.language, enquiry.is_suspected), ("en", False))
        self.assertEqual((enquiry.purge_after - enquiry.submitted_at).days, 7)

    def test_a_refresh_after_sending_makes_no_second_enquiry(self):
        data = filled(self.page)
        first, again = (self.client.post(self.page.url, data) for _time in range(2))
        self.assertEqual(Enquiry.objects.count(), 1)
        self.assertEqual(again.status_code, 303)
        self.assertContains(self.client.get(again.url), only_enquiry().reference)
        self.assertEqual(len(mail.outbox), 0)
        self.assertEqual(first.status_code, 303)

    def test_two_requests_that_both_find_nothing_stored_make_one_enquiry(self):
        # As two threads do; test_faults.py has the threads, for databases that take several.
        data = filled(self.page)
        with mock.patch("ketamine_pages.enquiries.views.find_stored", return_value=None):
            responses = [self.client.post(self.page.url, data) for _time in range(2)]
        for response in responses:
            self.assertContains(self.client.get(response.url), only_enquiry().reference)
        self.assertEqual(only_enquiry().notifications.count(), 1)

    def test_a_correction_from_a_form_that_the_browser_has_kept_is_not_lost(self):
        data = filled(self.page)
        self.client.post(self.page.url, data)
        self.client.post(self.page.url, {**data, "phone": "602 555 0199"})
        numbers = [each.answers.get("phone") for each in Enquiry.objects.order_by("pk")]
        self.assertEqual([number and number.value for number in numbers], [None, "+1 602-555-0199"])

    def test_a_second_form_makes_a_second_enquiry(self):
        send(self.page)
        send(self.page)
        self.assertEqual(Enquiry.objects.count(), 2)

    def test_a_thank_you_address_that_nobody_signed_leads_back_to_the_form(self):
        for value in ("KP-AAAA-AA", sign_reference("KP-AAAA-AA")[:-2], ""):
            response = self.client.get(self.page.url, {"sent": value})
            self.assertRedirects(response, self.page.url, status_code=303)


class MistakeTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.page = EnquiryPageFactory()

    def test_mistakes_are_listed_linked_and_announced_and_what_was_typed_is_kept(self):
        response = send(self.page, name="", email="jane@", phone="")
        self.assertEqual((response.status_code, Enquiry.objects.count()), (200, 0))
        self.assertContains(response, 'role="alert" tabindex="-1" autofocus')
        self.assertContains(response, '<a href="#kp-enquiry-1-name">Your name – ')
        self.assertContains(response, '<a href="#kp-enquiry-1-email">E-mail – ')
        self.assertContains(response, 'value="jane@"')
        self.assertContains(response, 'aria-describedby="kp-enquiry-1-email_error"')
        self.assertContains(response, "<title>Please check:")
        self.assertEqual(response["Cache-Control"], "no-store")

    def test_some_way_to_answer_is_needed(self):
        response = send(self.page, email="", phone="")
        self.assertContains(response, "Fill in one of these, so that we can answer you.", 2)

    def test_nothing_is_stored_without_consent(self):
        response = send(self.page, consent=None)
        self.assertContains(response, '<a href="#kp-enquiry-1-consent">I agree – Please agree')
        self.assertFalse(Enquiry.objects.exists())

    def test_a_number_that_is_none_is_named(self):
        response = send(self.page, phone="12", email="")
        self.assertContains(response, "“12” is not a phone number.")

    def test_options_that_are_not_offered_are_refused(self):
        self.assertContains(send(self.page, preferred_time="Never"), "kp-enquiry__errors")

    def test_mending_a_mistake_quickly_raises_no_suspicion(self):
        response = send(self.page, name="")
        again = {**hidden_values(response.content.decode()), "name": "Jane", "consent": "on"}
        self.client.post(self.page.url, {**again, "email": "jane@example.com"})
        self.assertFalse(only_enquiry().is_suspected)

    def test_what_was_typed_is_escaped(self):
        response = send(self.page, email="", name='"><script>alert(1)</script>')
        self.assertNotContains(response, "<script>alert")
        self.assertContains(response, "&lt;script&gt;alert(1)")

    def test_lines_characters_and_lengths_that_no_form_sends_are_no_server_error(self):
        for name in ("x" * 5000, "a\x00b", "a\r\nBcc: x@example.com"):
            with self.subTest(name=name[:20]):
                self.assertIn(send(self.page, name=name).status_code, (200, 303))


class ConsentTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.page = EnquiryPageFactory(consent_text="<p>First wording.</p>")

    def change_wording(self):
        self.page.consent_text = "<p>Second wording.</p>"
        self.page.save()

    def test_the_wording_is_stored_that_the_visitor_has_read(self):
        data = filled(self.page)
        send(self.page)
        self.change_wording()
        self.client.post(self.page.url, data)
        wordings = [enquiry.consent.text for enquiry in Enquiry.objects.all()]
        self.assertEqual(wordings, ["<p>First wording.</p>"] * 2)
        self.assertEqual(ConsentWording.objects.count(), 1)

    def test_a_wording_that_nobody_knows_any_more_has_to_be_read_again(self):
        data = filled(self.page)
        self.change_wording()
        response = self.client.post(self.page.url, data)
        self.assertContains(response, "These words have changed meanwhile.")
        self.assertContains(response, "Second wording.")
        again = {**data, **hidden_values(response.content.decode())}
        self.client.post(self.page.url, again)
        self.assertEqual(only_enquiry().consent.text, "<p>Second wording.</p>")


class LocationTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.page = EnquiryPageFactory(recipients="")
        cls.index = LocationIndexPageFactory()
        cls.phoenix = LocationPageFactory(
            parent=cls.index, title="Phoenix", email="phoenix@clinic.example"
        )

    def add_tempe(self, title="Tempe", **values):
        return LocationPageFactory(parent=self.index, title=title, **values)

    def test_the_only_location_is_meant_without_a_question(self):
        self.assertContains(self.client.get(self.page.url), "To: Phoenix")
        send(self.page)
        enquiry = only_enquiry()
        self.assertEqual(
            (enquiry.location_id, enquiry.location_title), (self.phoenix.pk, "Phoenix")
        )
        recipients = [each.recipient for each in enquiry.notifications.all()]
        self.assertEqual(recipients, ["phoenix@clinic.example"])

    def test_nobody_reads_what_was_meant_for_a_location_that_is_gone(self):
        tempe = self.add_tempe(live=False)
        response = send(self.page, location=str(tempe.pk))
        self.assertContains(response, "takes no more enquiries")
        self.assertContains(response, "To: Phoenix")
        self.assertEqual(Enquiry.objects.count(), 0)
        send(self.page, location=str(self.phoenix.pk))
        self.assertEqual(only_enquiry().location_id, self.phoenix.pk)

    def test_the_address_of_the_form_may_choose_the_location(self):
        tempe = self.add_tempe()
        response = self.client.get(self.page.url, {"location": tempe.pk})
        self.assertContains(response, f'<option value="{tempe.pk}" selected>Tempe</option>')

    def test_the_chosen_location_is_stored_and_named_among_the_answers(self):
        tempe = self.add_tempe()
        send(self.page, location=str(tempe.pk))
        self.assertEqual(only_enquiry().location_id, tempe.pk)
        self.assertEqual(only_enquiry().answers.get("location").value, "Tempe")

    def test_a_location_that_is_hidden_is_neither_offered_nor_taken(self):
        self.add_tempe()
        draft = self.add_tempe("Closed", live=False)
        for wanted in (draft.pk, self.page.pk, "x", "9" * 40):
            with self.subTest(wanted=wanted):
                self.assertEqual(
                    self.client.get(self.page.url, {"location": wanted}).status_code, 200
                )
                self.assertContains(send(self.page, location=str(wanted)), "kp-enquiry__errors")

    def test_a_site_with_more_than_can_be_listed_takes_the_one_of_the_address(self):
        tempe = self.add_tempe()
        with mock.patch("ketamine_pages.enquiries.offered_locations.MOST_LISTED", 1):
            response = self.client.get(self.page.url, {"location": tempe.pk})
            send(self.page, location=str(tempe.pk))
        self.assertContains(response, "To: Tempe")
        self.assertEqual(only_enquiry().location_id, tempe.pk)


class OtherAddressesTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.page = EnquiryPageFactory()

    def test_a_private_form_takes_nothing_from_strangers(self):
        PageViewRestriction.objects.create(page=self.page, restriction_type="login")
        self.assertEqual(send(self.page).status_code, 302)
        self.assertFalse(Enquiry.objects.exists())

    def test_a_token_of_another_form_is_none(self):
        other = EnquiryPageFactory()
        self.client.post(self.page.url, {**filled(self.page), **opened(other)})
        self.assertEqual(only_enquiry().suspicions, ("no-token",))

    def test_a_form_in_another_language_speaks_it(self):
        spanish = Locale.objects.get_or_create(language_code="es")[0]
        page = self.page.copy_for_translation(spanish, copy_parents=True)
        page.get_latest_revision().publish()
        page.refresh_from_db()
        spanish_client = Client(headers={"Accept-Language": "es"})
        response = spanish_client.post(page.url, filled(page, name=""))
        self.assertContains(response, "Este campo es ")
        spanish_client.post(page.url, filled(page))
        self.assertEqual(only_enquiry().language, "es")


class NotStoredTests(TestCase):
    """The site cannot store anything: whoever wrote must not find it gone."""

    @classmethod
    def setUpTestData(cls):
        cls.page = EnquiryPageFactory()

    def assert_kept(self, response, logs):
        self.assertEqual(response.status_code, 503)
        self.assertEqual(response["Cache-Control"], "no-store")
        self.assertContains(response, "your enquiry was not sent", status_code=503)
        self.assertContains(response, 'value="Jane Roe"', status_code=503)
        self.assertNotIn("Jane", "".join(logs.output))
        self.assertEqual(Enquiry.objects.count(), 0)

    def test_encryption_without_its_library_keeps_what_was_typed(self):
        codec = {"BACKEND": "ketamine_pages.answers.fernet.FernetCodec"}
        with (
            mock.patch.dict("sys.modules", {"ketamine_pages.answers.fernet": None}),
            configured(ENQUIRY_CODEC=codec),
            self.assertLogs("ketamine_pages.enquiries", "ERROR") as logs,
        ):
            response = send(self.page)
        self.assert_kept(response, logs)

    def test_a_deadlock_keeps_what_was_typed(self):
        with (
            mock.patch.object(Enquiry, "save", side_effect=OperationalError("Jane Roe")),
            self.assertLogs("ketamine_pages.enquiries", "ERROR") as logs,
        ):
            response = send(self.page)
        self.assert_kept(response, logs)
