"""Numbers of citations on one page."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ketamine_pages.library.source import Source


@dataclass(frozen=True)
class Citation:
    """One superscript number: where it stands and where it leads."""

    number: int
    anchor: str
    target: str


@dataclass
class Reference:
    """One entry of the reference list, with the places that cite it."""

    number: int
    source: Any
    anchor: str
    citations: list[Citation] = field(default_factory=list)


class Citations:
    """The citations of one rendering of one page.

    Sources are numbered by first appearance, each once. The object lives in the template
    context of one request and never on a block, since blocks are shared between requests.
    """

    def __init__(self) -> None:
        self._references: dict[Hashable, Reference] = {}

    @property
    def references(self) -> list[Reference]:
        """The reference list so far, in order of its numbers."""
        return list(self._references.values())

    def cite(self, sources: Iterable[Any]) -> list[Citation]:
        """Cite ``sources`` at one place, each once; returns citations in order of number."""
        # Two translations of a source are one source; an unsaved one (preview) is itself.
        unique: dict[Hashable, Any] = {}
        for source in sources:
            unique.setdefault(source.translation_key if source.pk else id(source), source)
        citations = [self._cite(key, source) for key, source in unique.items()]
        return sorted(citations, key=lambda citation: citation.number)

    def _cite(self, key: Hashable, source: Source) -> Citation:
        reference = self._references.get(key)
        if reference is None:
            number = len(self._references) + 1
            reference = Reference(number, source, f"kp-ref-{number}")
            self._references[key] = reference
        place = len(reference.citations) + 1
        citation = Citation(
            reference.number, f"kp-cite-{reference.number}-{place}", reference.anchor
        )
        reference.citations.append(citation)
        return citation
