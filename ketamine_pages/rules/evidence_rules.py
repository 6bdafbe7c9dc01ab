"""Rules about statements and the sources that they rely on."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ketamine_pages.rules.findings import Severity
from ketamine_pages.rules.may_stand import get_allowed_level, is_overstated
from ketamine_pages.rules.page_facts import Statement, StatementKind
from ketamine_pages.rules.printed import get_passages, get_statements
from ketamine_pages.rules.rule import Facts, Found, Rule

ALLOWED = {
    "moderate": _("“moderate” or less"),
    "limited": _("“limited” or less"),
    "against": _("“evidence against” or “no good evidence”"),
}


def find_unsourced(facts: Facts) -> Iterator[Found]:
    """Statements about an effect that no source speaks for or against any more."""
    for statement in get_statements(facts):
        if not any(source.holds for source in statement.sources):
            yield Found(_unsourced_message(statement), statement.spot)


def _unsourced_message(statement: Statement) -> str:
    values = {"title": statement.title}
    if statement.kind is StatementKind.STATISTIC:
        return gettext("The statistic “%(title)s” has no source that can be relied on.") % values
    return gettext("“%(title)s” has no source that can be relied on.") % values


def find_overstated(facts: Facts) -> Iterator[Found]:
    """Evidence called stronger than the sources make it; pages print what these allow."""
    for statement in get_statements(facts):
        # Without any source there is a finding already, and the same source would mend both.
        if is_overstated(statement):
            message = gettext(
                "The evidence for “%(title)s” is called stronger than its sources allow: they "
                "allow %(level)s."
            )
            level = ALLOWED[get_allowed_level(statement.sources)]
            yield Found(message % {"title": statement.title, "level": level}, statement.spot)


def find_withdrawn_sources(facts: Facts) -> Iterator[Found]:
    """Statements and texts that still name a source which was withdrawn."""
    for passage in get_passages(facts):
        for source in passage.sources:
            if source.is_withdrawn and not passage.statements:
                message = gettext("“%(source)s” is cited here, and it was withdrawn.")
                yield Found(message % {"source": source.title}, passage.spot)
    for statement in get_statements(facts):
        for source in statement.sources:
            if source.is_withdrawn:
                message = gettext("“%(title)s” relies on “%(source)s”, which was withdrawn.")
                values = {"title": statement.title, "source": source.title}
                yield Found(message % values, statement.spot)


RULES = (
    Rule(
        code="benefit-without-source",
        severity=Severity.ERROR,
        title=_("No source"),
        why=_(
            "Readers, and the authorities, may ask where a statement about an effect comes from."
        ),
        what_to_do=_("Add a published source for it or against it, or take the statement off."),
        in_pages=find_unsourced,
        in_items=find_unsourced,
    ),
    Rule(
        code="evidence-overstated",
        severity=Severity.ERROR,
        title=_("Evidence too strong"),
        why=_("Readers take “strong” and “moderate” to mean that good trials support it."),
        what_to_do=_(
            "“Strong” needs a trial or a review with a DOI or PMID, “moderate” that or a guideline "
            "or product label with its web address. Until then pages print what the sources allow."
        ),
        in_pages=find_overstated,
        in_items=find_overstated,
    ),
    Rule(
        code="source-withdrawn",
        severity=Severity.ERROR,
        title=_("Withdrawn source"),
        why=_("A source that was retracted or replaced supports nothing any more."),
        what_to_do=_("Remove the source, and check whether the words still hold without it."),
        in_pages=find_withdrawn_sources,
        in_items=find_withdrawn_sources,
    ),
)
