"""Rules about what the templates of a site make of a page, once somebody has rendered it."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ketamine_pages.rules.findings import Severity
from ketamine_pages.rules.page_facts import PageFacts
from ketamine_pages.rules.rule import Found, Rule


def find_unprinted_notices(facts: PageFacts) -> Iterator[Found]:
    """Safety notices that belong on the page and that nobody can read there."""
    for each in facts.unprinted:
        if each.title:
            message = gettext("The safety notice “%(title)s” belongs here and is not printed.")
            yield Found(message % {"title": each.title})


def find_unprinted_crisis_panel(facts: PageFacts) -> Iterator[Found]:
    """A page without the crisis panel that its site has switched on."""
    if any(not each.title for each in facts.unprinted):
        yield Found(gettext("The crisis panel belongs here and is not printed."))


WHAT_TO_DO = _("Tell whoever maintains the site: one of its own templates leaves this out.")

RULES = (
    Rule(
        code="notices-not-printed",
        severity=Severity.ERROR,
        title=_("Safety notice not printed"),
        why=_("Visitors would read about the treatment and not about its risks."),
        what_to_do=WHAT_TO_DO,
        in_pages=find_unprinted_notices,
    ),
    Rule(
        code="crisis-not-printed",
        severity=Severity.ERROR,
        title=_("Crisis panel not printed"),
        why=_("Some readers are in crisis, and need a number to call."),
        what_to_do=WHAT_TO_DO,
        in_pages=find_unprinted_crisis_panel,
    ),
)

RENDERING_CODES = frozenset(rule.code for rule in RULES)
