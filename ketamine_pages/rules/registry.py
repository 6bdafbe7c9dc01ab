"""All rules that pages and library items are judged by: the package's own, then a site's."""

from __future__ import annotations

import re

from ketamine_pages.rules.rule import Rule
from ketamine_pages.rules.rulebook import RULES

# What fits the column of stored findings, and the names in Wagtail's content checker.
_CODE = re.compile(r"[a-z][a-z0-9-]{0,49}")

_rules: dict[str, Rule] = {}


def register(rule: Rule) -> None:
    """Judge by ``rule`` as well, after all those that are there. For ``AppConfig.ready()``.

    The same rule again changes nothing, since Django may call ``ready()`` more than once in tests.
    """
    if not _CODE.fullmatch(rule.code):
        raise ValueError(
            f"The code of a finding rule is 1 to 50 lower-case letters, digits and hyphens, and "
            f"begins with a letter; {rule.code!r} is not."
        )
    if rule.in_pages is None and rule.in_items is None:
        raise ValueError(f"The finding rule {rule.code!r} needs in_pages, in_items or both.")
    if _rules.setdefault(rule.code, rule) is not rule:
        raise ValueError(
            f"There is a finding rule {rule.code!r} already. Choose another code, such as one that "
            f"begins with the name of your app; to switch the other one off, set it to "
            f'"off" in KETAMINE_PAGES["FINDING_SEVERITY"].'
        )


def get_rules() -> tuple[Rule, ...]:
    """All rules, in the order in which their findings are listed."""
    return tuple(_rules.values())


def get_rule(code: str) -> Rule | None:
    """The rule with ``code``; ``None`` where there is none any more, as for old stored findings."""
    return _rules.get(code)


def is_severity(code: object, value: object) -> bool:
    """Whether a site may give ``code`` the severity ``value``, ``"off"`` included."""
    rule = get_rule(code) if isinstance(code, str) else None
    return rule is not None and isinstance(value, str) and rule.may_have(value)


for _rule in RULES:
    register(_rule)
