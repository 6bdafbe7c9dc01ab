"""The package's own rules, in the order in which their findings are listed."""

from __future__ import annotations

from ketamine_pages.rules import (
    absence_rules,
    evidence_rules,
    review_rules,
    structure_rules,
    time_rules,
    word_rules,
)

RULES = (
    *structure_rules.RULES,
    *evidence_rules.RULES,
    *review_rules.RULES,
    *time_rules.RULES,
    *absence_rules.RULES,
    *word_rules.RULES,
)
