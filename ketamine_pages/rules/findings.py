"""Findings: what is wrong with a page or a library item, why that matters and what to do.

One source of truth for everything that shows or enforces them: the checks panel, the content
checker in the preview, the report, ``audit_pages`` and the gate that stops publishing.

How the parts fit together:

- ``Finding`` is one result: ``code`` of its rule, ``severity`` (``Severity``), three sentences
  ``message``, ``why`` and ``what_to_do``, and ``spot`` (``Spot``): the field, the block
  (its id in the body) or the library item which it is about.
- :mod:`.page_facts` has the plain values that are judged: ``PageFacts`` for a page, ``ItemFacts``
  for a library item. No ORM, no Wagtail.
- :mod:`.rule` says what a rule is. The modules called ``…_rules`` declare the package's own,
  :mod:`.rulebook` puts them in order, and :mod:`.registry` adds those of a site.
- :mod:`.judging` applies them: ``judge_page(facts, severities=None)`` and
  ``judge_item(facts, severities=None)`` return a list of findings, errors first.
- ``severities`` maps codes to ``"error"``, ``"warning"``, ``"hint"`` or ``"off"``. It
  comes from the setting ``FINDING_SEVERITY``; callers may put their own on top (a site that
  requires review turns the rules of :mod:`.review_rules` into errors).
- Pages and library items have ``get_findings()`` (``EditorialPageMixin``, ``LibraryItem``), which
  reads the object as it is in memory, unsaved changes included, and passes
  ``get_review_state()`` on as a ``ReviewState``, or ``None`` where reviews are nobody's concern.
- ``has_errors(findings)`` is what a gate asks.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding matters: errors can stop publishing, hints never do."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


#: Stands in place of a severity in settings: the finding is not reported at all.
OFF = "off"


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

    code: str
    severity: Severity
    message: str
    why: str
    what_to_do: str
    spot: Spot = NOWHERE


def has_errors(findings: Iterable[Finding]) -> bool:
    """Whether one of ``findings`` is an error."""
    return any(finding.severity is Severity.ERROR for finding in findings)
