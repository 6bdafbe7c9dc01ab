"""Rules about what an editor has chosen and visitors do not see."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext

from ketamine_pages.rules.advice import make_finding
from ketamine_pages.rules.findings import Code, Finding
from ketamine_pages.rules.page_facts import ItemFacts, PageFacts, all_passages


def find_unpublished(facts: PageFacts | ItemFacts) -> Iterator[Finding]:
    """Chosen items that are drafts or were deleted, so that visitors do not see them."""
    for passage in all_passages(facts):
        for chosen in passage.chosen:
            message = gettext("Something that was chosen here has been deleted.")
            if chosen.title:
                message = gettext("“%(title)s” is not published, so visitors do not see it.")
            yield make_finding(
                Code.ITEM_UNPUBLISHED, message % {"title": chosen.title}, chosen.spot
            )


def find_missing_images(facts: PageFacts | ItemFacts) -> Iterator[Finding]:
    """Images whose files are gone, so that visitors see a page without them."""
    for passage in all_passages(facts):
        for image in passage.missing_images:
            message = gettext("The file of the image “%(title)s” is missing.")
            values = {"title": image.title}
            yield make_finding(Code.IMAGE_MISSING, message % values, image.spot)
