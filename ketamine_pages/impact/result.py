"""What a change would do, as plain values."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from ketamine_pages.rules.findings import Finding

# How many pages are named and looked at; those beyond are counted.
LIMIT = 200


@dataclass(frozen=True)
class AffectedPage:
    """A published page that shows what is about to change.

    ``lost_statements`` are titles of what it would no longer say, ``new_errors`` findings that it
    has not today.
    """

    page: Any
    loses_safety: bool = False
    lost_statements: tuple[str, ...] = ()
    new_errors: tuple[Finding, ...] = ()
    review_ends: bool = False

    @property
    def loses_something(self) -> bool:
        """Whether visitors of the page would be without something that they read today."""
        return self.loses_safety or bool(self.lost_statements) or self.review_ends


@dataclass(frozen=True)
class BareTreatment:
    """A treatment that would be left without any safety notice, and pages that speak of it.

    ``number`` pages, of which ``pages`` are the first.
    """

    treatment: Any
    number: int
    pages: Sequence[Any] = ()


@dataclass(frozen=True)
class Impact:
    """What a change would do to published pages other than those that are changed themselves.

    ``number`` pages show it; ``pages`` are those that were looked at, the first ``LIMIT`` of
    them. ``is_of_sites``: what changes stands on all pages of the sites that have chosen it.
    ``entries`` counts library entries that say it and whose reviews would end. Where not
    everything was looked at (``is_complete``), all other numbers are at least so many.
    """

    number: int = 0
    pages: Sequence[AffectedPage] = ()
    entries: int = 0
    is_complete: bool = True
    bare_treatments: Sequence[BareTreatment] = ()
    is_of_sites: bool = False

    @property
    def losing_safety(self) -> int:
        """How many pages would lose safety information."""
        return self._count(lambda page: page.loses_safety)

    @property
    def losing_statements(self) -> int:
        """How many pages would no longer say something about an effect."""
        return self._count(lambda page: bool(page.lost_statements))

    @property
    def getting_errors(self) -> int:
        """How many pages would have errors that they have not today."""
        return self._count(lambda page: bool(page.new_errors))

    @property
    def ending_reviews(self) -> int:
        """How many reviews, of pages and entries, would end, since the text is another."""
        return self._count(lambda page: page.review_ends) + self.entries

    @property
    def takes_away(self) -> bool:
        """Whether statements, safety information or reviews would be lost."""
        return bool(
            self.losing_safety
            or self.losing_statements
            or self.ending_reviews
            or self.bare_treatments
        )

    def _count(self, is_meant: Callable[[AffectedPage], bool]) -> int:
        return sum(map(is_meant, self.pages))
