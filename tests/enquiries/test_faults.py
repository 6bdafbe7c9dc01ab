"""What a visitor sees, and what is stored, while something else is broken."""

import smtplib
import socket
import threading
import time
from contextlib import contextmanager

import pytest
from django.core import mail
from django.core.cache import caches
from django.db import connection, connections
from django.test import Client, TransactionTestCase, override_settings
from wagtail.models import Locale, Page, Site

from ketamine_pages.enquiries.delivery import failing_deliveries, send_due
from ketamine_pages.models import Enquiry, EnquiryNotification
from tests.enquiries.making import filled, only_enquiry
from tests.factories import EnquiryPageFactory

SMTP = "django.core.mail.backends.smtp.EmailBackend"


@contextmanager
def mail_server(answer):
    """A server on a port of its own; ``answer(connection)`` is called for each client."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        stopped = threading.Event()

        def serve():
            while not stopped.is_set():
                try:
                    client, _address = server.accept()
                except OSError:
                    return
                threading.Thread(target=answer, args=(client, stopped), daemon=True).start()

        threading.Thread(target=serve, daemon=True).start()
        try:
            port = server.getsockname()[1]
            with override_settings(EMAIL_BACKEND=SMTP, EMAIL_HOST="127.0.0.1", EMAIL_PORT=port):
                yield
        finally:
            stopped.set()


def hang(client, stopped):
    """Accepts a connection and says nothing."""
    stopped.wait(30)
    client.close()


def reject_one(client, stopped):
    """Knows no "refused@…"; takes everything else."""
    with client, client.makefile("rwb", buffering=0) as wire:
        wire.write(b"220 test\r\n")
        while line := wire.readline().upper():
            if line.startswith(b"DATA"):
                wire.write(b"354 go on\r\n")
                while wire.readline() not in (b".\r\n", b""):
                    pass
                wire.write(b"250 taken\r\n")
            elif b"REFUSED@" in line:
                wire.write(b"550 no such user\r\n")
            elif line.startswith(b"QUIT"):
                wire.write(b"221 bye\r\n")
                return
            else:
                wire.write(b"250 ok\r\n")


def closed_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


class FaultTests(TransactionTestCase):
    """Each begins with an empty inbox, and says what it holds afterwards."""

    def setUp(self):
        caches["default"].clear()
        Locale.objects.get_or_create(language_code="en")
        if not Site.objects.exists():
            # Left empty by whichever transaction test came before.
            root = Page.get_first_root_node() or Page.add_root(title="Root")
            home = root.add_child(title="Home", slug="home")
            Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
        self.page = EnquiryPageFactory(recipients="desk@clinic.example\nrefused@clinic.example")

    def assert_thanked(self, response):
        self.assertEqual(response.status_code, 303)
        self.assertContains(Client().get(response.url), only_enquiry().reference)

    def send(self):
        self.assertEqual(Enquiry.objects.count(), 0)
        return Client().post(self.page.url, filled(self.page))

    def test_a_mail_server_that_refuses_connections(self):
        with (
            override_settings(EMAIL_BACKEND=SMTP, EMAIL_HOST="127.0.0.1", EMAIL_PORT=closed_port()),
            self.assertLogs("ketamine_pages"),
        ):
            response = self.send()
        self.assert_thanked(response)
        self.assertEqual(failing_deliveries().get().last_error, "ConnectionRefusedError")
        self.assertEqual(EnquiryNotification.objects.filter(sent_at=None).count(), 2)

    def test_a_mail_server_that_hangs(self):
        began = time.monotonic()
        with (
            mail_server(hang),
            override_settings(EMAIL_TIMEOUT=1),
            self.assertLogs("ketamine_pages"),
        ):
            response = self.send()
        self.assertLess(time.monotonic() - began, 8)
        self.assert_thanked(response)
        self.assertEqual(failing_deliveries().count(), 1)

    def test_a_mail_server_that_rejects_one_recipient(self):
        with mail_server(reject_one), self.assertLogs("ketamine_pages"):
            response = self.send()
        self.assert_thanked(response)
        failed = failing_deliveries().get()
        self.assertEqual(failed.recipient, "refused@clinic.example")
        self.assertEqual(failed.last_error, smtplib.SMTPRecipientsRefused.__name__)
        self.assertEqual(EnquiryNotification.objects.exclude(sent_at=None).count(), 1)

    def test_a_task_worker_that_has_stopped(self):
        backend = "tests.enquiries.test_delivery.DeferringBackend"
        page = self.page
        with override_settings(TASKS={"default": {"BACKEND": backend}}):
            response = Client().post(page.url, filled(page))
        self.assert_thanked(response)
        self.assertEqual((len(mail.outbox), failing_deliveries().count()), (0, 0))
        EnquiryNotification.objects.update(next_attempt_at="2026-01-01T00:00Z")
        self.assertEqual(failing_deliveries().count(), 2)
        self.assertEqual(send_due(EnquiryNotification.objects.all()), 2)
        self.assertEqual(failing_deliveries().count(), 0)

    def test_a_database_that_is_restarted_between_two_requests(self):
        html = Client().get(self.page.url)
        self.assertEqual(html.status_code, 200)
        data = filled(self.page)
        if connection.vendor == "postgresql":
            # As the server does when it stops.
            with connections["default"].cursor() as cursor:
                cursor.execute("SELECT pg_backend_pid()")
                [pid] = cursor.fetchone()
            other = connection.copy()
            with other.cursor() as cursor:
                cursor.execute("SELECT pg_terminate_backend(%s)", [pid])
            other.close()
            # What Django does at the end of each request, with CONN_HEALTH_CHECKS or without.
            connection.close()
        elif not connection.is_in_memory_db():
            connection.close()
        self.assert_thanked(Client().post(self.page.url, data))

    @pytest.mark.skipif(
        "connection.vendor == 'sqlite' and connection.is_in_memory_db()",
        reason="A database in memory belongs to one thread.",
    )
    def test_a_double_click_that_arrives_twice_at_once(self):
        data, statuses, urls = filled(self.page), [], []
        together = threading.Barrier(2)

        def click():
            together.wait()
            try:
                response = Client().post(self.page.url, data)
                statuses.append(response.status_code)
                urls.append(Client().get(response.url).content.decode())
            finally:
                connections.close_all()

        threads = [threading.Thread(target=click) for _click in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(statuses, [303, 303])
        reference = only_enquiry().reference
        self.assertTrue(all(reference in html for html in urls))
        self.assertEqual(EnquiryNotification.objects.count(), 2)
        self.assertEqual(len(mail.outbox), 2)

    def test_a_refresh_after_sending(self):
        data = filled(self.page)
        for _time in range(3):
            self.assert_thanked(Client().post(self.page.url, data))
        self.assertEqual(len(mail.outbox), 2)
