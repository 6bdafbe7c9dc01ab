"""Fingerprints of pages and library items."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Model

from ketamine_pages.reviews.content import read_contents
from ketamine_pages.rules.reviewing.readings import fingerprint_of


def get_fingerprint(instance: Model) -> str:
    """The fingerprint of a page or library item as it is in memory: 64 hex digits."""
    return get_fingerprints([instance])[0]


def get_fingerprints(instances: Sequence[Any]) -> list[str]:
    """The fingerprints of pages (each of its own type) and items, in bulk."""
    return [fingerprint_of(content) for content in read_contents(instances)]
