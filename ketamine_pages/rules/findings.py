"""Findings: what is wrong with a page or a library item, why that matters and what to do.

One source of truth for everything that shows or enforces them: the checks panel, the content
checker in the preview, the report, ``audit_pages`` and the gate that stops publishing.

How the parts fit together:

- ``Finding`` is one result: ``code`` (``Code``), ``severity`` (``Severity``), three sentences
  ``message``, ``why`` and ``what_to_do``, and ``spot`` (``Spot``): the field, the block
  (its id in the body) or the library item which it is about.
- :mod:`.page_facts` has the plain values that are judged: ``PageFacts`` for a page, ``ItemFacts``
  for a library item. No ORM, no Wagtail.
- :mod:`.rulebook` judges them: ``judge_page(facts, severities=None)`` and
  ``judge_item(facts, severities=None)`` return a list of findings, errors first.
- ``severities`` maps codes to ``"error"``, ``"warning"``, ``"hint"`` or ``"off"``. It
  comes from the setting ``FINDING_SEVERITY``; callers may put their own on top (a site that
  requires review turns ``REVIEW_CODES`` into errors). A code in ``NEVER_ERRORS`` stays below an
  error whatever is asked.
- Pages and library items have ``get_findings()`` (``EditorialPageMixin``, ``LibraryItem``), which
  reads the object as it is in memory, unsaved changes included, and passes
  ``get_review_state()`` on as a ``ReviewState``, or ``None`` where reviews are nobody's concern.
- ``has_errors(findings)`` is what a gate asks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding matters: errors can stop publishing, hints never do."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


#: Stands in place of a severity in settings: the finding is not reported at all.
OFF = "off"

_ORDER = list(Severity)


class Code(StrEnum):
    """Stable names of findings, for settings, filters and exports."""

    BENEFIT_WITHOUT_SOURCE = "benefit-without-source"
    BENEFITS_WITHOUT_SAFETY = "benefits-without-safety"
    EVIDENCE_OVERSTATED = "evidence-overstated"
    SOURCE_WITHDRAWN = "source-withdrawn"
    APPROVAL_UNNAMED = "approval-unnamed"
    STATUS_MISSING = "status-missing"
    LABEL_NOTICE_MISSING = "label-notice-missing"
    PLACEHOLDER_LEFT = "placeholder-left"
    REVIEW_MISSING = "review-missing"
    REVIEW_OVERDUE = "review-overdue"
    CHANGED_SINCE_REVIEW = "changed-since-review"
    FACT_EXPIRED = "fact-expired"
    FACT_EXPIRES_SOON = "fact-expires-soon"
    ITEM_UNPUBLISHED = "item-unpublished"
    IMAGE_MISSING = "image-missing"
    PHRASE = "phrase"
    READING_LEVEL = "reading-level"


DEFAULT_SEVERITIES: Mapping[Code, Severity] = {
    Code.BENEFIT_WITHOUT_SOURCE: Severity.ERROR,
    Code.BENEFITS_WITHOUT_SAFETY: Severity.ERROR,
    Code.EVIDENCE_OVERSTATED: Severity.ERROR,
    Code.SOURCE_WITHDRAWN: Severity.ERROR,
    Code.APPROVAL_UNNAMED: Severity.ERROR,
    Code.STATUS_MISSING: Severity.ERROR,
    Code.LABEL_NOTICE_MISSING: Severity.ERROR,
    Code.PLACEHOLDER_LEFT: Severity.ERROR,
    Code.REVIEW_MISSING: Severity.WARNING,
    Code.REVIEW_OVERDUE: Severity.WARNING,
    Code.CHANGED_SINCE_REVIEW: Severity.WARNING,
    Code.FACT_EXPIRED: Severity.WARNING,
    Code.FACT_EXPIRES_SOON: Severity.HINT,
    Code.ITEM_UNPUBLISHED: Severity.WARNING,
    Code.IMAGE_MISSING: Severity.WARNING,
    Code.PHRASE: Severity.HINT,
    Code.READING_LEVEL: Severity.HINT,
}

#: The codes about clinical review, for a site that requires it.
REVIEW_CODES = (Code.REVIEW_MISSING, Code.REVIEW_OVERDUE, Code.CHANGED_SINCE_REVIEW)

#: A list of phrases misses most wrong statements and meets some right ones: it may not decide.
NEVER_ERRORS = frozenset({Code.PHRASE})


class ReviewState(StrEnum):
    """How the last clinical review relates to what a page says now."""

    NEVER = "never"
    CURRENT = "current"
    OVERDUE = "overdue"
    CHANGED = "changed"


@dataclass(frozen=True)
class ItemRef:
    """A library item: model as ``app.Model``, primary key (``None`` if unsaved) and title."""

    model: str
    pk: int | None
    title: str = ""


@dataclass(frozen=True)
class Spot:
    """Where a finding belongs; what does not apply is empty.

    ``field`` is a field of the page or item (``"body"``, ``"introduction"``), ``block`` the id of a
    block in it, ``path`` the place within that block (``"steps.0.text"``), ``item`` the library
    item which has to be changed, ``label`` the place in words.
    """

    field: str = ""
    block: str = ""
    path: str = ""
    item: ItemRef | None = None
    label: str = ""


#: For what is about a page or an item as a whole.
NOWHERE = Spot()


@dataclass(frozen=True)
class Finding:
    """One thing that an editor should know or mend, in whole sentences."""

    code: Code
    severity: Severity
    message: str
    why: str
    what_to_do: str
    spot: Spot = NOWHERE


def get_severity(code: Code, severities: Mapping[str, str] | None = None) -> Severity | None:
    """The severity of ``code`` with the overrides in ``severities``; ``None`` where it is off."""
    chosen = (severities or {}).get(code, DEFAULT_SEVERITIES[code])
    if chosen == OFF:
        return None
    severity = Severity(chosen)
    if code in NEVER_ERRORS and severity is Severity.ERROR:
        return Severity.WARNING
    return severity


def is_severity(code: object, value: object) -> bool:
    """Whether a site may give ``code`` the severity ``value``, ``"off"`` included."""
    if code not in DEFAULT_SEVERITIES or not isinstance(value, str):
        return False
    if value == Severity.ERROR:
        return code not in NEVER_ERRORS
    return value == OFF or value in _ORDER


def settle(
    findings: Iterable[Finding], severities: Mapping[str, str] | None = None
) -> list[Finding]:
    """``findings`` with ``severities`` applied, each once, errors first and else in their order."""
    settled: dict[tuple[Code, str, ItemRef | Spot], Finding] = {}
    for finding in findings:
        severity = get_severity(finding.code, severities)
        if severity is not None:
            # An item that is shown in three places has to be mended once.
            spot = finding.spot.item or finding.spot
            key = (finding.code, finding.message, spot)
            settled.setdefault(key, replace(finding, severity=severity))
    return sorted(settled.values(), key=lambda finding: _ORDER.index(finding.severity))


def has_errors(findings: Iterable[Finding]) -> bool:
    """Whether one of ``findings`` is an error."""
    return any(finding.severity is Severity.ERROR for finding in findings)
