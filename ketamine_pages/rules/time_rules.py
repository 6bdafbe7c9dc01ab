"""Rules about what is left out of a page, and about what is true for a time only."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext

from ketamine_pages.rules.advice import make_finding
from ketamine_pages.rules.findings import Code, Finding
from ketamine_pages.rules.page_facts import ItemFacts, PageFacts, Place

#: How long before its last day a fact is mentioned.
NOTICE = timedelta(days=30)


def find_unpublished(facts: PageFacts | ItemFacts) -> Iterator[Finding]:
    """Chosen items that are drafts or were deleted, so that visitors do not see them."""
    for place in _places(facts):
        for chosen in place.chosen:
            message = gettext("Something that was chosen here has been deleted.")
            if chosen.title:
                message = gettext("“%(title)s” is not published, so visitors do not see it.")
            yield make_finding(
                Code.ITEM_UNPUBLISHED, message % {"title": chosen.title}, chosen.location
            )


def find_missing_images(facts: PageFacts | ItemFacts) -> Iterator[Finding]:
    """Images whose files are gone, so that visitors see a page without them."""
    for place in _places(facts):
        for image in place.missing_images:
            message = gettext("The file of the image “%(title)s” is missing.")
            values = {"title": image.title}
            yield make_finding(Code.IMAGE_MISSING, message % values, image.location)


def find_expiring(facts: PageFacts | ItemFacts) -> Iterator[Finding]:
    """Facts whose date is over or near."""
    for place in _places(facts):
        for fact in place.expiring:
            values = {"title": fact.title, "date": date_format(fact.expires_on)}
            if fact.expires_on < facts.today:
                message = gettext("“%(title)s” was true until %(date)s.") % values
                yield make_finding(Code.FACT_EXPIRED, message, fact.location)
            elif fact.expires_on <= facts.today + NOTICE:
                message = gettext("“%(title)s” is true until %(date)s.") % values
                yield make_finding(Code.FACT_EXPIRES_SOON, message, fact.location)


def _places(facts: PageFacts | ItemFacts) -> tuple[Place, ...]:
    # Printed or not: a place whose items are all drafts prints nothing, and should say why.
    return facts.places if isinstance(facts, PageFacts) else (facts.place,)
