"""A marker in every answer and note is in the inbox, the export and the column, and nowhere else.

What the public side keeps to itself is shown in tests/enquiries; this is the half of the staff.
"""

from __future__ import annotations

import logging
import sys
from unittest import mock

import pytest
from cryptography.fernet import Fernet
from django.apps import apps
from django.core.cache import cache
from django.core.management import call_command
from django.core.signals import got_request_exception
from django.db import connection
from django.test import TestCase, override_settings
from django.urls import get_resolver, reverse
from django.views.debug import ExceptionReporter
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.models import ModelLogEntry, ReferenceIndex, Revision
from wagtail.models.reference_index import ReferenceIndex as Index
from wagtail.search.index import class_is_indexed
from wagtail.snippets.models import get_snippet_models

from ketamine_pages.answers import Answer, Answers
from ketamine_pages.models import (
    ConsentWording,
    Enquiry,
    EnquiryAccess,
    EnquiryNote,
    EnquiryNotification,
    EnquiryTally,
    GroupEnquiryPermission,
)
from tests import factories
from tests.enquiries.handling import bulk_url, make_user, url

MARKER = "zqxmarker"
KINDS = ("name", "phone", "email", "preferred_time", "location", "text", "long_text", "choice")
MODELS = (
    ConsentWording,
    Enquiry,
    EnquiryAccess,
    EnquiryNote,
    EnquiryNotification,
    EnquiryTally,
    GroupEnquiryPermission,
)
KEPT = {("ketamine_pages_enquiry", "answers"), ("ketamine_pages_enquirynote", "text")}


def cells_with_marker() -> set[tuple[str, str]]:
    """Tables and columns of the whole database in which the marker stands in clear."""
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            columns = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for column, value in zip(columns, row, strict=True):
                    if MARKER in str(value).lower():
                        found.add((table, column))
    return found


class TestLeaks(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.location = factories.LocationPageFactory()
        cls.staff = make_user("view", "change", "export", "delete")
        cls.admin = factories.UserFactory(admin=True)

    def work_through(self):
        """Everything that staff can do with an enquiry, and everything that goes on at its side."""
        enquiry = factories.EnquiryFactory(
            location=self.location,
            answers=Answers(Answer(kind, kind, "Question", f"{kind} {MARKER}") for kind in KINDS),
        )
        self.client.force_login(self.staff)
        shown = self.client.get(url("inspect", enquiry.pk))
        self.assertContains(shown, MARKER)
        self.client.post(url("note", enquiry.pk), {"text": f"note {MARKER}"})
        data = {"status": "contacted", "assignee": self.staff.pk}
        self.client.post(url("handle", enquiry.pk), data)
        self.client.post(url("handle", enquiry.pk), {"status": "spam", "assignee": ""})
        self.client.post(url("not_spam", enquiry.pk))
        for file_format in ("csv", "xlsx"):
            self.client.get(url("index"), {"export": file_format})
        self.client.post(bulk_url("status", enquiry), {"status": "closed"})
        self.client.post(bulk_url("assign", enquiry), {"assignee": self.staff.pk})
        self.assertContains(
            self.client.post(bulk_url("export", enquiry), {"file_format": "csv"}), MARKER
        )
        call_command("rebuild_references_index", verbosity=0)
        call_command("update_index", verbosity=0)
        return enquiry

    def test_marker_is_in_its_columns_and_nowhere_else_in_the_database(self):
        with self.assertLogs(level=logging.DEBUG) as logs:
            logging.getLogger("tests").debug("At least one line is wanted.")
            enquiry = self.work_through()
        assert MARKER not in "".join(logs.output).lower()
        assert cells_with_marker() == KEPT
        for value in (enquiry, enquiry.answers, *enquiry.answers, *enquiry.notes.all()):
            assert MARKER not in f"{value!r} {value!s}"
        for note in enquiry.notes.all():
            assert MARKER not in f"{note.text!r} {note.text!s}"
        assert MARKER not in str(getattr(cache, "_cache", ""))
        assert not Revision.objects.filter(object_id=str(enquiry.pk)).filter(
            content_type__model__startswith="enquiry"
        )

    def test_with_encryption_it_is_nowhere_in_clear(self):
        codec = {
            "BACKEND": "ketamine_pages.answers.fernet.FernetCodec",
            "OPTIONS": {"keys": [Fernet.generate_key().decode()]},
        }
        with override_settings(KETAMINE_PAGES={"ENQUIRY_CODEC": codec}):
            self.work_through()
            assert cells_with_marker() == set()

    def test_the_admin_shows_it_in_the_inbox_only(self):
        enquiry = self.work_through()
        self.client.force_login(self.admin)
        addresses = [
            url("index"),
            url("spam"),
            url("index_results"),
            bulk_url("status", enquiry),
            url("delete", enquiry.pk),
            reverse("wagtailadmin_home"),
            reverse("wagtailadmin_reports:site_history"),
            reverse("wagtailadmin_pages:search") + f"?q={MARKER[:4]}",
            reverse("wagtailadmin_pages:usage", args=[self.location.pk]),
            reverse("wagtailadmin_pages:edit", args=[self.location.pk]),
            reverse("wagtailadmin_pages:history", args=[self.location.pk]),
            reverse("wagtailadmin_pages:delete", args=[self.location.pk]),
            reverse("wagtailusers_users:edit", args=[self.staff.pk]),
            reverse("wagtailusers_users:delete", args=[self.staff.pk]),
            f"{url('index')}?q=Question",
        ]
        for address in addresses:
            response = self.client.get(address)
            assert response.status_code == 200, address
            assert MARKER.encode() not in response.content.lower(), address

    def test_the_audit_log_speaks_of_the_reference_only(self):
        enquiry = self.work_through()
        entries = ModelLogEntry.objects.filter(object_id=str(enquiry.pk))
        assert entries.count() >= 7
        assert {entry.label for entry in entries} == {enquiry.reference}
        for entry in entries:
            assert set(entry.data) <= {"from", "to", "format"}

    def test_reports_of_errors_hold_nothing_that_was_written(self):
        reports = []

        def report(sender, request, **kwargs):
            reporter = ExceptionReporter(request, *sys.exc_info(), is_email=True)
            reports.append(reporter.get_traceback_html() + reporter.get_traceback_text())

        enquiry = factories.EnquiryFactory(
            answers=Answers([Answer("name", "name", "Name", MARKER)])
        )
        self.client.force_login(self.staff)
        self.client.raise_request_exception = False
        got_request_exception.connect(report)
        self.addCleanup(got_request_exception.disconnect, report)
        with mock.patch("ketamine_pages.enquiries.handling.log", side_effect=RuntimeError):
            self.client.post(url("note", enquiry.pk), {"text": MARKER})
            self.client.get(url("index"), {"export": "csv"})
        with mock.patch("ketamine_pages.enquiries.export.neutralised", side_effect=RuntimeError):
            self.client.get(url("index"), {"export": "csv"})
        with mock.patch("ketamine_pages.admin.enquiries.detail.get_link", side_effect=RuntimeError):
            self.client.get(url("inspect", enquiry.pk))
        with mock.patch("ketamine_pages.admin.enquiries.detail.describe", side_effect=RuntimeError):
            self.client.get(url("inspect", enquiry.pk))
        with mock.patch("django.forms.boundfield.BoundField.as_widget", side_effect=RuntimeError):
            self.client.get(url("inspect", enquiry.pk))
        assert len(reports) == 6
        assert MARKER not in "".join(reports)

    def test_location_pages_can_be_deleted_and_say_nothing_of_their_enquiries(self):
        enquiry = self.work_through()
        assert not ReferenceIndex.get_references_to(self.location).exists()
        self.location.delete()
        enquiry.refresh_from_db()
        assert enquiry.location is None


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_models_are_neither_indexed_nor_searched_nor_chosen(model):
    assert not class_is_indexed(model)
    assert not Index.model_is_indexable(model)
    assert model not in get_snippet_models()
    assert not hasattr(model, "revisions")
    assert not hasattr(model, "api_fields")


def test_every_model_of_the_feature_is_looked_at():
    named = set(apps.get_app_config("ketamine_pages").get_models())
    ours = {
        model for model in named if "nquiry" in model.__name__ or model.__name__ == "ConsentWording"
    }
    assert ours == set(MODELS)


def test_no_api_reaches_them():
    from example_site import api as site_api

    routers = [value for value in vars(site_api).values() if isinstance(value, WagtailAPIRouter)]
    assert routers
    for router in routers:
        for endpoint in router._endpoints.values():
            assert endpoint.model not in MODELS
    for pattern in walk(get_resolver("example_site.urls").url_patterns):
        view = getattr(pattern.callback, "cls", None) or getattr(
            pattern.callback, "view_class", None
        )
        if "api" in str(pattern.pattern):
            assert getattr(view, "model", None) not in MODELS


def test_the_new_api_of_wagtail_knows_nothing_of_them():
    api = pytest.importorskip("wagtail.api.v3.api").api
    addresses = [
        f"{prefix}{address}"
        for prefix, router in api._routers
        for address in router.path_operations
    ]
    assert any("redirect" in address for address in addresses)
    assert not any("enquir" in address for address in addresses)


def walk(patterns):
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            yield from walk(pattern.url_patterns)
        else:
            yield pattern


def test_nothing_of_them_is_in_what_the_apis_say(db, client, example_site):
    enquiry = factories.EnquiryFactory(
        location=factories.LocationPageFactory(),
        answers=Answers([Answer("name", "name", "Name", MARKER)]),
    )
    told = ""
    for address in ("/api/v2/pages/?fields=*", f"/api/v2/pages/{enquiry.location_id}/"):
        response = client.get(address)
        assert response.status_code == 200
        told += response.content.decode()
    assert MARKER not in told
    assert enquiry.reference not in told
    assert "enquiries" not in told
