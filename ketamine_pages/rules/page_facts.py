"""What rules judge: a page or a library item as plain values.

A page is a row of passages in the order in which they are printed: its own fields, its list, each
block of its body. A library item is one passage. Only what visitors would see is in ``texts``,
``statements``, ``treatments`` and ``notices``; what is left out is in ``chosen``.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ketamine_pages.rules.disclosures import APPROVED
from ketamine_pages.rules.findings import NOWHERE, ReviewState, Spot

BODY_LEVEL = 2
BOXED_WARNING = "boxed-warning"
AFTER_TREATMENT = "after-treatment"


class TextKind(StrEnum):
    """What a text is on the page; only prose is measured for how hard it is to read."""

    PROSE = "prose"
    HEADING = "heading"
    LABEL = "label"


@dataclass(frozen=True)
class Text:
    """A text that visitors or search engines get: a paragraph, a list item, a heading, a label.

    ``is_sourced``: a source that holds is printed with it. ``on_approved_product``: it belongs to
    a library item about an approved product, which is named beside it.
    """

    text: str
    spot: Spot = NOWHERE
    kind: TextKind = TextKind.PROSE
    is_sourced: bool = False
    on_approved_product: bool = False


@dataclass(frozen=True)
class SourceFacts:
    """A source of a statement. ``kind`` is a stored value of ``SourceKind``.

    ``has_identifier``: it has a DOI or a PMID. ``has_address``: its issuer's web address.
    """

    title: str
    kind: str = ""
    is_public: bool = True
    is_withdrawn: bool = False
    supports: bool = True
    has_identifier: bool = False
    has_address: bool = False

    @property
    def holds(self) -> bool:
        """Whether a statement may rely on it: published, and not withdrawn."""
        return self.is_public and not self.is_withdrawn


@dataclass(frozen=True)
class TreatmentFacts:
    """A published treatment. ``key`` is the same in all languages."""

    key: Hashable
    name: str
    regulatory_status: str = ""
    spot: Spot = NOWHERE

    @property
    def is_approved(self) -> bool:
        """Whether it is an approved product in an approved use."""
        return self.regulatory_status == APPROVED


class StatementKind(StrEnum):
    """What is stated about an effect."""

    BENEFIT = "benefit"
    INDICATION = "indication"
    STATISTIC = "statistic"


@dataclass(frozen=True)
class Statement:
    """Something said about an effect, with all sources that it names.

    ``evidence_level`` is a stored value of ``EvidenceLevel``; empty for a statistic. ``treatment``
    is what it is about where it says so; ``has_hidden_treatment``: that one is not published.
    ``is_whole``: a number says of how many.
    """

    kind: StatementKind
    title: str
    sources: tuple[SourceFacts, ...] = ()
    evidence_level: str = ""
    spot: Spot = NOWHERE
    treatment: TreatmentFacts | None = None
    has_hidden_treatment: bool = False
    is_whole: bool = True


@dataclass(frozen=True)
class NoticeFacts:
    """A safety notice that is printed, with the keys of the treatments which it is about.

    ``is_complete``: it has a text, and a source that holds.
    """

    kind: str
    treatments: frozenset[Hashable] = frozenset()
    is_complete: bool = True
    title: str = ""
    spot: Spot = NOWHERE

    @property
    def covers(self) -> frozenset[Hashable]:
        """The treatments whose risks a reader knows from it; what to do afterwards is no risk."""
        counts = self.is_complete and self.kind != AFTER_TREATMENT
        return self.treatments if counts else frozenset()


@dataclass(frozen=True)
class ApprovalFacts:
    """What the library says about an approval: of a product, or with ``is_of_use`` of one use.

    ``missing`` names what the sentence about it needs and nobody has entered; ``contradicting``
    are the entries that say something else.
    """

    title: str
    missing: tuple[str, ...] = ()
    contradicting: tuple[str, ...] = ()
    is_of_use: bool = False
    spot: Spot = NOWHERE


@dataclass(frozen=True)
class Chosen:
    """Something that an editor has chosen and that visitors do not see: a draft, or deleted.

    ``title`` is empty where it was deleted. What is left out because its date is over is
    ``Expiring`` instead.
    """

    title: str = ""
    spot: Spot = NOWHERE


@dataclass(frozen=True)
class UnprovenCondition:
    """A condition that is listed for a treatment of which the library says nothing about it."""

    title: str
    treatment: str
    spot: Spot = NOWHERE


@dataclass(frozen=True)
class MissingImage:
    """An image that an editor has chosen and whose file is gone, so that nobody sees it."""

    title: str
    spot: Spot = NOWHERE


@dataclass(frozen=True)
class Expiring:
    """Something that is true until a date, that day included, printed or left out by now."""

    title: str
    expires_on: date
    spot: Spot = NOWHERE


class Speaker(StrEnum):
    """Whose words a quotation is."""

    STAFF = "staff"
    PUBLISHED = "published"
    PATIENT = "patient"


@dataclass(frozen=True)
class QuoteFacts:
    """A quotation, printed or not.

    ``missing`` are the labels of what this speaker needs and what is empty. ``is_allowed``: the
    site prints words of such a speaker at all.
    """

    speaker: Speaker
    by: str = ""
    missing: tuple[str, ...] = ()
    is_allowed: bool = True
    is_consent_ahead: bool = False
    spot: Spot = NOWHERE


@dataclass(frozen=True)
class Unprinted:
    """Something that belongs on a page and that its templates, rendered, have left out.

    ``title`` is that of a safety notice; empty for the crisis panel.
    """

    title: str = ""


@dataclass(frozen=True)
class Passage:
    """One part of a page, as visitors see it.

    ``sources`` are those which it cites beside its texts. ``level`` is the level of its heading;
    ``is_collapsed`` says that a visitor must open it. Where ``is_printed`` is false, only what was
    chosen for it is judged; ``is_empty_safety`` is a place for risks that has none to show.
    """

    spot: Spot = NOWHERE
    texts: tuple[Text, ...] = ()
    statements: tuple[Statement, ...] = ()
    treatments: tuple[TreatmentFacts, ...] = ()
    notices: tuple[NoticeFacts, ...] = ()
    approvals: tuple[ApprovalFacts, ...] = ()
    unproven: tuple[UnprovenCondition, ...] = ()
    sources: tuple[SourceFacts, ...] = ()
    chosen: tuple[Chosen, ...] = ()
    expiring: tuple[Expiring, ...] = ()
    missing_images: tuple[MissingImage, ...] = ()
    quotes: tuple[QuoteFacts, ...] = ()
    is_printed: bool = True
    is_empty_safety: bool = False
    level: int = BODY_LEVEL
    is_collapsed: bool = False


@dataclass(frozen=True)
class Ground:
    """What a page has to stand on, for the statements that it makes.

    ``treatment`` is what it is about, ``None`` where it is about none; ``hides_treatment``: it is
    about one that is not published. ``covered`` are the keys of
    treatments with complete safety information on the page, and ``warned`` those whose boxed
    warning is among it. ``is_untended``: nobody has read the page for so long that its numbers are
    withheld.
    """

    treatment: TreatmentFacts | None = None
    hides_treatment: bool = False
    covered: frozenset[Hashable] = frozenset()
    warned: frozenset[Hashable] = frozenset()
    is_untended: bool = False


@dataclass(frozen=True)
class ItemFacts:
    """A library item. ``language`` is a language code such as ``en`` or ``es-mx``.

    ``status_missing``: it is a treatment without a regulatory status. ``withheld``: a sentence for
    each place where it was chosen and visitors read something else instead.
    """

    passage: Passage
    today: date
    language: str = "en"
    approved_products: frozenset[str] = frozenset()
    status_missing: bool = False
    withheld: tuple[str, ...] = ()
    review: ReviewState | None = None


@dataclass(frozen=True)
class PageFacts:
    """A page: its passages in the order in which they are printed.

    ``needs_treatment``: the page is about one treatment. ``ground`` is what its statements are
    printed on. ``approved_products`` are names which an approval may be claimed for. ``unprinted``
    is known where somebody has rendered the page.
    """

    passages: tuple[Passage, ...]
    today: date
    language: str = "en"
    needs_treatment: bool = False
    ground: Ground = Ground()
    approved_products: frozenset[str] = frozenset()
    review: ReviewState | None = None
    unprinted: tuple[Unprinted, ...] = ()

    @property
    def treatment(self) -> TreatmentFacts | None:
        """The treatment that the page is about, if that is public."""
        return self.ground.treatment


def all_passages(facts: PageFacts | ItemFacts) -> tuple[Passage, ...]:
    """The passages of a page, printed or not, or the one passage which a library item is."""
    return facts.passages if isinstance(facts, PageFacts) else (facts.passage,)
