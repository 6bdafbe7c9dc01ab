"""The signed token in a form: when, on which page and with which consent it was shown."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass
from hashlib import sha256

from django.core import signing
from django.utils.crypto import salted_hmac

FORM_SALT = "ketamine_pages.enquiries.form"
THANKS_SALT = "ketamine_pages.enquiries.thanks"
THANKS_SECONDS = 60 * 60


@dataclass(frozen=True)
class FormToken:
    """What a token says of the form that it stands in. ``key`` is random, another for each form."""

    key: str
    page_id: str
    consent_digest: str
    shown_at: float


def digest_of(consent_text: str) -> str:
    """The digest by which :class:`ConsentWording` knows a wording."""
    return sha256(consent_text.encode()).hexdigest()


def make_token(page_id: object, consent_text: str, at: float | None = None) -> str:
    """A signed token for a form that is about to be shown."""
    values = [
        secrets.token_urlsafe(18),
        str(page_id),
        digest_of(consent_text),
        int(time.time() if at is None else at),
    ]
    return signing.dumps(values, salt=FORM_SALT)


def read_token(text: str, page_id: object) -> FormToken | None:
    """The token, or ``None`` where it is missing, forged, or of another form."""
    try:
        token = FormToken(*signing.loads(text, salt=FORM_SALT))
    except (signing.BadSignature, TypeError, ValueError):
        return None
    return token if token.page_id == str(page_id) else None


def submission_key(token: FormToken, sent: str) -> str:
    """The key of an enquiry: equal for the same form with the same answers, which is stored once.

    A correction, sent from a form that the browser has kept, is another and is not lost. ``sent``
    cannot be guessed from the key, since that of the token is random and stored nowhere.
    """
    text = f"{token.key}:{sent}"
    return salted_hmac(FORM_SALT, text, algorithm="sha256").hexdigest()


def trap_name(token: str) -> str:
    """The name of the field that people do not see: another for each form, so not to be learnt."""
    return f"f{salted_hmac(FORM_SALT, token, algorithm='sha256').hexdigest()[:12]}"


def sign_reference(reference: str) -> str:
    """``reference`` for the address of the thank-you page."""
    return signing.dumps(reference, salt=THANKS_SALT)


def read_reference(text: str) -> str:
    """The reference, or an empty text where it is forged or an hour old."""
    try:
        return str(signing.loads(text, salt=THANKS_SALT, max_age=THANKS_SECONDS))
    except signing.BadSignature:
        return ""
