"""All that is kept of one person: found by a reference, an e-mail address or a phone number."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import phonenumbers
from django.db.models import QuerySet
from django.views.decorators.debug import sensitive_variables

from ketamine_pages.answers import Answer, AnswersUnreadable
from ketamine_pages.batches import BATCH
from ketamine_pages.conf import conf
from ketamine_pages.enquiries.handling_records import EnquiryNote
from ketamine_pages.enquiries.records import Enquiry

# What stands between words, so that an address in a sentence is found and half of one is not.
WORDS = re.compile(r"[\s,;:<>()\[\]\"']+")


@dataclass(frozen=True, repr=False)
class Found:
    """Primary keys of a person's enquiries, and how many more may be theirs but are unreadable."""

    keys: list[int]
    unreadable: int

    @property
    def enquiries(self) -> QuerySet[Enquiry]:
        """The enquiries that were found, oldest first."""
        found = Enquiry.objects.filter(pk__in=self.keys)
        return found.select_related("assignee", "consent").order_by("submitted_at", "pk")


@sensitive_variables()
def find(reference: str = "", email: str = "", phone: str = "") -> Found:
    """The enquiries with this reference, or with this e-mail address or phone number in any answer.

    E-mail addresses are compared without regard to case, phone numbers as they are dialled.
    """
    keys = []
    if reference:
        known = Enquiry.objects.filter(reference__iexact=reference.strip())
        keys = list(known.values_list("pk", flat=True))
    if not email and not phone:
        return Found(keys, 0)
    wanted_email, wanted_phone = email.strip().casefold(), dialled(phone)
    unreadable = 0
    # Looked into one by one: where answers are sealed, no query can.
    for enquiry in Enquiry.objects.order_by("pk").only("pk", "answers").iterator(chunk_size=BATCH):
        try:
            matches = any(_matches(a, wanted_email, wanted_phone) for a in enquiry.answers)
        except AnswersUnreadable:
            unreadable += enquiry.pk not in keys
            continue
        if matches and enquiry.pk not in keys:
            keys.append(enquiry.pk)
    return Found(keys, unreadable)


@sensitive_variables()
def _matches(answer: Answer, email: str, phone: str) -> bool:
    if email and email in (word.strip(".!?").casefold() for word in WORDS.split(answer.text)):
        return True
    return bool(phone) and phone in _numbers_in(answer.text)


@sensitive_variables()
def _numbers_in(text: str) -> Iterable[str]:
    matcher = phonenumbers.PhoneNumberMatcher(
        text, conf.phone_region, phonenumbers.Leniency.POSSIBLE
    )
    return (_e164(match.number) for match in matcher)


def dialled(phone: str) -> str:
    """The number in international form, or empty where there is none in ``phone``."""
    try:
        return _e164(phonenumbers.parse(phone, conf.phone_region))
    except phonenumbers.NumberParseException:
        return ""


def _e164(number: phonenumbers.PhoneNumber) -> str:
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


@sensitive_variables()
def as_json(enquiries: Iterable[Enquiry]) -> bytes:
    """Everything that is kept of ``enquiries`` as JSON, to be given to the person they are of."""
    data = [_describe(enquiry) for enquiry in enquiries]
    return json.dumps(data, ensure_ascii=False, indent=2).encode()


def _describe(enquiry: Enquiry) -> dict[str, Any]:
    return {
        "reference": enquiry.reference,
        "received": enquiry.submitted_at.isoformat(),
        "kept_until": enquiry.purge_after.isoformat(),
        "form": enquiry.page_title,
        "location": enquiry.location_title,
        "language": enquiry.language,
        "status": enquiry.status,
        "consent": {
            "agreed": enquiry.consented_at.isoformat(),
            "version": enquiry.consent.version,
            "wording": enquiry.consent.text,
        },
        "answers": _answers(enquiry),
        "notes": [_note(note) for note in enquiry.notes.all()],
        "accesses": [
            {"when": access.at.isoformat(), "action": access.action}
            for access in enquiry.accesses.all()
        ],
    }


@sensitive_variables()
def _answers(enquiry: Enquiry) -> list[dict[str, Any]] | None:
    try:
        return [{"question": a.label, "answer": a.value} for a in enquiry.answers]
    except AnswersUnreadable:
        return None


@sensitive_variables()
def _note(note: EnquiryNote) -> dict[str, Any]:
    try:
        text = note.text.text
    except AnswersUnreadable:
        text = None
    return {"written": note.created_at.isoformat(), "text": text}
