"""Judgements that nobody waits for are done later, and the report says how many."""

from unittest.mock import patch

import pytest
from django.urls import reverse
from django.utils import timezone

from ketamine_pages.models import StoredFinding, WaitingJudgement
from ketamine_pages.page_types.models import TreatmentPage
from ketamine_pages.shown import changes
from tests import factories
from tests.due.making import run
from tests.reviews.making import page_showing

pytestmark = pytest.mark.django_db


@pytest.fixture
def source(django_capture_on_commit_callbacks):
    """It is cited by a benefit on three pages, and is about to be withdrawn."""
    with django_capture_on_commit_callbacks(execute=True):
        source = factories.SourceFactory()
        benefit = factories.BenefitFactory(sources=[source])
        for _ in range(3):
            page_showing(benefit)
    return source


@pytest.fixture
def withdrawn(source, django_capture_on_commit_callbacks):
    """Who has published that has waited for two judgements: the benefit, and one page."""
    source.withdrawn_on, source.withdrawn_reason = timezone.localdate(), "Retracted."
    with patch.object(changes, "INLINE", 2), django_capture_on_commit_callbacks(execute=True):
        source.save_revision().publish()


def withdrawals():
    return StoredFinding.objects.filter(code="source-withdrawn").count()


def test_what_nobody_waits_for_is_judged_by_what_is_due(withdrawn):
    assert (withdrawals(), WaitingJudgement.objects.count()) == (2, 2)
    _status, lines, _errors = run()
    assert lines["judgements"] == "Judged: 2."
    assert (withdrawals(), WaitingJudgement.objects.count()) == (4, 0)


def test_a_dry_run_says_how_much_it_is(withdrawn):
    _status, lines, _errors = run(dry_run=True)
    assert lines["judgements"] == "Still to be judged: 2."
    assert WaitingJudgement.objects.count() == 2


def test_the_report_says_how_much_it_is(withdrawn, client):
    client.force_login(factories.UserFactory(admin=True))
    response = client.get(reverse("ketamine_pages_findings"))
    assert "2 pages and entries show something that has changed" in response.content.decode()
    run()
    response = client.get(reverse("ketamine_pages_findings"))
    assert "still to be judged" not in response.content.decode()


def test_the_same_page_counts_once(withdrawn, client):
    [first, _second] = WaitingJudgement.objects.all()
    WaitingJudgement.objects.create(content_type=first.content_type, object_id=first.object_id)
    _status, lines, _errors = run(dry_run=True)
    assert lines["judgements"] == "Still to be judged: 2."


def test_what_is_gone_meanwhile_stops_nothing(withdrawn):
    WaitingJudgement.objects.update(object_id="999999")
    status, _lines, _errors = run()
    assert (status, WaitingJudgement.objects.count()) == (0, 0)


@pytest.fixture
def broken(monkeypatch):
    """One of the waiting pages that cannot be judged."""
    pk, judge = WaitingJudgement.objects.order_by("pk")[0].object_id, TreatmentPage.get_findings

    def fail(page, *args, **kwargs):
        if str(page.pk) == pk:
            raise ValueError("Nobody can judge this.")
        return judge(page, *args, **kwargs)

    monkeypatch.setattr(TreatmentPage, "get_findings", fail)
    return pk


def test_one_that_cannot_be_judged_is_in_nobodys_way(withdrawn, broken, caplog):
    with patch("ketamine_pages.findings.store.BATCH", 1):
        status, lines, errors = run("judgements")
    assert (withdrawals(), WaitingJudgement.objects.count()) == (3, 0)
    assert (status, lines["judgements"]) == (1, "Judged: 2.")
    assert "judgements: Not judged, see the log: 1." in errors
    assert f"TreatmentPage {broken} was not judged." in caplog.text


def test_nor_where_all_are_read_together(withdrawn, broken):
    assert run("judgements")[0] == 1
    assert (withdrawals(), WaitingJudgement.objects.count()) == (3, 0)


def test_a_key_that_is_none_is_in_nobodys_way(withdrawn):
    first = WaitingJudgement.objects.order_by("pk")[0]
    WaitingJudgement.objects.filter(pk=first.pk).update(object_id="no number")
    assert run("judgements")[0] == 1
    assert (withdrawals(), WaitingJudgement.objects.count()) == (3, 0)


def test_what_waits_is_written_down_whatever_fails_before(
    source, monkeypatch, django_capture_on_commit_callbacks
):
    def fail(*args, **kwargs):
        raise ValueError("Nobody can judge this.")

    monkeypatch.setattr(TreatmentPage, "get_findings", fail)
    source.withdrawn_on, source.withdrawn_reason = timezone.localdate(), "Retracted."
    with patch.object(changes, "INLINE", 2), django_capture_on_commit_callbacks(execute=True):
        source.save_revision().publish()
    assert WaitingJudgement.objects.count() == 2


def test_where_there_is_a_worker_nothing_waits(
    source, settings, django_capture_on_commit_callbacks
):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    source.withdrawn_on, source.withdrawn_reason = timezone.localdate(), "Retracted."
    with patch.object(changes, "INLINE", 1), django_capture_on_commit_callbacks(execute=True):
        source.save_revision().publish()
    assert WaitingJudgement.objects.count() == 0
