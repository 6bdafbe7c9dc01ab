"""Telling staff: outbox, retries, and what is never in a message."""

import smtplib
from datetime import timedelta
from io import StringIO
from unittest import mock

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import TestCase, override_settings
from django.utils import timezone
from django_tasks.backends.base import BaseTaskBackend

from ketamine_pages.enquiries.delivery import (
    LONGEST_WAIT,
    enquiries_nobody_heard_of,
    failing_deliveries,
    notify_staff,
    queue_notifications,
    send_due,
    wait_before,
)
from ketamine_pages.models import EnquiryNotification
from tests.enquiries.making import only_enquiry, send
from tests.factories import EnquiryFactory, EnquiryPageFactory

HERE = "tests.enquiries.test_delivery"
REFUSED = "refused@clinic.example"


class PickyBackend(EmailBackend):
    """Refuses one recipient, as a mail server does."""

    def send_messages(self, messages):
        if messages[0].to == [REFUSED]:
            raise smtplib.SMTPRecipientsRefused({REFUSED: (550, b"No such user")})
        return super().send_messages(messages)


class SilentServer(EmailBackend):
    """Never answers; what hangs gives up by its timeout."""

    opened = 0

    def open(self):
        type(self).opened += 1
        raise TimeoutError("timed out")


class ChattyError(EmailBackend):
    """Fails with a text that quotes more than anybody should read."""

    def send_messages(self, messages):
        raise RuntimeError(f"Could not send {messages[0].body}")


class DeferringBackend(BaseTaskBackend):
    """Remembers what was queued instead of doing it."""

    supports_defer = True
    queued: list = []

    def enqueue(self, task, args, kwargs):
        self.queued.append((task.run_after, args))


class BrokenQueue(BaseTaskBackend):
    """A queue whose server is down."""

    def enqueue(self, task, args, kwargs):
        raise ConnectionError("redis://secret@host")


def mail_by(name):
    return override_settings(EMAIL_BACKEND=f"{HERE}.{name}")


def tasks_by(name):
    return override_settings(TASKS={"default": {"BACKEND": f"{HERE}.{name}"}})


def outbox(*recipients):
    """An enquiry with notifications that are due."""
    enquiry = EnquiryFactory()
    EnquiryNotification.objects.bulk_create(
        EnquiryNotification(enquiry=enquiry, recipient=each) for each in recipients
    )
    return EnquiryNotification.objects.filter(enquiry=enquiry)


class MessageTests(TestCase):
    def test_each_recipient_gets_a_message_with_the_reference_and_a_link(self):
        notifications = outbox("a@clinic.example", "b@clinic.example")
        self.assertEqual(send_due(notifications), 2)
        enquiry = only_enquiry()
        self.assertEqual([m.to for m in mail.outbox], [["a@clinic.example"], ["b@clinic.example"]])
        for message in mail.outbox:
            self.assertIn(enquiry.reference, message.subject)
            self.assertIn("http://testserver/admin/", message.body)
            self.assertEqual(message.extra_headers["Auto-Submitted"], "auto-generated")

    def test_a_message_holds_nothing_that_the_visitor_wrote(self):
        send_due(outbox("a@clinic.example"))
        text = mail.outbox[0].message().as_string()
        for answer in only_enquiry().answers:
            self.assertNotIn(answer.value, text)

    def test_what_was_sent_is_not_sent_again(self):
        notifications = outbox("a@clinic.example")
        self.assertEqual([send_due(notifications) for _time in range(2)], [1, 0])


class FailureTests(TestCase):
    def test_one_recipient_that_is_refused_does_not_stop_the_others(self):
        notifications = outbox(REFUSED, "b@clinic.example")
        with mail_by("PickyBackend"), self.assertLogs("ketamine_pages"):
            self.assertEqual(send_due(notifications), 1)
        [failed] = notifications.filter(sent_at=None)
        self.assertEqual((failed.recipient, failed.attempts), (REFUSED, 1))
        self.assertEqual(failed.last_error, "SMTPRecipientsRefused")

    def test_a_server_that_does_not_answer_is_asked_once_and_not_for_each_recipient(self):
        notifications = outbox(*(f"a{number}@clinic.example" for number in range(5)))
        SilentServer.opened = 0
        with mail_by("SilentServer"), self.assertLogs("ketamine_pages"):
            self.assertEqual(send_due(notifications), 0)
        self.assertEqual(SilentServer.opened, 1)
        self.assertEqual(notifications.filter(attempts=1).count(), 1)

    def test_neither_row_nor_log_quotes_the_error(self):
        notifications = outbox("a@clinic.example")
        with mail_by("ChattyError"), self.assertLogs("ketamine_pages") as logged:
            send_due(notifications)
        self.assertEqual(notifications.get().last_error, "RuntimeError")
        self.assertNotIn("Could not send", logged.output[0])

    def test_what_failed_waits_for_its_next_attempt_and_then_goes_out(self):
        notifications = outbox("a@clinic.example")
        with mail_by("SilentServer"), self.assertLogs("ketamine_pages"):
            send_due(notifications)
        self.assertEqual(send_due(notifications), 0)
        notifications.update(next_attempt_at=timezone.now())
        self.assertEqual(send_due(notifications), 1)
        self.assertEqual((notifications.get().attempts, notifications.get().last_error), (2, ""))

    def test_two_workers_do_not_send_the_same(self):
        notifications = outbox("a@clinic.example")
        mine = notifications.get()
        with mock.patch(f"{send_due.__module__}.EnquiryNotification.objects.filter") as found:
            found.return_value.update.return_value = 0
            self.assertEqual(send_due(notifications), 0)
        self.assertEqual((mail.outbox, mine.attempts), ([], 0))

    def test_no_more_of_a_visitors_time_is_taken_than_was_allowed(self):
        self.assertEqual(send_due(outbox("a@clinic.example"), budget=-1), 0)

    def test_a_connection_without_a_timeout_gets_one(self):
        with mock.patch("ketamine_pages.enquiries.delivery.get_connection") as connect:
            send_due(outbox("a@clinic.example"))
        self.assertEqual(connect.call_args.kwargs, {"timeout": 10})
        with (
            override_settings(EMAIL_TIMEOUT=3),
            mock.patch("ketamine_pages.enquiries.delivery.get_connection") as connect,
        ):
            send_due(outbox("b@clinic.example"))
        self.assertEqual(connect.call_args.kwargs, {})


@pytest.mark.parametrize(
    ("attempt", "minutes"), [(1, 1), (2, 2), (3, 4), (6, 32), (9, 256), (10, 360), (999, 360)]
)
def test_attempts_grow_rarer_and_never_stop(attempt, minutes):
    assert wait_before(attempt) == timedelta(minutes=minutes) <= LONGEST_WAIT


class QueueTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.enquiry = EnquiryFactory()

    def queue(self, *recipients):
        with self.captureOnCommitCallbacks(execute=True):
            queue_notifications(self.enquiry, recipients)
        return self.enquiry

    def test_with_the_immediate_backend_staff_are_told_at_once(self):
        self.queue("a@clinic.example")
        self.assertEqual(len(mail.outbox), 1)

    def test_nothing_is_sent_before_the_commit(self):
        with transaction.atomic():
            queue_notifications(self.enquiry, ["a@clinic.example"])
            self.assertEqual(mail.outbox, [])

    def test_a_queue_that_is_down_loses_nothing(self):
        with tasks_by("BrokenQueue"), self.assertLogs("ketamine_pages") as logged:
            self.queue("a@clinic.example")
        self.assertNotIn("secret", logged.output[0])
        self.assertEqual(send_due(EnquiryNotification.objects.all()), 1)

    def test_a_backend_that_can_wait_tries_again_by_itself(self):
        DeferringBackend.queued.clear()
        with tasks_by("DeferringBackend"), mail_by("SilentServer"):
            enquiry = self.queue("a@clinic.example")
            [(first, args)] = DeferringBackend.queued
            with self.assertLogs("ketamine_pages"):
                notify_staff.call(*args)
            again = DeferringBackend.queued[1][0]
        self.assertIsNone(first)
        self.assertEqual(again, enquiry.notifications.get().next_attempt_at)

    def test_a_task_names_no_more_than_the_enquiry(self):
        DeferringBackend.queued.clear()
        with tasks_by("DeferringBackend"):
            enquiry = self.queue("a@clinic.example")
        self.assertEqual(DeferringBackend.queued, [(None, (str(enquiry.pk),))])


class ReportingTests(TestCase):
    def test_staff_see_what_was_tried_in_vain_and_what_nobody_tries(self):
        waiting = outbox("waiting@clinic.example").get()
        tried = outbox("tried@clinic.example")
        tried.update(attempts=1, next_attempt_at=timezone.now() + timedelta(hours=1))
        forgotten = outbox("forgotten@clinic.example")
        forgotten.update(next_attempt_at=timezone.now() - timedelta(minutes=16))
        sent = outbox("sent@clinic.example")
        sent.update(attempts=1, sent_at=timezone.now())
        found = set(failing_deliveries())
        self.assertEqual(found, {tried.get(), forgotten.get()})
        self.assertNotIn(waiting, found)

    def test_enquiries_without_recipients_are_named(self):
        told = outbox("a@clinic.example").get().enquiry
        untold = EnquiryFactory()
        EnquiryFactory(is_suspected=True)
        self.assertEqual(list(enquiries_nobody_heard_of()), [untold])
        self.assertNotIn(told, enquiries_nobody_heard_of())

    def test_the_command_empties_the_outbox(self):
        outbox("a@clinic.example", "b@clinic.example")
        printed = StringIO()
        call_command("send_enquiry_notifications", stdout=printed)
        self.assertEqual(printed.getvalue(), "Notifications sent: 2.\n")
        self.assertEqual(len(mail.outbox), 2)

    def test_the_command_fails_while_something_fails(self):
        outbox("a@clinic.example")
        with (
            mail_by("SilentServer"),
            self.assertLogs("ketamine_pages"),
            self.assertRaisesMessage(CommandError, "Notifications that fail: 1."),
        ):
            call_command("send_enquiry_notifications", stdout=StringIO())


class VisitorTests(TestCase):
    def test_the_recipients_of_the_page_are_told(self):
        page = EnquiryPageFactory(recipients="a@clinic.example\nb@clinic.example")
        with self.captureOnCommitCallbacks(execute=True):
            send(page)
        self.assertEqual(len(mail.outbox), 2)
        self.assertIn(only_enquiry().reference, mail.outbox[0].subject)

    def test_a_form_without_recipients_stores_and_tells_nobody(self):
        send(EnquiryPageFactory(recipients=""))
        self.assertEqual(list(enquiries_nobody_heard_of()), [only_enquiry()])
