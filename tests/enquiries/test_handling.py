"""Status, assignee and notes: changed, recorded, and nothing said that should not be."""

from __future__ import annotations

from unittest import mock

from django.core import mail
from django.db import IntegrityError
from django.urls import reverse
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import ModelLogEntry

from ketamine_pages.enquiries import handling
from ketamine_pages.models import Enquiry, EnquiryAccess, EnquiryNote, EnquiryStatus
from tests.enquiries.handling import TwoClinics, bulk_url, make_enquiry, url
from tests.enquiries.making import configured


class TestHandling(TwoClinics):
    def setUp(self):
        self.log_in(self.staff_here)

    def log(self, enquiry=None):
        accesses = EnquiryAccess.objects.filter(enquiry=enquiry or self.to_here)
        return [(each.action, each.detail) for each in accesses.exclude(action="viewed")]

    def audit(self):
        return [(entry.action, entry.data) for entry in ModelLogEntry.objects.order_by("pk")]

    def handle(self, **data):
        return self.client.post(url("handle", self.to_here.pk), data, follow=True)

    def test_status_and_assignee_are_changed_and_recorded(self):
        response = self.handle(status="contacted", assignee=self.staff_everywhere.pk)
        self.assertContains(response, f"Enquiry {self.to_here.reference} updated.")
        self.to_here.refresh_from_db()
        assert (self.to_here.status, self.to_here.assignee) == ("contacted", self.staff_everywhere)
        name = self.staff_everywhere.username
        assert self.log() == [("assigned", name), ("status", "contacted")]
        assert self.audit() == [
            ("ketamine_pages.enquiry.status", {"from": "new", "to": "contacted"}),
            ("ketamine_pages.enquiry.assigned", {"to": str(self.staff_everywhere.pk)}),
        ]
        self.assertContains(response, f"Assigned: {name}")
        self.assertContains(response, "Status changed: Contacted")

    def test_the_site_history_says_so_and_links_to_the_enquiry(self):
        self.handle(status="contacted", assignee="")
        self.log_in(self.staff_everywhere)
        history = self.client.get(reverse("wagtailadmin_reports:site_history"))
        self.assertContains(history, "Status changed from “new” to “contacted”")
        self.assertContains(history, url("inspect", self.to_here.pk))
        self.log_in(self.staff_there)
        history = self.client.get(reverse("wagtailadmin_reports:site_history"))
        self.assertNotContains(history, self.to_here.reference)
        address = AdminURLFinder(self.staff_there).get_edit_url(self.to_here)
        assert address is None

    def test_a_note_that_cannot_be_encrypted_stays_in_its_field(self):
        no_library = mock.patch.dict("sys.modules", {"ketamine_pages.answers.fernet": None})
        codec = {"BACKEND": "ketamine_pages.answers.fernet.FernetCodec"}
        with no_library, configured(ENQUIRY_CODEC=codec):
            response = self.client.post(url("note", self.to_here.pk), {"text": "Called."})
        self.assertContains(response, "Notes cannot be encrypted.")
        self.assertContains(response, "Called.")
        assert not EnquiryNote.objects.exists()

    def test_what_the_purge_deletes_meanwhile_is_not_found(self):
        gone = mock.patch.object(handling, "_locked", side_effect=Enquiry.DoesNotExist)
        for name, data in (("handle", {"status": "closed"}), ("note", {"text": "Called."})):
            with self.subTest(name=name), gone:
                response = self.client.post(url(name, self.to_here.pk), data)
                assert response.status_code == 404
        assert not EnquiryNote.objects.exists()

    def test_what_the_purge_deletes_meanwhile_stops_none_of_the_others(self):
        gone, left = self.to_there, self.to_here
        Enquiry.objects.filter(pk=gone.pk).delete()
        changed = handling.for_each(
            [gone, left], lambda each: handling.change_status(each, "closed", self.admin)
        )
        left.refresh_from_db()
        assert (changed, left.status) == (1, "closed")

    def test_the_same_again_is_no_change(self):
        response = self.handle(status="new", assignee="")
        self.assertContains(response, "Nothing was changed")
        assert self.log() == self.audit() == []

    def test_nobody_can_be_assigned_who_may_not_see_it(self):
        response = self.handle(status="closed", assignee=self.staff_there.pk)
        assert response.status_code == 200
        self.assertContains(response, "Nothing was saved.")
        self.to_here.refresh_from_db()
        assert (self.to_here.status, self.to_here.assignee) == ("new", None)
        names = {
            label for _value, label in response.context["handling_form"].fields["assignee"].choices
        }
        assert self.staff_there.username not in names
        assert self.staff_here.username in names

    def test_an_assignee_who_may_see_it_no_longer_stays_until_another_is_chosen(self):
        Enquiry.objects.filter(pk=self.to_here.pk).update(assignee=self.staff_there)
        self.handle(status="closed", assignee=self.staff_there.pk)
        self.to_here.refresh_from_db()
        assert (self.to_here.status, self.to_here.assignee) == ("closed", self.staff_there)

    def test_an_unknown_status_is_refused(self):
        self.handle(status="lost", assignee="")
        self.to_here.refresh_from_db()
        assert self.to_here.status == "new"

    def test_notes_are_added_with_their_author(self):
        response = self.client.post(
            url("note", self.to_here.pk), {"text": "<i>Called</i>, no answer."}, follow=True
        )
        self.assertContains(response, "&lt;i&gt;Called&lt;/i&gt;, no answer.")
        note = EnquiryNote.objects.get()
        assert (note.author, note.author_name) == (self.staff_here, self.staff_here.username)
        assert self.log() == [("noted", "")]
        assert self.audit() == [("ketamine_pages.enquiry.noted", {})]

    def test_an_empty_note_is_refused_with_a_message_at_the_field(self):
        response = self.client.post(url("note", self.to_here.pk), {"text": "  "})
        self.assertContains(response, "This field is required.")
        assert not EnquiryNote.objects.exists()

    def test_notes_and_logs_keep_the_name_of_an_account_that_goes(self):
        self.client.post(url("note", self.to_here.pk), {"text": "Called."})
        Enquiry.objects.filter(pk=self.to_here.pk).update(assignee=self.staff_here)
        name = self.staff_here.username
        self.staff_here.delete()
        note, access = EnquiryNote.objects.get(), EnquiryAccess.objects.get()
        assert (note.author, note.author_name) == (None, name)
        assert (access.user, access.user_name) == (None, name)
        self.to_here.refresh_from_db()
        assert self.to_here.assignee is None
        self.log_in(self.admin)
        self.assertContains(self.client.get(url("inspect", self.to_here.pk)), name)

    def test_no_spam_goes_among_the_new_ones_and_is_announced(self):
        suspected = make_enquiry(self.here, page=self.to_here.page, is_suspected=True)
        with self.captureOnCommitCallbacks(execute=True):
            response = self.client.post(url("not_spam", suspected.pk), follow=True)
        self.assertContains(response, "stands among the new ones")
        suspected.refresh_from_db()
        assert (suspected.is_suspected, suspected.status) == (False, "new")
        assert [message.to for message in mail.outbox] == [["desk@clinic.example"]]
        assert self.log(suspected) == [("not-spam", "")]
        with self.captureOnCommitCallbacks(execute=True):
            self.client.post(url("not_spam", suspected.pk))
        assert len(mail.outbox) == 1

    def test_spam_by_mistake_comes_back_without_a_second_mail(self):
        self.handle(status="spam", assignee="")
        with self.captureOnCommitCallbacks(execute=True):
            self.client.post(url("not_spam", self.to_here.pk))
        self.to_here.refresh_from_db()
        assert self.to_here.status == "new"
        assert mail.outbox == []

    def test_without_its_form_nobody_can_be_told_but_it_is_no_spam_all_the_same(self):
        suspected = make_enquiry(self.here, is_suspected=True)
        Enquiry.objects.filter(pk=suspected.pk).update(page=None)
        self.client.post(url("not_spam", suspected.pk))
        suspected.refresh_from_db()
        assert not suspected.is_suspected
        assert not suspected.notifications.exists()

    def test_who_was_contacted_is_no_suspect(self):
        suspected = make_enquiry(self.here, is_suspected=True)
        handling.change_status(suspected, EnquiryStatus.CONTACTED, self.staff_here)
        suspected.refresh_from_db()
        assert not suspected.is_suspected

    def test_deleting_takes_everything_along_but_the_audit_log(self):
        self.client.post(url("note", self.to_here.pk), {"text": "Called."})
        response = self.client.get(url("delete", self.to_here.pk))
        self.assertContains(response, "deleted for good")
        self.assertRedirects(self.client.post(url("delete", self.to_here.pk)), url("index"))
        assert not Enquiry.objects.filter(pk=self.to_here.pk).exists()
        assert not EnquiryNote.objects.exists()
        assert not EnquiryAccess.objects.exists()
        entry = ModelLogEntry.objects.get(action="wagtail.delete")
        assert (entry.label, entry.user, entry.deleted) == (
            self.to_here.reference,
            self.staff_here,
            True,
        )

    def test_a_change_without_its_record_is_no_change(self):
        with (
            mock.patch.object(handling, "log", side_effect=IntegrityError),
            self.assertRaises(IntegrityError),
        ):
            handling.change_status(self.to_here, "closed", self.staff_here)
        self.to_here.refresh_from_db()
        assert self.to_here.status == "new"
        assert self.log() == []

    def test_a_look_that_cannot_be_recorded_shows_nothing(self):
        with (
            mock.patch.object(
                handling.EnquiryAccess.objects, "bulk_create", side_effect=IntegrityError
            ),
            self.assertRaises(IntegrityError),
        ):
            self.client.get(url("inspect", self.to_here.pk))


class TestSeveral(TwoClinics):
    def setUp(self):
        self.log_in(self.staff_everywhere)
        self.both = (self.to_here, self.to_there)

    def test_status_of_several(self):
        response = self.client.post(
            bulk_url("status", *self.both), {"status": "closed"}, follow=True
        )
        self.assertContains(response, "2 enquiries changed.")
        assert Enquiry.objects.filter(status="closed").count() == 2
        assert EnquiryAccess.objects.filter(action="status").count() == 2
        assert ModelLogEntry.objects.count() == 2

    def test_several_can_be_assigned_to_those_who_see_all_of_them(self):
        form = self.client.get(bulk_url("assign", *self.both)).context["form"]
        users = set(form.fields["assignee"].queryset)
        assert self.staff_everywhere in users
        assert not {self.staff_here, self.staff_there} & users
        self.client.post(bulk_url("assign", *self.both), {"assignee": self.staff_everywhere.pk})
        assert Enquiry.objects.filter(assignee=self.staff_everywhere).count() == 2
        self.client.post(bulk_url("assign", self.to_here), {"assignee": self.staff_there.pk})
        self.to_here.refresh_from_db()
        assert self.to_here.assignee == self.staff_everywhere

    def test_deleting_several(self):
        self.assertContains(self.client.get(bulk_url("delete", *self.both)), "2 enquiries")
        self.client.post(bulk_url("delete", *self.both))
        assert list(Enquiry.objects.all()) == [self.to_nobody]
        assert ModelLogEntry.objects.filter(action="wagtail.delete").count() == 2
