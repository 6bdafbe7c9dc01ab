"""Rules about what is true for a time only."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ketamine_pages.rules.findings import Severity
from ketamine_pages.rules.page_facts import Expiring, all_passages
from ketamine_pages.rules.rule import Facts, Found, Rule

#: How long before its last day a fact is mentioned.
NOTICE = timedelta(days=30)


def find_expired(facts: Facts) -> Iterator[Found]:
    """Facts whose date is over."""
    for fact in _get_expiring(facts):
        if fact.expires_on < facts.today:
            message = gettext("“%(title)s” was true until %(date)s.")
            yield Found(message % _get_values(fact), fact.spot)


def find_expiring_soon(facts: Facts) -> Iterator[Found]:
    """Facts whose date is near."""
    for fact in _get_expiring(facts):
        if facts.today <= fact.expires_on <= facts.today + NOTICE:
            message = gettext("“%(title)s” is true until %(date)s.")
            yield Found(message % _get_values(fact), fact.spot)


def _get_expiring(facts: Facts) -> Iterator[Expiring]:
    # What is over is left out of the page by now, and so its passage may not be printed.
    for passage in all_passages(facts):
        yield from passage.expiring


def _get_values(fact: Expiring) -> dict[str, str]:
    return {"title": fact.title, "date": date_format(fact.expires_on)}


RULES = (
    Rule(
        code="fact-expired",
        severity=Severity.WARNING,
        title=_("Out of date"),
        why=_("It was true until a date that is over."),
        what_to_do=_("Find out what holds now, correct the text, and set a new date or none."),
        in_pages=find_expired,
        in_items=find_expired,
    ),
    Rule(
        code="fact-expires-soon",
        severity=Severity.HINT,
        title=_("Soon out of date"),
        why=_("It will no longer be true after that date."),
        what_to_do=_("Find out what will hold then, and plan the change."),
        in_pages=find_expiring_soon,
        in_items=find_expiring_soon,
    ),
)
