"""What a rule is: a kind of finding, its words for people, and the functions that look for it.

Everything about a rule stands in one declaration, next to its functions. Those are pure: they get
plain values (:mod:`.page_facts`) and yield what they have found, without severity or advice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise

from ketamine_pages.rules.findings import NOWHERE, OFF, Severity, Spot
from ketamine_pages.rules.page_facts import ItemFacts, PageFacts

#: What a function gets that looks at pages and at library items alike.
Facts = PageFacts | ItemFacts


@dataclass(frozen=True)
class Found:
    """One place where a rule has something to say: the sentence ``message``, and where.

    ``why`` and ``what_to_do`` stand in place of those of the rule where they are given.
    """

    message: str
    spot: Spot = NOWHERE
    why: str = ""
    what_to_do: str = ""


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One kind of finding.

    ``code`` names it in settings, filters and exports, and never changes. ``severity`` counts
    where a site chooses no other; ``may_be_error`` says whether it may choose ``"error"``.
    ``title`` names the rule in filters, ``why`` is one sentence about why it matters,
    ``what_to_do`` the advice. ``in_pages`` looks at a page, ``in_items`` at a library item; one
    of them may be missing.
    """

    code: str
    severity: Severity
    title: str | Promise
    why: str | Promise
    what_to_do: str | Promise
    in_pages: Callable[[PageFacts], Iterable[Found]] | None = None
    in_items: Callable[[ItemFacts], Iterable[Found]] | None = None
    may_be_error: bool = True

    def get_severity(self, severities: Mapping[str, str] | None = None) -> Severity | None:
        """The severity with the overrides in ``severities``, by code; ``None`` where it is off."""
        chosen = (severities or {}).get(self.code, self.severity)
        if chosen == OFF:
            return None
        severity = Severity(chosen)
        if severity is Severity.ERROR and not self.may_be_error:
            return Severity.WARNING
        return severity

    def may_have(self, value: str) -> bool:
        """Whether a site may give the rule the severity ``value``, ``"off"`` included."""
        if value == Severity.ERROR:
            return self.may_be_error
        return value == OFF or value in list(Severity)
