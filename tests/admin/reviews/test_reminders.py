"""``manage.py send_review_reminders``."""

from datetime import timedelta
from io import StringIO
from smtplib import SMTPException
from unittest.mock import patch

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.utils import timezone

from ketamine_pages.models import ClinicalReview, ReviewStatus
from tests.factories import ClinicianFactory, TreatmentPageFactory, UserFactory
from tests.reviews.making import make_reviewer, reload, review

pytestmark = pytest.mark.django_db
REVIEW_NOTHING_ELSE = {"REVIEW_INTERVAL_MONTHS": {"ketamine_pages.Treatment": None}}


@pytest.fixture(autouse=True)
def only_pages(settings):
    settings.KETAMINE_PAGES = REVIEW_NOTHING_ELSE


@pytest.fixture
def owner():
    return UserFactory(email="owner@example.com", first_name="Olga")


@pytest.fixture
def document(owner):
    return reload(TreatmentPageFactory(title="About infusions", owner=owner))


def remind():
    out = StringIO()
    mail.outbox.clear()
    call_command("send_review_reminders", stdout=out, stderr=out)
    return out.getvalue()


def test_an_owner_gets_one_message_about_everything(document, owner):
    TreatmentPageFactory(title="About sprays", owner=owner)
    remind()
    [message] = mail.outbox
    assert message.to == ["owner@example.com"]
    assert message.subject == "Clinical reviews: 2 to look at"
    assert "Hello Olga" in message.body
    assert "Never reviewed:" in message.body
    assert f"- About infusions\n  http://testserver/admin/pages/{document.pk}/edit/" in message.body
    assert "About sprays" in message.body
    assert "http://testserver/admin/reports/clinical-reviews/" in message.body


def test_nothing_is_said_twice(document):
    remind()
    remind()
    assert mail.outbox == []


def test_a_new_state_is_news(document):
    remind()
    review(document)
    remind()
    assert mail.outbox == []
    document.introduction = "Something else."
    document.save()
    remind()
    assert "Changed since review" in mail.outbox[0].body


@pytest.mark.parametrize(
    ("days", "label"), [(-1, "Overdue"), (0, "Due in 30 days"), (30, "Due in 30 days"), (31, None)]
)
def test_a_date_is_announced(document, days, label):
    review(document)
    day = timezone.localdate() + timedelta(days=days)
    ClinicalReview.objects.update(next_due=day)
    remind()
    assert ([label in message.body for message in mail.outbox]) == ([True] if label else [])


def test_nothing_is_lost_when_mail_fails(document):
    with (
        patch("ketamine_pages.admin.reviews.digest.send_mail", side_effect=SMTPException("No")),
        pytest.raises(CommandError, match="E-mails that failed: 1"),
    ):
        remind()
    remind()
    assert len(mail.outbox) == 1


def test_one_failure_does_not_stop_the_others(document):
    TreatmentPageFactory(owner=UserFactory(email="other@example.com"))
    sent = []

    def send(subject, text, sender, receivers):
        if receivers == ["owner@example.com"]:
            raise OSError("No route to host")
        sent.extend(receivers)

    with (
        patch("ketamine_pages.admin.reviews.digest.send_mail", side_effect=send),
        pytest.raises(CommandError),
    ):
        remind()
    assert sent == ["other@example.com"]


def test_what_one_of_two_was_told_is_told_again(document):
    TreatmentPageFactory(title="Without an owner", owner=None)
    make_reviewer()
    ClinicianFactory(user=UserFactory(email="second@example.com"))

    def send(subject, text, sender, receivers):
        if receivers == ["second@example.com"]:
            # What a backend raises is its own affair.
            raise RuntimeError("No")

    with (
        patch("ketamine_pages.admin.reviews.digest.send_mail", side_effect=send),
        pytest.raises(CommandError, match="E-mails that failed: 1"),
    ):
        remind()
    remind()
    receivers = sorted(message.to[0] for message in mail.outbox)
    assert receivers == ["reviewer@example.com", "second@example.com"]
    remind()
    assert mail.outbox == []


def test_reviewers_hear_of_what_nobody_looks_after(document):
    make_reviewer()
    TreatmentPageFactory(title="Without an owner", owner=None)
    remind()
    receivers = {message.to[0]: message.body for message in mail.outbox}
    assert "Without an owner" in receivers["reviewer@example.com"]
    assert "Without an owner" not in receivers["owner@example.com"]


def test_what_has_no_receiver_is_said_and_not_forgotten(owner):
    TreatmentPageFactory(owner=None)
    assert "Nobody to write to: 1" in remind()
    assert ReviewStatus.objects.exclude(reminded_of="").count() == 0
