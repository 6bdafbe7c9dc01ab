"""``ketamine_pages_due`` as it runs on a site: everything, twice, late, stopped."""

import smtplib
from typing import Any
from unittest import mock

import pytest
from django.core import mail

from ketamine_pages import due_jobs
from ketamine_pages.models import (
    DueJob,
    Enquiry,
    EnquiryNotification,
    ReviewStatus,
    StoredFinding,
)
from tests import factories
from tests.due.making import DAY, HOUR, MINUTE, NOON, at, row, run
from tests.gate.making import BAD, GOOD, make_draft, reload

pytestmark = pytest.mark.django_db
NAMES = [job.name for job in due_jobs.JOBS]


def schedule(page: Any, moment: Any) -> None:
    page.go_live_at = moment
    revision = page.save_revision()
    revision.approved_go_live_at = moment
    revision.save()


@pytest.fixture
def site():
    """Something for each job."""
    with at(NOON - DAY):
        owner = factories.UserFactory(email="owner@example.com")
        page = factories.TreatmentPageFactory(owner=owner)
        waiting = make_draft(GOOD)
        schedule(waiting, NOON - HOUR)
        expired = factories.TreatmentPageFactory(expire_at=NOON - HOUR)
        factories.BenefitFactory(expires_on=(NOON - DAY).date())
        old = factories.EnquiryFactory(purge_after=NOON - MINUTE)
        kept = factories.EnquiryFactory(purge_after=NOON + DAY)
        EnquiryNotification.objects.create(enquiry=kept, recipient="desk@clinic.example")
        StoredFinding.objects.all().delete()
    return {"page": page, "waiting": waiting, "expired": expired, "old": old, "kept": kept}


def test_it_does_all_that_is_due(site):
    status, lines, errors = run()
    assert (status, list(lines), errors) == (0, NAMES, "")
    assert lines["schedule"] == "Scheduled: 1, expired: 1."
    assert reload(site["waiting"]).live
    assert not reload(site["expired"]).live
    assert lines["outbox"] == "Notifications sent: 1."
    assert list(Enquiry.objects.all()) == [site["kept"]]
    assert StoredFinding.objects.filter(object_id=str(site["page"].pk)).exists()
    assert ReviewStatus.objects.filter(object_id=str(site["page"].pk)).exists()
    receivers = sorted(message.to[0] for message in mail.outbox)
    assert receivers == ["desk@clinic.example", "owner@example.com"]


def test_twice_it_does_nothing_twice(site):
    run()
    mail.outbox.clear()
    rows = set(StoredFinding.objects.values_list("pk", flat=True))
    status, lines, _errors = run(moment=NOON + 5 * MINUTE)
    assert (status, mail.outbox) == (0, [])
    assert lines["schedule"] == "Scheduled: 0, expired: 0."
    assert lines["dates"] == "Begun or ended: 0, reviews run out: 0."
    assert lines["outbox"] == "Notifications sent: 0."
    assert {lines[name] for name in ("reviews", "findings", "reminders")} == {"Done today already."}
    assert set(StoredFinding.objects.values_list("pk", flat=True)) == rows
    assert row().finished_at == NOON + 5 * MINUTE


def test_a_dry_run_says_what_would_be_done_and_does_nothing(site):
    status, lines, _errors = run(dry_run=True)
    assert (status, list(lines)) == (0, NAMES)
    assert lines["schedule"] == "Scheduled: 1, expired: 1."
    assert lines["outbox"] == "Notifications to be sent: 1."
    assert lines["enquiries"].startswith("To be deleted: enquiries: 1,")
    assert not reload(site["waiting"]).live
    assert (mail.outbox, Enquiry.objects.count()) == ([], 2)
    assert not StoredFinding.objects.exists()
    assert not DueJob.objects.exists()


def test_one_that_fails_stops_nobody_and_ends_with_1(site):
    with mock.patch.object(due_jobs, "purge", side_effect=RuntimeError("No disk")):
        status, lines, errors = run()
    assert status == 1
    assert lines["enquiries"] == "Failed."
    assert "enquiries: RuntimeError: No disk" in errors
    assert "Jobs with problems: enquiries." in errors
    assert list(lines) == NAMES
    assert Enquiry.objects.count() == 2
    assert run(moment=NOON + MINUTE)[0] == 0
    assert Enquiry.objects.count() == 1


def test_mail_that_fails_is_told_but_the_job_is_done(site):
    with mock.patch(
        "django.core.mail.backends.locmem.EmailBackend.send_messages",
        side_effect=smtplib.SMTPException("No"),
    ):
        status, _lines, errors = run()
    assert status == 1
    assert "outbox: Notifications that fail: 1." in errors
    assert "reminders: No e-mail to owner@example.com: No" in errors
    assert row().finished_at == NOON
    with at(NOON + DAY):
        run(moment=NOON + DAY)
    assert len(mail.outbox) == 2


class TestJudging:
    """The longest job, stopped in the middle."""

    @pytest.fixture(autouse=True)
    def pages(self, monkeypatch):
        monkeypatch.setattr(due_jobs, "BATCH", 2)
        pages = [make_draft(BAD) for _number in range(5)]
        StoredFinding.objects.all().delete()
        return pages

    def stop_after(self, number: int, error: type[BaseException]) -> Any:
        judged: list[Any] = []
        store = due_jobs.store_findings

        def judge(instance: Any) -> None:
            if len(judged) == number:
                raise error
            judged.append(instance)
            store(instance)

        return mock.patch.object(due_jobs, "store_findings", judge)

    @pytest.mark.parametrize("stop", [KeyboardInterrupt, SystemExit])
    def test_the_next_run_judges_the_rest(self, pages, stop):
        with self.stop_after(3, stop), pytest.raises(stop):
            run("findings")
        keys = StoredFinding.objects.values_list("object_id", flat=True)
        assert set(keys) == {str(page.pk) for page in pages[:3]}
        assert row("findings").position == f"ketamine_page_types.TreatmentIndexPage#{pages[1].pk}"
        assert row("findings").held_until is None
        _status, lines, _errors = run("findings", moment=NOON + MINUTE)
        assert lines["findings"] == "Pages and entries judged: 3."
        assert set(keys.all()) == {str(page.pk) for page in pages}
        assert row("findings").position == ""

    def test_on_another_day_it_begins_anew(self, pages):
        with self.stop_after(3, KeyboardInterrupt), pytest.raises(KeyboardInterrupt):
            run("findings")
        _status, lines, _errors = run("findings", moment=NOON + DAY)
        assert lines["findings"] == "Pages and entries judged: 5."

    def test_one_page_that_cannot_be_judged_does_not_keep_the_others(self, pages):
        with self.stop_after(4, ValueError):
            status, lines, errors = run("findings")
        assert (status, lines["findings"]) == (1, "Pages and entries judged: 5.")
        assert "findings: Not judged, see the log: 1." in errors
        assert StoredFinding.objects.values("object_id").distinct().count() == 4


def test_jobs_are_called_what_the_row_of_all_is_not_called():
    assert "everything" not in NAMES
    assert len(set(NAMES)) == len(NAMES)
