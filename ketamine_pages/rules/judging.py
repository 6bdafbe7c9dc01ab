"""From plain values to findings: all registered rules, each with the severity that a site gives it.

Rules are code, and code fails. A rule that raises an exception must not keep an editor from saving
a draft. Nor may it let pass what it exists to stop: that nobody has looked is not that nothing was
found. So the failure is logged, and told as a finding of that rule, with the rule's own severity:
a failing error still stops publishing, a failing hint is a hint. A site can switch it off.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeVar

from django.utils.translation import gettext

from ketamine_pages.rules.findings import Finding, ItemRef, Severity, Spot
from ketamine_pages.rules.page_facts import ItemFacts, PageFacts
from ketamine_pages.rules.registry import get_rules
from ketamine_pages.rules.rule import Found, Rule

logger = logging.getLogger(__name__)

_F = TypeVar("_F", PageFacts, ItemFacts)

_ORDER = list(Severity)


def judge_page(facts: PageFacts, severities: Mapping[str, str] | None = None) -> list[Finding]:
    """All findings about a page, errors first.

    ``severities`` maps codes to ``"error"``, ``"warning"``, ``"hint"`` or ``"off"``.
    """
    return settle(
        finding
        for rule in get_rules()
        if rule.in_pages is not None
        for finding in _apply(rule, rule.in_pages, facts, severities)
    )


def judge_item(facts: ItemFacts, severities: Mapping[str, str] | None = None) -> list[Finding]:
    """All findings about a library item, errors first."""
    return settle(
        (
            finding
            for rule in get_rules()
            if rule.in_items is not None
            for finding in _apply(rule, rule.in_items, facts, severities)
        ),
        once_for_an_item=False,
    )


def _apply(
    rule: Rule,
    find: Callable[[_F], Iterable[Found]],
    facts: _F,
    severities: Mapping[str, str] | None,
) -> Iterator[Finding]:
    severity = rule.get_severity(severities)
    if severity is None:
        return
    try:
        for found in find(facts):
            yield make_finding(rule, severity, found)
    except Exception:
        logger.exception("The finding rule %r has failed.", rule.code)
        yield make_finding(rule, severity, _describe_failure(rule))


def _describe_failure(rule: Rule) -> Found:
    return Found(
        gettext("This could not be checked for “%(title)s”.") % {"title": rule.title},
        why=gettext("The check itself has failed, so nobody knows what it would have found."),
        what_to_do=gettext("Tell whoever maintains the site. The server’s log has the details."),
    )


def make_finding(rule: Rule, severity: Severity, found: Found) -> Finding:
    """What ``rule`` has found, with the advice of the rule where it has none of its own."""
    return Finding(
        rule.code,
        severity,
        str(found.message),
        str(found.why or rule.why),
        str(found.what_to_do or rule.what_to_do),
        found.spot,
    )


def settle(findings: Iterable[Finding], *, once_for_an_item: bool = True) -> list[Finding]:
    """``findings``, each once, errors first and else in their order."""
    settled: dict[tuple[str, str, ItemRef | Spot], Finding] = {}
    for finding in findings:
        # An item that a page shows in three places has to be mended once; its own form shows the
        # same words at each of its fields.
        where = (once_for_an_item and finding.spot.item) or finding.spot
        settled.setdefault((finding.code, finding.message, where), finding)
    return sorted(settled.values(), key=lambda finding: _ORDER.index(finding.severity))
