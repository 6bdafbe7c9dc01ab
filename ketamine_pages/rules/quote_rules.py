"""Rules about quotations: whose words they are, and what belongs beside a patient's."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ketamine_pages.rules.findings import Severity
from ketamine_pages.rules.page_facts import PageFacts, QuoteFacts, all_passages
from ketamine_pages.rules.rule import Found, Rule


def find_incomplete(facts: PageFacts) -> Iterator[Found]:
    """Quotations that lack what has to stand beside the words of such a speaker."""
    for quote in _get_quotes(facts):
        values = {"name": quote.by, "fields": ", ".join(quote.missing)}
        if quote.missing and quote.is_allowed:
            message = gettext("The words of “%(name)s” are not shown. Missing: %(fields)s.")
            yield Found(message % values, quote.spot)
        if quote.is_consent_ahead and quote.is_allowed:
            message = gettext("The words of “%(name)s” are not shown: consent is dated ahead.")
            yield Found(message % values, quote.spot)


def find_not_allowed(facts: PageFacts) -> Iterator[Found]:
    """Words of patients on a site that prints none."""
    for quote in _get_quotes(facts):
        if not quote.is_allowed:
            message = gettext("The words of “%(name)s”, a patient, are not shown.")
            yield Found(message % {"name": quote.by}, quote.spot)


def _get_quotes(facts: PageFacts) -> Iterator[QuoteFacts]:
    # What may not stand is not printed, and neither is the passage that it is.
    for passage in all_passages(facts):
        yield from passage.quotes


RULES = (
    Rule(
        code="quote-incomplete",
        severity=Severity.ERROR,
        title=_("Quotation incomplete"),
        why=_("Readers must see whose words they are, and what most people experience."),
        what_to_do=_("Fill in what is missing, or take the quotation off."),
        in_pages=find_incomplete,
    ),
    Rule(
        code="patient-quote-off",
        severity=Severity.WARNING,
        title=_("Patients’ words are off"),
        why=_("This site does not print what patients say about their treatment."),
        what_to_do=_("Take the quotation off, or have whoever maintains the site switch it on."),
        in_pages=find_not_allowed,
    ),
)
