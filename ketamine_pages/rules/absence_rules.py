"""Rules about what an editor has chosen and visitors do not see."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ketamine_pages.rules.findings import Severity
from ketamine_pages.rules.page_facts import ItemFacts, all_passages
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
)
