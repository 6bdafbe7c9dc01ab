"""Rules about what a page must show beside what it says: risks, approval, boxed warnings."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ketamine_pages.rules.findings import Severity, Spot
from ketamine_pages.rules.page_facts import BOXED_WARNING, ItemFacts, PageFacts, Passage
from ketamine_pages.rules.printed import get_passages
from ketamine_pages.rules.rule import Found, Rule


def find_missing_safety(facts: PageFacts) -> Iterator[Found]:
    """Benefits without risks before them or right after, as plain to see as they are."""
    passages = get_passages(facts)
    for position, passage in enumerate(passages):
        if passage.shows_benefits and not _has_safety(passages, position):
            message = gettext("Benefits are shown here without safety information beside them.")
            yield Found(message, passage.spot)


def _has_safety(passages: tuple[Passage, ...], position: int) -> bool:
    benefits = passages[position]
    # Several lists of benefits in a row may share what stands after the last of them.
    after = next((p for p in passages[position + 1 :] if not p.shows_benefits), None)
    candidates = [*passages[:position], benefits, *([after] if after else [])]
    return any(
        passage.shows_safety and not passage.is_collapsed and passage.level <= benefits.level
        for passage in candidates
    )


def find_missing_status(facts: PageFacts) -> Iterator[Found]:
    """A page about one treatment that cannot say whether the treatment is approved."""
    if not facts.needs_treatment:
        return
    if facts.treatment is None:
        yield Found(gettext("This page has no published treatment to be about."))
    elif not facts.treatment.regulatory_status:
        yield _without_status(facts.treatment.name, facts.treatment.spot)


def find_missing_item_status(facts: ItemFacts) -> Iterator[Found]:
    """A treatment of the library without a regulatory status."""
    if facts.status_missing:
        title = facts.passage.spot.item.title if facts.passage.spot.item else ""
        yield _without_status(title, facts.passage.spot)


def _without_status(name: str, spot: Spot) -> Found:
    message = gettext("“%(treatment)s” has no regulatory status.") % {"treatment": name}
    return Found(message, spot)


def find_missing_label_notices(facts: PageFacts) -> Iterator[Found]:
    """Approved products that are shown without their boxed warning."""
    passages = get_passages(facts)
    warned = {
        key
        for passage in passages
        for notice in passage.notices
        if notice.kind == BOXED_WARNING and not passage.is_collapsed
        for key in notice.treatments
    }
    for passage in passages:
        for treatment in passage.treatments:
            if treatment.is_approved and treatment.key not in warned:
                # Once for each product, wherever it is shown.
                warned.add(treatment.key)
                message = gettext("“%(treatment)s” is shown here without its boxed warning.")
                yield Found(message % {"treatment": treatment.name}, passage.spot)


RULES = (
    Rule(
        code="benefits-without-safety",
        severity=Severity.ERROR,
        title=_("Benefits without risks"),
        why=_(
            "People can only decide if they read about the risks where they read about benefits."
        ),
        what_to_do=_("Add safety information before the benefits or right after them."),
        in_pages=find_missing_safety,
    ),
    Rule(
        code="status-missing",
        severity=Severity.ERROR,
        title=_("Regulatory status missing"),
        why=_("Visitors must be able to see whether a use is approved, off-label or not approved."),
        what_to_do=_(
            "Choose a published treatment, and choose its regulatory status in the library."
        ),
        in_pages=find_missing_status,
        in_items=find_missing_item_status,
    ),
    Rule(
        code="label-notice-missing",
        severity=Severity.ERROR,
        title=_("Boxed warning missing"),
        why=_("Wherever an approved product is shown, its boxed warning belongs beside it."),
        what_to_do=_(
            "Publish a boxed warning for it in the library, and show its safety information here."
        ),
        in_pages=find_missing_label_notices,
    ),
)
