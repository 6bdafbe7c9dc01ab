"""Every address of the inbox in the admin: who may, and who may not."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import get_resolver
from wagtail.admin.views.bulk_action.registry import bulk_action_registry

from ketamine_pages.models import Enquiry, EnquiryAccess, EnquiryNote
from tests import factories
from tests.enquiries.handling import NAMESPACE, TwoClinics, bulk_url, make_enquiry, make_user, url

OK, MOVED, NOT_FOUND = 200, 302, 404

# For each address: how it is called, what is sent, what staff of the location get. An address that
# is not here fails the test, so that nobody adds one without saying who may use it.
TABLE: dict[str, tuple[str, dict[str, str], int]] = {
    "index": ("get", {}, OK),
    "index_results": ("get", {}, OK),
    "spam": ("get", {}, OK),
    "spam_results": ("get", {}, OK),
    "inspect": ("get", {}, OK),
    "handle": ("post", {"status": "closed"}, MOVED),
    "note": ("post", {"text": "Called."}, MOVED),
    "not_spam": ("post", {}, MOVED),
    "delete": ("post", {}, MOVED),
}
BULK_TABLE: dict[str, tuple[dict[str, str], int]] = {
    "status": ({"status": "closed"}, MOVED),
    "assign": ({"assignee": ""}, MOVED),
    "export": ({"file_format": "csv"}, OK),
    "delete": ({}, MOVED),
}
OF_THE_LIST = {"index", "index_results", "spam", "spam_results"}


def patterns_of_the_feature() -> dict[str, Any]:
    """All registered addresses of the feature, by name."""
    found = {}

    def walk(patterns: Any, inside: bool) -> None:
        for pattern in patterns:
            if hasattr(pattern, "url_patterns"):
                walk(pattern.url_patterns, inside or pattern.namespace == NAMESPACE)
            elif inside or "ketamine_pages.admin.enquiries" in getattr(
                pattern.callback, "__module__", ""
            ):
                found[pattern.name] = pattern

    walk(get_resolver().url_patterns, False)
    return found


def test_no_address_is_missing_from_the_table():
    assert patterns_of_the_feature().keys() == TABLE.keys()


def test_no_bulk_action_is_missing_from_the_table():
    actions = bulk_action_registry.get_bulk_actions_for_model("ketamine_pages", "enquiry")
    assert {action.action_type for action in actions} == BULK_TABLE.keys()


class TestMayNot(TwoClinics):
    def call(self, name: str, enquiry: Any) -> Any:
        method, data, _expected = TABLE[name]
        args = [] if name in OF_THE_LIST else [enquiry.pk]
        return getattr(self.client, method)(url(name, *args), data)

    def call_bulk(self, action: str, *enquiries: Any) -> Any:
        return self.client.post(bulk_url(action, *enquiries), BULK_TABLE[action][0])

    def snapshot(self) -> Any:
        return (
            list(Enquiry.objects.order_by("pk").values()),
            EnquiryNote.objects.count(),
            EnquiryAccess.objects.count(),
        )

    def assert_login_is_asked(self, response: Any) -> None:
        assert response.status_code == MOVED
        assert response.url.startswith("/admin/login/")

    def assert_refused(self, response: Any) -> None:
        # Wagtail sends those without permission to the start of the admin.
        assert response.status_code == NOT_FOUND or (
            response.status_code == MOVED and response.url == "/admin/"
        ), response

    def assert_nothing_of(self, enquiry: Any, response: Any) -> None:
        assert enquiry.reference.encode() not in getattr(response, "content", b"")

    def test_anonymous_visitors_are_asked_to_log_in(self):
        before = self.snapshot()
        for name in TABLE:
            self.assert_login_is_asked(self.call(name, self.to_here))
        for action in BULK_TABLE:
            self.assert_login_is_asked(self.call_bulk(action, self.to_here))
        for address in ("/admin/enquiries/?export=csv", "/admin/enquiries/?export=xlsx"):
            self.assert_login_is_asked(self.client.get(address))
        assert self.snapshot() == before

    def test_editors_without_permission_are_refused(self):
        self.log_in(self.nobody)
        before = self.snapshot()
        for name in TABLE:
            self.assert_refused(self.call(name, self.to_here))
        for action in BULK_TABLE:
            self.assert_refused(self.call_bulk(action, self.to_here))
        for file_format in ("csv", "xlsx"):
            self.assert_refused(self.client.get(url("index"), {"export": file_format}))
        assert self.snapshot() == before

    def test_staff_of_another_location_find_nothing(self):
        self.log_in(self.staff_there)
        before = self.snapshot()
        for name in TABLE:
            response = self.call(name, self.to_here)
            if name not in OF_THE_LIST:
                assert response.status_code == NOT_FOUND, name
            self.assert_nothing_of(self.to_here, response)
        for action in BULK_TABLE:
            response = self.call_bulk(action, self.to_here, self.to_nobody)
            assert response.status_code == NOT_FOUND, action
        assert self.snapshot() == before

    def test_forged_ids_among_ones_own_change_nothing_of_others(self):
        for action in BULK_TABLE:
            self.log_in(self.staff_there)
            before = Enquiry.objects.filter(pk=self.to_here.pk).values().get()
            asked = self.client.get(bulk_url(action, self.to_there, self.to_here))
            self.assert_nothing_of(self.to_here, asked)
            response = self.call_bulk(action, self.to_there, self.to_here, self.to_nobody)
            assert response.status_code == BULK_TABLE[action][1], action
            self.assert_nothing_of(self.to_here, response)
            assert Enquiry.objects.filter(pk=self.to_here.pk).values().get() == before
        assert not EnquiryAccess.objects.filter(enquiry=self.to_here).exists()
        # The last of the actions has deleted the only one that was permitted.
        assert set(Enquiry.objects.all()) == {self.to_here, self.to_nobody}

    def test_ids_that_are_none_and_all_are_not_found(self):
        self.log_in(self.staff_everywhere)
        for forged in ("all", "0", "-1", "9" * 30, "1 OR 1=1", "²", ""):
            address = f"{bulk_url('delete')}&id={forged}"
            assert self.client.post(address).status_code == NOT_FOUND, forged
        assert Enquiry.objects.count() == 3

    def test_exports_hold_what_the_user_may_export_and_no_more(self):
        self.log_in(self.staff_there)
        content = self.client.get(url("index"), {"export": "csv"}).content
        assert self.to_there.reference.encode() in content
        assert self.to_here.reference.encode() not in content
        assert self.to_nobody.reference.encode() not in content

    def test_a_filter_on_anothers_location_shows_nothing(self):
        self.log_in(self.staff_there)
        for address in (url("index"), url("index_results")):
            response = self.client.get(address, {"location": self.here.pk})
            self.assert_nothing_of(self.to_here, response)
            response = self.client.get(address, {"q": self.to_here.reference})
            assert response.status_code == OK
            assert url("inspect", self.to_here.pk).encode() not in response.content

    def test_staff_administrators_and_staff_of_the_location_may(self):
        for user in (self.staff_here, self.staff_everywhere, self.admin):
            self.log_in(user)
            for name, (_method, _data, expected) in TABLE.items():
                if name != "delete":
                    assert self.call(name, self.to_here).status_code == expected, name
            for action, (_data, expected) in BULK_TABLE.items():
                if action != "delete":
                    response = self.call_bulk(action, self.to_here)
                    assert response.status_code == expected, action
        self.log_in(self.staff_here)
        assert self.call("delete", self.to_here).status_code == MOVED
        self.log_in(self.staff_everywhere)
        assert self.call_bulk("delete", self.to_nobody).status_code == MOVED
        self.log_in(self.admin)
        assert self.call("delete", self.to_there).status_code == MOVED
        assert not Enquiry.objects.exists()


@pytest.mark.parametrize(
    ("action", "names", "bulk"),
    [
        (
            "view",
            {"handle", "note", "not_spam", "delete"},
            {"status", "assign", "export", "delete"},
        ),
        ("change", {"delete"}, {"export", "delete"}),
        ("export", {"handle", "note", "not_spam", "delete"}, {"status", "assign", "delete"}),
        ("delete", {"handle", "note", "not_spam"}, {"status", "assign", "export"}),
    ],
)
def test_one_permission_is_not_another(client, db, action, names, bulk):
    location = factories.LocationPageFactory()
    enquiry = make_enquiry(location)
    client.force_login(make_user(action, location=location))
    for name in names:
        method, data, _expected = TABLE[name]
        response = getattr(client, method)(url(name, enquiry.pk), data)
        assert (response.status_code, response.url) == (MOVED, "/admin/"), name
    for name in bulk:
        response = client.post(bulk_url(name, enquiry), BULK_TABLE[name][0])
        assert response.status_code in (MOVED, NOT_FOUND), name
        assert getattr(response, "url", "/admin/") == "/admin/", name
    if action != "export":
        response = client.get(url("index"), {"export": "csv"})
        assert (response.status_code, response.url) == (MOVED, "/admin/")
    enquiry.refresh_from_db()
    assert enquiry.status == "new"
