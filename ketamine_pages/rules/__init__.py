"""Finding rules: what is wrong with a page or a library item, why that matters, what to do.

Pure: nothing here knows models, settings or Wagtail. What stands in this module is for sites that
bring rules of their own (``docs/how-to/add-a-rule.md``).
"""

from ketamine_pages.rules.findings import Finding, Severity, Spot
from ketamine_pages.rules.page_facts import ItemFacts, PageFacts, Passage, Text, TextKind
from ketamine_pages.rules.printed import get_passages, get_statements, get_texts, is_english
from ketamine_pages.rules.registry import get_rule, get_rules, register
from ketamine_pages.rules.reviewing.unsourced import Unsourced, count_unsourced
from ketamine_pages.rules.rule import Facts, Found, Rule

__all__ = [
    "Facts",
    "Finding",
    "Found",
    "ItemFacts",
    "PageFacts",
    "Passage",
    "Rule",
    "Severity",
    "Spot",
    "Text",
    "TextKind",
    "Unsourced",
    "count_unsourced",
    "get_passages",
    "get_rule",
    "get_rules",
    "get_statements",
    "get_texts",
    "is_english",
    "register",
]
