"""The rules: from plain values to findings. Each rule is a pure function of what it judges."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from django.utils.translation import gettext

from ketamine_pages.rules.advice import make_finding
from ketamine_pages.rules.findings import Code, Finding, Location, ReviewState, settle
from ketamine_pages.rules.page_facts import (
    BOXED_WARNING,
    ItemFacts,
    PageFacts,
    Place,
    SourceFacts,
    Statement,
    StatementKind,
)
from ketamine_pages.rules.time_rules import find_expiring, find_missing_images, find_unpublished
from ketamine_pages.rules.word_rules import (
    find_hard_texts,
    find_listed_phrases,
    find_placeholders,
    find_unnamed_claims,
)

STRONG_LEVELS = frozenset({"strong", "moderate"})
STRONG_KINDS = frozenset({"randomised-trial", "systematic-review"})

Facts = PageFacts | ItemFacts


def judge_page(facts: PageFacts, severities: Mapping[str, str] | None = None) -> list[Finding]:
    """All findings about a page, errors first; ``severities`` as in :mod:`.findings`."""
    return settle((finding for rule in PAGE_RULES for finding in rule(facts)), severities)


def judge_item(facts: ItemFacts, severities: Mapping[str, str] | None = None) -> list[Finding]:
    """All findings about a library item, errors first."""
    return settle((finding for rule in ITEM_RULES for finding in rule(facts)), severities)


def get_places(facts: Facts) -> tuple[Place, ...]:
    """The places of a page that are printed, or the one place which a library item is."""
    if isinstance(facts, ItemFacts):
        return (facts.place,)
    return tuple(place for place in facts.places if place.is_printed)


def find_unsourced(facts: Facts) -> Iterator[Finding]:
    """Statements about an effect that no source supports any more."""
    for statement in _statements(facts):
        if not _supporting(statement):
            yield make_finding(
                Code.BENEFIT_WITHOUT_SOURCE, _unsourced_message(statement), statement.location
            )


def _unsourced_message(statement: Statement) -> str:
    values = {"title": statement.title}
    if statement.kind is StatementKind.STATISTIC:
        return gettext("The statistic “%(title)s” has no source that can be relied on.") % values
    return gettext("“%(title)s” has no source that can be relied on.") % values


def find_overstated(facts: Facts) -> Iterator[Finding]:
    """Evidence called strong or moderate without a trial or review that would make it so."""
    for statement in _statements(facts):
        if statement.evidence_level not in STRONG_LEVELS:
            continue
        kinds = {source.kind for source in _supporting(statement)}
        # Without any source there is a finding already, and the same source would mend both.
        if kinds and not kinds & STRONG_KINDS:
            message = gettext(
                "The evidence for “%(title)s” is called stronger than its sources allow."
            )
            yield make_finding(
                Code.EVIDENCE_OVERSTATED, message % {"title": statement.title}, statement.location
            )


def find_withdrawn_sources(facts: Facts) -> Iterator[Finding]:
    """Statements and texts that still name a source which was withdrawn."""
    for place in get_places(facts):
        for source in place.sources:
            if source.is_withdrawn and not place.statements:
                message = gettext("“%(source)s” is cited here, and it was withdrawn.")
                values = {"source": source.title}
                yield make_finding(Code.SOURCE_WITHDRAWN, message % values, place.location)
    for statement in _statements(facts):
        for source in statement.sources:
            if source.is_withdrawn:
                message = gettext("“%(title)s” relies on “%(source)s”, which was withdrawn.")
                values = {"title": statement.title, "source": source.title}
                yield make_finding(Code.SOURCE_WITHDRAWN, message % values, statement.location)


def _statements(facts: Facts) -> Iterator[Statement]:
    for place in get_places(facts):
        yield from place.statements


def _supporting(statement: Statement) -> list[SourceFacts]:
    # What is known about a condition may be that it does not help: then any source will do.
    any_stance = statement.kind is StatementKind.INDICATION
    return [s for s in statement.sources if s.holds and (s.supports or any_stance)]


def find_missing_safety(facts: PageFacts) -> Iterator[Finding]:
    """Benefits without risks before them or right after, as plain to see as they are."""
    places = get_places(facts)
    for position, place in enumerate(places):
        if place.shows_benefits and not _has_safety(places, position):
            message = gettext("Benefits are shown here without safety information beside them.")
            yield make_finding(Code.BENEFITS_WITHOUT_SAFETY, message, place.location)


def _has_safety(places: tuple[Place, ...], position: int) -> bool:
    benefits = places[position]
    # Several lists of benefits in a row may share what stands after the last of them.
    after = next((p for p in places[position + 1 :] if not p.shows_benefits), None)
    candidates = [*places[:position], benefits, *([after] if after else [])]
    return any(
        place.shows_safety and not place.is_collapsed and place.level <= benefits.level
        for place in candidates
    )


def find_missing_status(facts: PageFacts) -> Iterator[Finding]:
    """A page about one treatment that cannot say whether the treatment is approved."""
    if not facts.needs_treatment:
        return
    if facts.treatment is None:
        yield make_finding(
            Code.STATUS_MISSING, gettext("This page has no published treatment to be about.")
        )
    elif not facts.treatment.regulatory_status:
        yield _missing_status(facts.treatment.name, facts.treatment.location)


def find_missing_item_status(facts: ItemFacts) -> Iterator[Finding]:
    """A treatment of the library without a regulatory status."""
    if facts.status_missing:
        title = facts.place.location.item.title if facts.place.location.item else ""
        yield _missing_status(title, facts.place.location)


def _missing_status(name: str, location: Location) -> Finding:
    message = gettext("“%(treatment)s” has no regulatory status.") % {"treatment": name}
    return make_finding(Code.STATUS_MISSING, message, location)


def find_missing_label_notices(facts: PageFacts) -> Iterator[Finding]:
    """Approved products that are shown without their boxed warning."""
    places = get_places(facts)
    warned = {
        key
        for place in places
        for notice in place.notices
        if notice.kind == BOXED_WARNING and not place.is_collapsed
        for key in notice.treatments
    }
    for place in places:
        for treatment in place.treatments:
            if treatment.is_approved and treatment.key not in warned:
                # Once for each product, wherever it is shown.
                warned.add(treatment.key)
                message = gettext("“%(treatment)s” is shown here without its boxed warning.")
                yield make_finding(
                    Code.LABEL_NOTICE_MISSING,
                    message % {"treatment": treatment.name},
                    place.location,
                )


def find_review_state(facts: Facts) -> Iterator[Finding]:
    """What is to be said about the clinical review."""
    if facts.review is ReviewState.NEVER:
        message = gettext("No clinician has reviewed this yet.")
        yield make_finding(Code.REVIEW_MISSING, message)
    elif facts.review is ReviewState.OVERDUE:
        message = gettext("The next clinical review is overdue.")
        yield make_finding(Code.REVIEW_OVERDUE, message)
    elif facts.review is ReviewState.CHANGED:
        message = gettext("This has changed since its last clinical review.")
        yield make_finding(Code.CHANGED_SINCE_REVIEW, message)


_SHARED: tuple[Callable[[Facts], Iterator[Finding]], ...] = (
    find_unsourced,
    find_overstated,
    find_withdrawn_sources,
    find_unnamed_claims,
    find_placeholders,
    find_review_state,
    find_expiring,
    find_unpublished,
    find_missing_images,
    find_listed_phrases,
    find_hard_texts,
)
PAGE_RULES: tuple[Callable[[PageFacts], Iterator[Finding]], ...] = (
    find_missing_safety,
    find_missing_status,
    find_missing_label_notices,
    *_SHARED,
)
ITEM_RULES: tuple[Callable[[ItemFacts], Iterator[Finding]], ...] = (
    find_missing_item_status,
    *_SHARED,
)
