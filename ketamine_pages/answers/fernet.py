"""Encryption of answers and notes. Needs the extra ``[encryption]``."""

from __future__ import annotations

import logging
from base64 import urlsafe_b64encode
from collections.abc import Iterable

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from ketamine_pages.answers.codec import AnswersCodec, AnswersUnreadable

logger = logging.getLogger(__name__)

# Before what was sealed while the site had no usable key.
RESCUED = "rescued:"
# How JSON begins, and no token of Fernet does.
PLAIN = ("[", '"')


class FernetCodec(AnswersCodec):
    """Encrypts with the first of ``keys``; reads what any of them has encrypted.

    Keys are those of ``cryptography.fernet.Fernet.generate_key()``, as a list or as one text with
    commas. Without a usable key nothing is refused and nothing stored in clear, since a visitor
    cannot help it: a key that is made from ``SECRET_KEY`` stands in. ``rotate_enquiry_keys`` puts
    that right, and encrypts what was stored before encryption was switched on.

    With ``encrypt=False`` it reads everything and stores in clear, for the way back.
    """

    def __init__(self, keys: Iterable[str | bytes] | str = (), encrypt: bool = True) -> None:
        self._encrypts = encrypt
        given = [key for key in (keys.split(",") if isinstance(keys, str) else keys) if key]
        usable = [(key, _fernet(key)) for key in given]
        self._fernets = [fernet for _key, fernet in usable if fernet is not None]
        self._faulty = len(given) - len(self._fernets)

    def encode(self, text: str) -> str:
        if not self._encrypts:
            return text
        if self._fernets:
            return self._fernets[0].encrypt(text.encode()).decode()
        logger.error("There is no usable key for enquiries; SECRET_KEY stands in.")
        return RESCUED + _rescue().encrypt(text.encode()).decode()

    def decode(self, stored: str) -> str:
        if stored.startswith(PLAIN):
            return stored
        if stored.startswith(RESCUED):
            return _decrypt(_rescue(), stored.removeprefix(RESCUED))
        if not self._fernets:
            raise AnswersUnreadable("There is no usable key.")
        return _decrypt(MultiFernet(self._fernets), stored)

    def is_current(self, stored: str) -> bool:
        if not self._encrypts:
            return stored.startswith(PLAIN)
        if not self._fernets or stored.startswith((*PLAIN, RESCUED)):
            return False
        try:
            self._fernets[0].decrypt(stored)
        except InvalidToken:
            return False
        return True

    def problems(self) -> list[str]:
        # Never names a key, not even a faulty one: it may be a good one with a slip.
        found = []
        if self._faulty:
            found.append(
                f"{self._faulty} of the keys for enquiries cannot be used: a key is 32 bytes in "
                "URL-safe base64."
            )
        if not self._fernets:
            found.append("There is no usable key for enquiries.")
        return found


def _fernet(key: str | bytes) -> Fernet | None:
    try:
        return Fernet(key.strip())
    except (AttributeError, TypeError, ValueError):
        return None


def _decrypt(fernet: Fernet | MultiFernet, token: str) -> str:
    try:
        return fernet.decrypt(token.encode()).decode()
    except InvalidToken:
        raise AnswersUnreadable("None of the keys of this site fits.") from None


def _rescue() -> MultiFernet:
    return MultiFernet(
        [
            Fernet(urlsafe_b64encode(_derive(str(secret))))
            for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
        ]
    )


def _derive(secret: str) -> bytes:
    hkdf = HKDF(SHA256(), length=32, salt=None, info=b"ketamine_pages.answers.fernet")
    return hkdf.derive(secret.encode())
