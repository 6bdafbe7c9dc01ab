"""The form on other pages, and links that lead to it."""

from django.test import Client, RequestFactory, TestCase
from django.urls import reverse
from wagtail.test.utils import WagtailTestUtils
from wagtail.test.utils.form_data import nested_form_data, querydict_from_html, streamfield

from ketamine_pages.blocks import EnquiryBlock
from ketamine_pages.page_types.models import EnquiryPage
from tests.enquiries.making import filled, hidden_values, only_enquiry
from tests.factories import (
    EnquiryPageFactory,
    LocationIndexPageFactory,
    LocationPageFactory,
    ProgrammePageFactory,
)


def block(form_page):
    return ("enquiry", {"heading": "Talk to us", "page": form_page})


class BlockTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.form_page = EnquiryPageFactory()
        cls.page = ProgrammePageFactory(body=[block(cls.form_page)])

    def get(self, page=None):
        return self.client.get((page or self.page).url)

    def test_the_form_is_shown_and_sent_to_its_own_page(self):
        response = self.get()
        self.assertContains(response, f'action="{self.form_page.url}" method="post"')
        self.assertContains(response, "Talk to us")
        self.assertContains(response, "not watched around the clock")
        self.assertContains(response, 'href="tel:988">In a crisis, call 988')

    def test_no_cache_keeps_a_page_with_a_form_and_others_may_be_kept(self):
        self.assertEqual(self.get()["Cache-Control"], "no-store")
        self.assertNotIn("Cache-Control", self.get(ProgrammePageFactory()))

    def test_what_a_browser_sends_from_here_is_taken(self):
        client = Client(enforce_csrf_checks=True)
        hidden = hidden_values(client.get(self.page.url).content.decode())
        values = {"name": "Jane Roe", "email": "jane@example.com", "consent": "on"}
        response = client.post(self.form_page.url, {**hidden, **values})
        self.assertEqual(response.status_code, 303)
        self.assertEqual(only_enquiry().page_id, self.form_page.pk)

    def test_mistakes_lead_to_the_page_of_the_form_with_what_was_typed(self):
        response = self.client.post(self.form_page.url, filled(self.form_page, name=""))
        self.assertContains(response, 'value="jane@example.com"')
        self.assertContains(response, "kp-enquiry__errors")

    def test_two_forms_on_a_page_share_no_id(self):
        page = ProgrammePageFactory(body=[block(self.form_page), block(self.form_page)])
        html = self.get(page).content.decode()
        for number in (1, 2):
            self.assertEqual(html.count(f'id="kp-enquiry-{number}-name"'), 1)

    def test_on_a_location_the_form_is_about_that_location(self):
        index = LocationIndexPageFactory()
        LocationPageFactory(parent=index, title="Phoenix")
        tempe = LocationPageFactory(parent=index, title="Tempe", body=[block(self.form_page)])
        self.assertContains(self.get(tempe), f'value="{tempe.pk}" selected>Tempe<')

    def test_a_form_that_is_not_published_is_not_shown(self):
        self.form_page.unpublish()
        self.assertNotContains(self.get(), "<form")
        self.assertNotIn("Cache-Control", self.get())

    def test_a_call_to_action_may_lead_to_the_form(self):
        links = [{"text": "Ask for a tour", "page": self.form_page}]
        page = ProgrammePageFactory(body=[("call_to_action", {"heading": "Us", "links": links})])
        self.assertContains(self.get(page), f'href="{self.form_page.url}">Ask for a tour')

    def test_the_preview_in_the_chooser_shows_a_real_form(self):
        value = EnquiryBlock().get_preview_value()
        self.assertEqual(value["page"], self.form_page)


class PreviewTests(WagtailTestUtils, TestCase):
    def setUp(self):
        self.login()

    def test_a_form_in_a_preview_cannot_be_sent(self):
        page = EnquiryPageFactory()
        request = RequestFactory().get("/")
        response = page.make_preview_request(request, page.default_preview_mode)
        self.assertContains(response, 'type="submit" disabled')

    def test_an_editor_gets_a_hint_where_the_form_is_not_shown(self):
        form_page = EnquiryPageFactory(live=False)
        page = ProgrammePageFactory(body=[block(form_page)])
        response = page.make_preview_request(RequestFactory().get("/"), "")
        self.assertContains(response, "Not shown to visitors: the enquiry page")

    def test_a_page_for_enquiries_can_be_made_in_the_admin(self):
        parent = EnquiryPageFactory().get_parent()
        url = reverse(
            "wagtailadmin_pages:add", args=["ketamine_page_types", "enquirypage", parent.pk]
        )
        response = self.client.get(url)
        self.assertEqual(len(response.context["form"].instance.form_fields), 5)
        data = querydict_from_html(response.content.decode(), form_id="page-edit-form").dict()
        field = {"label": "E-mail", "help_text": ""}
        data |= nested_form_data(
            {"title": "Ask us", "slug": "ask-us", "action-publish": "x", "body": streamfield([])}
            | {"form_fields": streamfield([("email", field)])}
        )
        self.assertEqual(self.client.post(url, data).status_code, 302)
        page = EnquiryPage.objects.get(slug="ask-us")
        self.assertContains(self.client.get(page.url), "You may store what I have written here")
        self.assertEqual(page.retention_days, 30)

    def test_a_form_that_nobody_could_answer_is_not_published(self):
        page = EnquiryPageFactory()
        url = reverse("wagtailadmin_pages:edit", args=[page.pk])
        response = self.client.get(url)
        data = querydict_from_html(response.content.decode(), form_id="page-edit-form").dict()
        data |= nested_form_data(
            {"action-publish": "x", "body": streamfield([])}
            | {"form_fields": streamfield([("name", {"label": "Name", "help_text": ""})])}
        )
        self.assertContains(self.client.post(url, data), "or nobody can answer.")
