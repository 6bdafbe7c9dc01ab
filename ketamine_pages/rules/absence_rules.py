"""Rules about what visitors do not see: choices, quotations, and what a template leaves out."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ketamine_pages.rules.findings import Severity
from ketamine_pages.rules.page_facts import ItemFacts, PageFacts, QuoteFacts, all_passages
from ketamine_pages.rules.rule import Facts, Found, Rule


def find_unpublished(facts: Facts) -> Iterator[Found]:
    """Chosen items that are drafts or were deleted, so that visitors do not see them."""
    for passage in all_passages(facts):
        for chosen in passage.chosen:
            message = gettext("Something that was chosen here has been deleted.")
            if chosen.title:
                message = gettext("“%(title)s” is not published, so visitors do not see it.")
            yield Found(message % {"title": chosen.title}, chosen.spot)


def find_missing_images(facts: Facts) -> Iterator[Found]:
    """Images whose files are gone, so that visitors see a page without them."""
    for passage in all_passages(facts):
        for image in passage.missing_images:
            message = gettext("The file of the image “%(title)s” is missing.")
            yield Found(message % {"title": image.title}, image.spot)


def find_withheld(facts: ItemFacts) -> Iterator[Found]:
    """Sites that have chosen an item and print something else instead."""
    for sentence in facts.withheld:
        yield Found(sentence, facts.passage.spot)


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


MEND_TEMPLATE = _("Tell whoever maintains the site: one of its own templates leaves this out.")

RULES = (
    Rule(
        code="item-unpublished",
        severity=Severity.WARNING,
        title=_("Not shown"),
        why=_("Visitors see only what is published, so something that you chose is left out."),
        what_to_do=_("Publish it in the library, or choose something else."),
        in_pages=find_unpublished,
        in_items=find_unpublished,
    ),
    Rule(
        code="image-missing",
        severity=Severity.WARNING,
        title=_("Image file missing"),
        why=_("The image is in the library but its file is gone, so the page leaves it out."),
        what_to_do=_("Upload the file again in the image’s form, or choose another image."),
        in_pages=find_missing_images,
        in_items=find_missing_images,
    ),
    Rule(
        code="wording-withheld",
        severity=Severity.WARNING,
        title=_("Chosen wording not printed"),
        why=_(
            "A site is never without a crisis panel and disclaimers, so the package’s own are read."
        ),
        what_to_do=_("Mend, confirm, publish or translate the wording that the site has chosen."),
        in_items=find_withheld,
        # A draft is not published yet, which must not stop it from being published.
        may_be_error=False,
    ),
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
    Rule(
        code="notices-not-printed",
        severity=Severity.ERROR,
        title=_("Safety notice not printed"),
        why=_("Visitors would read about the treatment and not about its risks."),
        what_to_do=MEND_TEMPLATE,
        in_pages=find_unprinted_notices,
    ),
    Rule(
        code="crisis-not-printed",
        severity=Severity.ERROR,
        title=_("Crisis panel not printed"),
        why=_("Some readers are in crisis, and need a number to call."),
        what_to_do=MEND_TEMPLATE,
        in_pages=find_unprinted_crisis_panel,
    ),
)

# Those that need somebody to render the page.
RENDERING_CODES = frozenset({"notices-not-printed", "crisis-not-printed"})
