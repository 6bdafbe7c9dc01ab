"""The rules: from plain values to findings. Each rule is a pure function of what it judges."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from django.utils.translation import gettext

from ketamine_pages.rules.absence_rules import find_missing_images, find_unpublished
from ketamine_pages.rules.advice import make_finding
from ketamine_pages.rules.findings import Code, Finding, ReviewState, Spot, settle
from ketamine_pages.rules.page_facts import (
    BOXED_WARNING,
    ItemFacts,
    PageFacts,
    Passage,
    SourceFacts,
    Statement,
    StatementKind,
)
from ketamine_pages.rules.time_rules import find_expiring
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


def get_passages(facts: Facts) -> tuple[Passage, ...]:
    """The passages of a page that are printed, or the one passage which a library item is."""
    if isinstance(facts, ItemFacts):
        return (facts.passage,)
    return tuple(passage for passage in facts.passages if passage.is_printed)


def find_unsourced(facts: Facts) -> Iterator[Finding]:
    """Statements about an effect that no source supports any more."""
    for statement in _statements(facts):
        if not _supporting(statement):
            yield make_finding(
                Code.BENEFIT_WITHOUT_SOURCE, _unsourced_message(statement), statement.spot
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
                Code.EVIDENCE_OVERSTATED, message % {"title": statement.title}, statement.spot
            )


def find_withdrawn_sources(facts: Facts) -> Iterator[Finding]:
    """Statements and texts that still name a source which was withdrawn."""
    for passage in get_passages(facts):
        for source in passage.sources:
            if source.is_withdrawn and not passage.statements:
                message = gettext("“%(source)s” is cited here, and it was withdrawn.")
                values = {"source": source.title}
                yield make_finding(Code.SOURCE_WITHDRAWN, message % values, passage.spot)
    for statement in _statements(facts):
        for source in statement.sources:
            if source.is_withdrawn:
                message = gettext("“%(title)s” relies on “%(source)s”, which was withdrawn.")
                values = {"title": statement.title, "source": source.title}
                yield make_finding(Code.SOURCE_WITHDRAWN, message % values, statement.spot)


def _statements(facts: Facts) -> Iterator[Statement]:
    for passage in get_passages(facts):
        yield from passage.statements


def _supporting(statement: Statement) -> list[SourceFacts]:
    # What is known about a condition may be that it does not help: then any source will do.
    any_stance = statement.kind is StatementKind.INDICATION
    return [s for s in statement.sources if s.holds and (s.supports or any_stance)]


def find_missing_safety(facts: PageFacts) -> Iterator[Finding]:
    """Benefits without risks before them or right after, as plain to see as they are."""
    passages = get_passages(facts)
    for position, passage in enumerate(passages):
        if passage.shows_benefits and not _has_safety(passages, position):
            message = gettext("Benefits are shown here without safety information beside them.")
            yield make_finding(Code.BENEFITS_WITHOUT_SAFETY, message, passage.spot)


def _has_safety(passages: tuple[Passage, ...], position: int) -> bool:
    benefits = passages[position]
    # Several lists of benefits in a row may share what stands after the last of them.
    after = next((p for p in passages[position + 1 :] if not p.shows_benefits), None)
    candidates = [*passages[:position], benefits, *([after] if after else [])]
    return any(
        passage.shows_safety and not passage.is_collapsed and passage.level <= benefits.level
        for passage in candidates
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
        yield _missing_status(facts.treatment.name, facts.treatment.spot)


def find_missing_item_status(facts: ItemFacts) -> Iterator[Finding]:
    """A treatment of the library without a regulatory status."""
    if facts.status_missing:
        title = facts.passage.spot.item.title if facts.passage.spot.item else ""
        yield _missing_status(title, facts.passage.spot)


def _missing_status(name: str, spot: Spot) -> Finding:
    message = gettext("“%(treatment)s” has no regulatory status.") % {"treatment": name}
    return make_finding(Code.STATUS_MISSING, message, spot)


def find_missing_label_notices(facts: PageFacts) -> Iterator[Finding]:
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
                yield make_finding(
                    Code.LABEL_NOTICE_MISSING,
                    message % {"treatment": treatment.name},
                    passage.spot,
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
