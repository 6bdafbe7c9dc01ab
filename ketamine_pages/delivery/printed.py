"""Collects what one rendering of one page prints, for the structured data of that page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Printed:
    """Filled by blocks and tags while a page is rendered, read when its structured data is.

    The values are whatever was printed: library items and pages, of which this module knows
    nothing. ``conditions`` are ``(condition, indication or None, treatment or None)``, ``notices``
    ``(notice, treatment or None)``, ``offered`` ``(treatment, page or None)``. ``locations`` were
    on cards; ``finder`` is what a page with a finder has found. ``questions`` are
    ``(question, answer)``, ``review`` is ``(review, reviewer)`` and ``image`` the address of the
    image at the top.
    """

    conditions: list[tuple[Any, Any, Any]] = field(default_factory=list)
    notices: list[tuple[Any, Any]] = field(default_factory=list)
    offered: list[tuple[Any, Any]] = field(default_factory=list)
    locations: list[Any] = field(default_factory=list)
    questions: list[tuple[str, Any]] = field(default_factory=list)
    finder: Any = None
    review: tuple[Any, Any] | None = None
    image: str = ""


def note(context: Mapping[str, Any] | Any, **printed: Any) -> None:
    """Note in the ``Printed`` of ``context`` what is being printed; nothing where it has none.

    Lists are added to those of the same name, other values replace what was there.
    """
    memory: Printed | None = context.get("printed")
    if memory is None:
        return
    for name, value in printed.items():
        known = getattr(memory, name)
        if isinstance(known, list):
            known.extend(value)
        else:
            setattr(memory, name, value)
