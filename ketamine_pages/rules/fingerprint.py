"""A fingerprint of content: the same for the same content, another one for any other.

What is not content must be left out by the caller: ids of blocks, timestamps, who owns a page.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from hashlib import sha256
from typing import Any
from uuid import UUID

#: Length of a fingerprint in characters.
LENGTH = 64


def make_fingerprint(content: object) -> str:
    """The fingerprint of plain values as 64 hex digits.

    ``content`` is made of mappings, lists, sets, texts, numbers, dates and ``None``. The order of
    keys and of sets does not matter, that of lists does. A key whose value says nothing (``None``,
    ``False``, an empty text, list or mapping) counts as absent, so that a field which a later
    release adds changes no fingerprint. Raises ``TypeError`` for anything else.
    """
    return sha256(_write(as_plain(content)).encode()).hexdigest()


def _write(value: object) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def as_plain(value: Any) -> Any:
    """``value`` as it is fingerprinted, of what JSON has: without keys that say nothing."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, str):
        # Browsers send line breaks in another way than code does. A plain str, as lazy
        # translations and safe strings are written alike.
        return str(value).replace("\r\n", "\n")
    if isinstance(value, Mapping):
        pairs = ((str(key), as_plain(each)) for key, each in value.items())
        return {key: each for key, each in pairs if not says_nothing(each)}
    if isinstance(value, set | frozenset):
        return sorted((as_plain(each) for each in value), key=_write)
    if isinstance(value, Iterable):
        return [as_plain(each) for each in value]
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        # 1.50 and 1.5 are the same number, and a database may give back either.
        return format(value.normalize(), "f")
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"{type(value).__name__} is no plain value.")


def says_nothing(value: object) -> bool:
    """Whether a value is as good as none: ``None``, ``False``, empty; but not the number 0."""
    return value is None or value is False or value in ("", [], {})
