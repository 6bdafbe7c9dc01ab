"""The lists and the dashboard as staff see them."""

from __future__ import annotations

from datetime import timedelta
from unittest import mock

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from ketamine_pages.answers import Answers
from ketamine_pages.models import (
    Enquiry,
    EnquiryAccess,
    EnquiryAction,
    EnquiryNotification,
    EnquiryStatus,
)
from tests import factories
from tests.admin.site import texts
from tests.enquiries.handling import TwoClinics, answers, make_enquiry, make_user, url


class TestInbox(TwoClinics):
    def setUp(self):
        self.log_in(self.staff_everywhere)

    def references(self, name="index", **filters):
        response = self.client.get(url(name), filters)
        return {enquiry.reference for enquiry in response.context["object_list"]}

    def test_list_shows_how_to_answer_and_nothing_that_was_written(self):
        Enquiry.objects.filter(pk=self.to_here.pk).update(
            answers=answers(name="Jane Roe", phone="+16025550142", email="jane@example.com"),
            assignee=self.staff_here,
        )
        response = self.client.get(url("index"), {"q": self.to_here.reference})
        [[_box, reference, _received, location, status, assignee, ways]] = texts(response)
        assert reference == self.to_here.reference
        assert (location, status, ways) == ("Here", "New", "Phone, E-mail")
        assert assignee == self.staff_here.username
        self.assertNotContains(response, "Jane")
        self.assertNotContains(response, "jane@")
        self.assertNotContains(response, "5550142")

    def test_search_finds_references_and_nothing_else(self):
        fragment = self.to_here.reference[3:7].lower()
        assert self.to_here.reference in self.references(q=fragment)
        assert self.references(q="Jane") == set()

    def test_filters(self):
        self.to_here.assignee = self.staff_here
        self.to_here.status = EnquiryStatus.CONTACTED
        self.to_here.submitted_at = timezone.now() - timedelta(days=10)
        self.to_here.save()
        only = {self.to_here.reference}
        last_week = (timezone.localdate() - timedelta(days=7)).isoformat()
        assert self.references(status="contacted") == only
        assert self.references(location=self.here.pk) == only
        assert self.references(assignee=self.staff_here.pk) == only
        assert self.references(submitted_at_to=last_week) == only
        assert self.to_here.reference not in self.references(assignee="null")

    def test_what_may_be_spam_has_a_list_of_its_own(self):
        suspected = make_enquiry(is_suspected=True)
        spam = make_enquiry(status=EnquiryStatus.SPAM)
        assert self.references("spam") == {suspected.reference, spam.reference}
        assert not {suspected.reference, spam.reference} & self.references("index")
        self.assertContains(self.client.get(url("index")), "1 new")

    def test_an_empty_list_says_what_comes_here(self):
        Enquiry.objects.all().delete()
        self.assertContains(self.client.get(url("index")), "enquiry page comes here")
        self.assertContains(self.client.get(url("spam")), "Nothing looks like spam.")
        self.assertContains(self.client.get(url("index"), {"q": "KP"}), "match your query")

    def test_number_of_queries_does_not_grow_with_the_list(self):
        def count():
            with CaptureQueriesContext(connection) as queries:
                self.client.get(url("index"))
            return len(queries)

        count()
        before = count()
        page = factories.EnquiryPageFactory()
        for _number in range(5):
            make_enquiry(self.here, page=page, assignee=self.staff_here)
        assert count() <= before + 1

    def test_nothing_is_kept_in_caches_on_the_way(self):
        for address in (url("index"), url("inspect", self.to_here.pk)):
            assert "no-store" in self.client.get(address).headers["Cache-Control"]

    def test_buttons_for_several_are_those_that_the_user_may_press(self):
        self.log_in(make_user("view"))
        self.assertNotContains(self.client.get(url("index")), "bulk-actions-choices")
        self.log_in(make_user("view", "change"))
        response = self.client.get(url("index"))
        self.assertContains(response, "Set the status of the selected enquiries")
        self.assertNotContains(response, "Delete the selected enquiries")
        self.assertNotContains(response, "Download CSV")

    def test_the_menu_has_it_for_those_who_see_something(self):
        self.assertContains(self.client.get(reverse("wagtailadmin_home")), url("index"))
        self.log_in(self.nobody)
        self.assertNotContains(self.client.get(reverse("wagtailadmin_home")), url("index"))


class TestNotices(TwoClinics):
    def setUp(self):
        for enquiry in Enquiry.objects.all():
            EnquiryNotification.objects.create(
                enquiry=enquiry, recipient="desk@clinic.example", sent_at=timezone.now()
            )

    def dashboard(self, user):
        self.log_in(user)
        return self.client.get(reverse("wagtailadmin_home"))

    def test_the_dashboard_counts_what_the_user_may_see(self):
        make_enquiry(self.here, is_suspected=True)
        assert self.dashboard(self.staff_here).context["panels"]
        self.assertContains(self.dashboard(self.staff_here), "<strong>1</strong> new enquiry")
        self.assertContains(self.dashboard(self.staff_here), "<strong>1</strong> may be spam")
        self.assertContains(self.dashboard(self.admin), "<strong>3</strong> new enquiries")
        self.assertNotContains(self.dashboard(self.nobody), "new enquir")

    def test_a_mail_server_that_fails_is_said_above_the_list_and_on_the_dashboard(self):
        self.assertNotContains(self.dashboard(self.staff_here), "announced")
        self.to_here.notifications.update(sent_at=None, attempts=1)
        message = "1 enquiry could not be announced by e-mail yet"
        self.assertContains(self.dashboard(self.staff_here), message)
        self.assertContains(self.client.get(url("index")), message)
        detail = self.client.get(url("inspect", self.to_here.pk))
        self.assertContains(detail, "could not be delivered yet")
        self.assertNotContains(self.dashboard(self.staff_there), message)

    def test_enquiries_that_nobody_was_told_of_are_named(self):
        self.to_here.notifications.all().delete()
        self.assertContains(self.dashboard(self.staff_here), "Nobody was told of 1 enquiry")

    def test_a_purge_that_does_not_run_is_noticed(self):
        self.to_here.purge_after = timezone.now() - timedelta(days=3)
        self.to_here.save()
        self.assertContains(self.dashboard(self.staff_here), "should have been deleted by now")


class TestDetail(TwoClinics):
    def setUp(self):
        self.log_in(self.staff_here)
        self.address = url("inspect", self.to_here.pk)

    def test_shows_answers_with_links_consent_and_what_is_known(self):
        Enquiry.objects.filter(pk=self.to_here.pk).update(
            answers=answers(name="<b>Jane</b>", phone="+16025550142", email="jane@example.com")
        )
        response = self.client.get(self.address)
        self.assertContains(response, "&lt;b&gt;Jane&lt;/b&gt;")
        self.assertContains(response, 'href="tel:+16025550142"')
        self.assertContains(response, 'href="mailto:jane@example.com"')
        self.assertContains(response, self.to_here.consent.version)
        self.assertContains(response, "You may answer me.")
        self.assertContains(response, "Here")

    def test_an_address_adds_nobody_to_the_message_that_answers_it(self):
        Enquiry.objects.filter(pk=self.to_here.pk).update(
            answers=answers(phone="+1 602-555-0142", email="a?bcc=b&subject=c@example.com")
        )
        response = self.client.get(self.address)
        self.assertContains(response, 'href="mailto:a%3Fbcc%3Db%26subject%3Dc@example.com"')
        self.assertContains(response, 'href="tel:+1%20602-555-0142"')

    def test_every_look_is_written_down_and_shown(self):
        self.client.get(self.address)
        response = self.client.get(self.address)
        looks = EnquiryAccess.objects.filter(enquiry=self.to_here)
        assert [look.action for look in looks] == [EnquiryAction.VIEWED] * 2
        assert {look.user for look in looks} == {self.staff_here}
        self.assertContains(response, f"{self.staff_here.username}: Opened")

    def test_a_long_log_says_that_it_is_longer(self):
        with mock.patch("ketamine_pages.admin.enquiries.detail.LOG_LINES", 1):
            self.assertNotContains(self.client.get(self.address), "Only the newest")
            self.assertContains(self.client.get(self.address), "Only the newest")

    def test_an_enquiry_without_answers_is_shown(self):
        Enquiry.objects.filter(pk=self.to_here.pk).update(answers=Answers())
        self.assertContains(self.client.get(self.address), "Nothing was filled in.")

    def test_reasons_for_the_suspicion_are_said(self):
        Enquiry.objects.filter(pk=self.to_here.pk).update(
            is_suspected=True, suspicions=("honeypot",)
        )
        response = self.client.get(self.address)
        self.assertContains(response, "a field that people do not see was filled in")
        self.assertContains(response, url("not_spam", self.to_here.pk))
        self.assertContains(response, url("spam"))

    def test_readers_see_no_forms(self):
        self.log_in(make_user("view"))
        response = self.client.get(self.address)
        self.assertNotContains(response, url("handle", self.to_here.pk))
        self.assertNotContains(response, url("note", self.to_here.pk))
        self.assertContains(response, "Nobody")
