"""Rules about what is true for a time only."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext

from ketamine_pages.rules.advice import make_finding
from ketamine_pages.rules.findings import Code, Finding
from ketamine_pages.rules.page_facts import ItemFacts, PageFacts, all_passages

#: How long before its last day a fact is mentioned.
NOTICE = timedelta(days=30)


def find_expiring(facts: PageFacts | ItemFacts) -> Iterator[Finding]:
    """Facts whose date is over or near."""
    for passage in all_passages(facts):
        for fact in passage.expiring:
            values = {"title": fact.title, "date": date_format(fact.expires_on)}
            if fact.expires_on < facts.today:
                message = gettext("“%(title)s” was true until %(date)s.") % values
                yield make_finding(Code.FACT_EXPIRED, message, fact.spot)
            elif fact.expires_on <= facts.today + NOTICE:
                message = gettext("“%(title)s” is true until %(date)s.") % values
                yield make_finding(Code.FACT_EXPIRES_SOON, message, fact.spot)
