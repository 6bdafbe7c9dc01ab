"""Enquiries that fictional people have sent to the demo: numbers and addresses reserved for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.utils import timezone

from example_site.home.demo.clinic_name import ENQUIRY
from ketamine_pages.answers import Answer, Answers, SealedText
from ketamine_pages.models import (
    ConsentWording,
    Enquiry,
    EnquiryNote,
    EnquiryNotification,
    EnquiryStatus,
    SuspicionReason,
)
from ketamine_pages.page_types.models import EnquiryPage, LocationPage

LABELS = {
    "name": "Your name",
    "phone": "Phone",
    "email": "E-mail",
    "preferred_time": "When can we reach you?",
    "location": "Which clinic?",
    "choice": "What would you like?",
}


@dataclass(frozen=True)
class Plan:
    """One enquiry: who sent it how many hours ago, and what the clinic has made of it."""

    key: str
    hours_ago: int
    answers: dict[str, str]
    location: str = ""
    status: str = EnquiryStatus.NEW
    note: str = ""
    suspicions: tuple[str, ...] = ()


PLANS = (
    Plan(
        "demo-morgan",
        2,
        {
            "name": "Morgan Sample",
            "phone": "+1 602-555-0171",
            "preferred_time": "Morning",
            "choice": "A call",
        },
        location="phoenix",
    ),
    Plan(
        "demo-riley",
        20,
        {
            "name": "Riley Placeholder",
            "email": "riley@example.com",
            "preferred_time": "Any time",
            "choice": "A tour of the clinic",
        },
    ),
    Plan(
        "demo-casey",
        49,
        {
            "name": "Casey Fiction",
            "phone": "+1 928-555-0118",
            "email": "casey@example.com",
            "preferred_time": "Evening",
            "choice": "A tour of the clinic",
        },
        location="flagstaff",
        status=EnquiryStatus.CONTACTED,
        note="Would like to come on a Thursday. Call again next week.",
    ),
    Plan(
        "demo-jordan",
        120,
        {
            "name": "Jordan Invented",
            "phone": "+1 602-555-0183",
            "preferred_time": "Afternoon",
            "choice": "A call",
        },
        location="phoenix",
        status=EnquiryStatus.CLOSED,
        note="Answered all questions on the phone.",
    ),
    Plan(
        "demo-spam",
        31,
        {
            "name": "Best Rankings",
            "email": "offers@example.com",
            "preferred_time": "Any time",
            "choice": "A call",
        },
        suspicions=(SuspicionReason.HONEYPOT, SuspicionReason.TOO_FAST),
    ),
)


def send_enquiries() -> int:
    """Store the enquiries that are missing; returns how many."""
    page = EnquiryPage.objects.filter(slug=ENQUIRY).first()
    if page is None:
        return 0
    known = set(
        Enquiry.objects.filter(idempotency_key__startswith="demo-").values_list(
            "idempotency_key", flat=True
        )
    )
    missing = [plan for plan in PLANS if plan.key not in known]
    for plan in missing:
        send(plan, page)
    return len(missing)


def send(plan: Plan, page: Any) -> None:
    """Store one enquiry as the form would have done, with what became of it."""
    sent_at = timezone.now() - timedelta(hours=plan.hours_ago)
    location = LocationPage.objects.filter(slug=plan.location).first()
    answers = dict(plan.answers)
    if location:
        answers["location"] = location.title
    enquiry = Enquiry(
        idempotency_key=plan.key,
        page=page,
        page_title=page.title,
        site=page.get_site(),
        location=location,
        location_title=location.title if location else "",
        language=page.locale.language_code,
        submitted_at=sent_at,
        consented_at=sent_at,
        consent=ConsentWording.of(page.consent_text),
        status=plan.status,
        answers=Answers(Answer(kind, kind, LABELS[kind], text) for kind, text in answers.items()),
        is_suspected=bool(plan.suspicions),
        suspicions=plan.suspicions,
    )
    enquiry.keep_for(page.retention_days)
    if plan.status != EnquiryStatus.NEW:
        enquiry.assignee = get_user_model()._default_manager.filter(username="editor").first()
    enquiry.save()
    if not plan.suspicions:
        # Told long ago; the demo sends no mail about them.
        for recipient in page.get_recipients(location):
            EnquiryNotification.objects.create(
                enquiry=enquiry, recipient=recipient, attempts=1, sent_at=sent_at
            )
    if plan.note:
        EnquiryNote.objects.create(
            enquiry=enquiry,
            author=enquiry.assignee,
            author_name="Demo Editor",
            text=SealedText(plan.note),
            created_at=sent_at + timedelta(hours=1),
        )
