"""Nobody runs the command: who is told, where, and when not."""

from typing import Any

import pytest
from django.test import TestCase
from django.urls import reverse
from wagtail.test.utils import WagtailTestUtils

from ketamine_pages import due_jobs
from ketamine_pages.admin.enquiries.addresses import url_name
from ketamine_pages.checks import check_settings
from ketamine_pages.due.checks import check_due
from ketamine_pages.due.lateness import Lateness, find_lateness
from ketamine_pages.models import DueJob, Enquiry
from tests import factories
from tests.admin.site import make_editors
from tests.due.making import DAY, HOUR, MINUTE, NOON, at, run
from tests.enquiries.handling import make_user
from tests.gate.making import GOOD, make_draft

pytestmark = pytest.mark.django_db
NEVER, LAST = "was never done", "was last done on March 8, 2027, noon"


def test_a_new_site_is_left_in_peace():
    assert find_lateness(NOON) is None
    make_draft(GOOD)
    factories.BenefitFactory(live=False, sources=[])
    assert find_lateness(NOON) is None


@pytest.mark.parametrize("make", [factories.BenefitFactory, factories.TreatmentIndexPageFactory])
def test_with_the_first_page_or_entry_it_is_told_that_it_never_ran(make):
    make()
    assert find_lateness(NOON) == Lateness(None)
    run()
    assert find_lateness(NOON) is None


def test_a_site_has_a_day_to_begin_with():
    factories.BenefitFactory(first_published_at=NOON, sources=[])
    assert find_lateness(NOON + DAY - MINUTE) is None
    assert find_lateness(NOON + DAY) == Lateness(None)


def test_one_day_is_late_and_a_run_mends_it():
    run()
    assert find_lateness(NOON + DAY) is None
    assert find_lateness(NOON + DAY + MINUTE) == Lateness(NOON)
    run(moment=NOON + DAY + MINUTE)
    assert find_lateness(NOON + DAY + MINUTE) is None


def test_the_setting_says_how_late(settings):
    run()
    settings.KETAMINE_PAGES = {"DUE_LATE_AFTER_HOURS": 2}
    assert find_lateness(NOON + 2 * HOUR) is None
    assert find_lateness(NOON + 2 * HOUR + MINUTE) == Lateness(NOON)


@pytest.mark.parametrize("value", [0, -1, 8761, 1.5, True, "24", None])
def test_a_wrong_value_is_reported(settings, value):
    settings.KETAMINE_PAGES = {"DUE_LATE_AFTER_HOURS": value}
    [error] = check_settings()
    assert error.id == "ketamine_pages.E003"


def test_one_job_alone_is_no_run():
    run()
    run("outbox", moment=NOON + 2 * DAY)
    assert find_lateness(NOON + 2 * DAY) == Lateness(NOON)


def test_a_job_that_fails_every_time_is_named(monkeypatch):
    run()
    monkeypatch.setattr(due_jobs, "purge", lambda **options: 1 / 0)
    run(moment=NOON + 2 * DAY)
    assert find_lateness(NOON + 2 * DAY) == Lateness(NOON, ("enquiries",))


def test_where_all_is_well_one_query_says_so(django_assert_num_queries):
    run()
    with django_assert_num_queries(1):
        assert find_lateness(NOON) is None


class TestCheck:
    def test_it_asks_only_the_database_it_is_given(self):
        factories.BenefitFactory()
        assert check_due() == check_due(databases=["other"]) == []
        [warning] = check_due(databases=["default"])
        assert warning.id == "ketamine_pages.W009"
        assert "never ran" in warning.msg

    def test_it_says_when_and_what_fails(self):
        run()
        DueJob.objects.filter(name="outbox").update(error="OSError")
        with at(NOON + 2 * DAY):
            [warning] = check_due(databases=["default"])
        assert "last done on 2027-03-10 12:00 UTC" in warning.msg
        assert "Jobs that fail: outbox." in warning.msg

    def test_a_site_in_time_is_fine(self):
        run()
        with at(NOON + DAY):
            assert check_due(databases=["default"]) == []


class AdminTests(WagtailTestUtils, TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        cls.editor = factories.UserFactory()
        cls.editor.groups.add(make_editors())
        cls.page = factories.TreatmentIndexPageFactory(introduction=GOOD)

    def get(self, name: str, user: Any = None, **query: Any) -> Any:
        # Whatever time it is: a session of yesterday is over.
        self.client.force_login(user or self.editor)
        return self.client.get(reverse(name), query)

    def test_the_dashboard_tells_staff(self):
        self.assertContains(self.get("wagtailadmin_home"), NEVER)
        run()
        with at(NOON + MINUTE):
            self.assertNotContains(self.get("wagtailadmin_home"), "Not done in time")

    def test_the_dashboard_says_when_it_was(self):
        run(moment=NOON - 2 * DAY)
        DueJob.objects.filter(name="reminders").update(error="OSError")
        with at():
            home = self.get("wagtailadmin_home")
        self.assertContains(home, LAST)
        self.assertContains(home, "“ketamine_pages_due” fails: reminders.")

    def test_reports_say_that_they_may_be_out_of_date(self):
        for name in ("ketamine_pages_findings", "ketamine_pages_reviews"):
            self.assertContains(self.get(name), NEVER)
            self.assertNotContains(self.get(f"{name}_results"), NEVER)
            self.assertNotIn(NEVER, self.get(name, export="csv").getvalue().decode())

    def test_reports_of_a_site_in_time_say_nothing(self):
        run()
        with at(NOON + MINUTE):
            for name in ("ketamine_pages_findings", "ketamine_pages_reviews"):
                self.assertNotContains(self.get(name), "ketamine_pages_due")

    def test_who_has_nothing_to_do_with_it_is_not_told(self):
        home = self.get("wagtailadmin_home", make_user())
        self.assertNotContains(home, "ketamine_pages_due")

    def test_who_handles_enquiries_is_told(self):
        self.assertContains(self.get("wagtailadmin_home", make_user("view")), NEVER)

    def test_enquiries_that_are_kept_too_long_are_named_after_the_same_time(self):
        run()
        factories.EnquiryFactory(purge_after=NOON)
        user = make_user("view")
        for moment, is_told in ((NOON + DAY - MINUTE, False), (NOON + DAY, True)):
            with at(moment):
                text = self.get(url_name("index"), user).content.decode()
            self.assertEqual("1 enquiry should have been deleted by now" in text, is_told)
        run("enquiries", moment=NOON + DAY)
        self.assertFalse(Enquiry.objects.exists())
