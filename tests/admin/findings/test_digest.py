"""Who is told that pages have new errors."""

from datetime import timedelta
from smtplib import SMTPException
from unittest.mock import patch

import pytest
from django.core import mail
from django.utils import timezone
from wagtail.models import Site

from ketamine_pages.admin.findings.digest import send_error_digests
from ketamine_pages.findings.store import store_findings
from ketamine_pages.models import ClinicSettings, StoredFinding
from tests import factories
from tests.due.making import DAY, NOON, run
from tests.reviews.making import page_showing, reload

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return factories.UserFactory(email="owner@example.com", first_name="Olga")


@pytest.fixture
def source():
    return factories.SourceFactory()


@pytest.fixture
def document(owner, source):
    """Without errors but that it has no safety information, which everybody knows of."""
    page = page_showing(
        factories.BenefitFactory(sources=[source]), title="About infusions", owner=owner
    )
    store_findings(page)
    StoredFinding.objects.update(told_at=timezone.now())
    return page


def withdraw(source, document, day=None):
    source.withdrawn_on, source.withdrawn_reason = day or timezone.localdate(), "Retracted."
    source.save()
    store_findings(reload(document))


def tell():
    mail.outbox.clear()
    return send_error_digests()


def receivers():
    return sorted(message.to[0] for message in mail.outbox)


def test_the_owner_is_told_what_is_wrong_and_where(document, source):
    withdraw(source, document)
    assert tell().sent == 1
    [message] = mail.outbox
    assert message.to == ["owner@example.com"]
    assert message.subject == "New errors on 1 published page"
    assert "Hello Olga" in message.body
    assert f"About infusions\n  http://testserver/admin/pages/{document.pk}/edit/" in message.body
    assert "which was withdrawn" in message.body
    assert "http://testserver/admin/reports/findings/" in message.body


def test_so_is_who_has_published_it_last(document, source):
    for address in ("first@example.com", "last@example.com"):
        user = factories.UserFactory(email=address)
        with factories.gate_off():
            reload(document).save_revision(user=user).publish(
                user=user, skip_permission_checks=True
            )
    withdraw(source, document)
    tell()
    assert receivers() == ["last@example.com", "owner@example.com"]


def test_an_owner_who_has_published_it_gets_one_message(document, source, owner):
    with factories.gate_off():
        reload(document).save_revision(user=owner).publish(user=owner, skip_permission_checks=True)
    withdraw(source, document)
    tell()
    assert receivers() == ["owner@example.com"]


def test_two_pages_make_one_message(document, source, owner):
    other = page_showing(factories.BenefitFactory(sources=[source]), owner=owner)
    withdraw(source, document)
    store_findings(reload(other))
    tell()
    [message] = mail.outbox
    assert message.subject == "New errors on 2 published pages"


@pytest.mark.parametrize("change", [{"email": ""}, {"is_active": False}])
def test_the_recipients_of_the_site_stand_in(document, source, owner, change):
    type(owner).objects.filter(pk=owner.pk).update(**change)
    clinic = ClinicSettings.for_site(Site.objects.get(is_default_site=True))
    clinic.enquiry_recipients = "desk@example.com\nboss@example.com"
    clinic.save()
    withdraw(source, document)
    tell()
    assert receivers() == ["boss@example.com", "desk@example.com"]


def test_without_any_address_it_is_said_where_the_jobs_run(document, source, owner):
    type(owner).objects.filter(pk=owner.pk).update(email="")
    withdraw(source, document)
    result = tell()
    assert (result.sent, result.without_address) == (0, 1)
    assert StoredFinding.objects.filter(told_at=None, severity="error").exists()


def test_nothing_is_told_twice(document, source):
    withdraw(source, document)
    tell()
    store_findings(reload(document))
    assert tell().sent == 0


def test_what_was_mended_and_is_wrong_again_is_told_again(document, source):
    withdraw(source, document)
    tell()
    withdraw(source, document, timezone.localdate() + timedelta(days=9))
    assert tell().sent == 0
    withdraw(source, document)
    assert tell().sent == 1


def test_a_mail_server_that_fails_is_made_up_for(document, source):
    withdraw(source, document)
    with patch("ketamine_pages.admin.findings.digest.send_mail", side_effect=SMTPException("No")):
        assert tell().failed == [("owner@example.com", "No")]
    assert tell().sent == 1


class BackendError(Exception):
    """What no library of Python's raises."""


def test_one_receiver_that_fails_stops_no_other_and_is_made_up_for(document, source):
    user = factories.UserFactory(email="last@example.com")
    with factories.gate_off():
        reload(document).save_revision(user=user).publish(user=user, skip_permission_checks=True)
    withdraw(source, document)
    reached = []

    def send(subject, text, sender, to):
        if to == ["owner@example.com"]:
            raise BackendError("No")
        reached.extend(to)

    with patch("ketamine_pages.admin.findings.digest.send_mail", side_effect=send):
        assert send_error_digests().failed == [("owner@example.com", "No")]
    assert reached == ["last@example.com"]
    tell()
    assert receivers() == ["last@example.com", "owner@example.com"]
    assert tell().sent == 0


def test_drafts_warnings_and_entries_are_no_news(document, source):
    draft = reload(document)
    draft.introduction = "TBC"
    draft.save_revision()
    store_findings(reload(document))
    store_findings(factories.BenefitFactory())
    assert StoredFinding.objects.filter(told_at=None).exists()
    assert tell().sent == 0


def test_it_is_done_once_a_day(document, source):
    withdraw(source, document)
    with patch("ketamine_pages.due_jobs.send_error_digests", wraps=send_error_digests) as send:
        _status, lines, _errors = run()
        run(moment=NOON + timedelta(minutes=5))
        assert send.call_count == 1
        run(moment=NOON + DAY)
        assert send.call_count == 2
    assert lines["errors"].startswith("Digests sent: 1,")
