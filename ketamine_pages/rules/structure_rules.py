"""Rules about what a page must show beside what it says: risks, approval, boxed warnings.

What a page leaves out because it may not stand is told here, from the same reasons for which it is
left out; see ``may_stand``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ketamine_pages.rules.findings import Severity, Spot
from ketamine_pages.rules.may_stand import Reason, get_reasons
from ketamine_pages.rules.page_facts import (
    BODY_LEVEL,
    ItemFacts,
    PageFacts,
    Statement,
)
from ketamine_pages.rules.printed import get_passages
from ketamine_pages.rules.rule import Facts, Found, Rule

# Sections between a statement and its risks that a reader still takes for one thing.
NEAR = 2


def find_withheld(
    facts: PageFacts, reason: Reason, describe: Callable[[PageFacts, Statement], Found]
) -> Iterator[Found]:
    """Statements that a page leaves out for ``reason``."""
    for passage in get_passages(facts):
        for statement in passage.statements:
            if reason in get_reasons(statement, facts.ground):
                yield describe(facts, statement)


def _describe_unsafe(facts: PageFacts, statement: Statement) -> Found:
    about = statement.treatment or facts.treatment
    empty = next((p for p in facts.passages if p.is_empty_safety), None)
    if empty is not None:
        # There is a place for them already, and nothing in it.
        if about is None:
            message = gettext(
                "“%(title)s” is not shown: the section “%(section)s” is empty, as no treatment is "
                "chosen there or for the page."
            )
            what_to_do = gettext("Choose a treatment there, or pick safety notices.")
        else:
            message = gettext(
                "“%(title)s” is not shown: the section “%(section)s” is empty, as no safety "
                "notice about %(treatment)s is published."
            )
            what_to_do = gettext("Publish one in the library, or choose the right treatment there.")
        values = {
            "title": statement.title,
            "section": empty.spot.label,
            "treatment": about.name if about else "",
        }
        return Found(message % values, empty.spot, what_to_do=what_to_do)
    if about is None:
        message = gettext("“%(title)s” is not shown: there is no safety information on this page.")
        return Found(message % {"title": statement.title}, statement.spot)
    message = gettext(
        "“%(title)s” is not shown: there is no safety information about %(treatment)s here."
    )
    values = {"title": statement.title, "treatment": about.name}
    return Found(message % values, statement.spot)


def _describe_foreign(facts: PageFacts, statement: Statement) -> Found:
    message = gettext(
        "“%(title)s” is not shown: it was studied for %(treatment)s, and this page is about "
        "%(other)s."
    )
    values = {
        "title": statement.title,
        "treatment": statement.treatment.name if statement.treatment else "",
        "other": facts.treatment.name if facts.treatment else "",
    }
    return Found(message % values, statement.spot)


def _describe_of_nothing(_facts: PageFacts, statement: Statement) -> Found:
    message = gettext(
        "“%(title)s” is not shown: neither it nor this page says which treatment it is about."
    )
    return Found(message % {"title": statement.title}, statement.spot)


def _describe_of_hidden(_facts: PageFacts, statement: Statement) -> Found:
    message = gettext("“%(title)s” is not shown: its treatment is not published.")
    return Found(message % {"title": statement.title}, statement.spot)


def _describe_untended(_facts: PageFacts, statement: Statement) -> Found:
    message = gettext("“%(title)s” is not shown: nobody has read this page for too long.")
    return Found(message % {"title": statement.title}, statement.spot)


def _withheld(
    reason: Reason, describe: Callable[[PageFacts, Statement], Found]
) -> Callable[[PageFacts], Iterator[Found]]:
    return partial(find_withheld, reason=reason, describe=describe)


def find_parts_without_whole(facts: Facts) -> Iterator[Found]:
    """Numbers that do not say of how many."""
    for passage in get_passages(facts):
        for statement in passage.statements:
            if not statement.is_whole:
                message = gettext("“%(title)s” is not shown: it does not say how many of how many.")
                yield Found(message % {"title": statement.title}, statement.spot)


def find_far_safety(facts: PageFacts) -> Iterator[Found]:
    """Statements whose risks come first long after them."""
    passages = get_passages(facts)
    for position, passage in enumerate(passages):
        of = {
            about.key
            for statement in passage.statements
            if (about := statement.treatment or facts.treatment) is not None
        }
        if not of:
            continue
        places = [
            place
            for place, other in enumerate(passages)
            if any(notice.covers & of for notice in other.notices)
        ]
        between = [p for p in passages[position + 1 : min(places, default=0)] if not p.statements]
        if places and len(between) > NEAR:
            message = gettext("The risks are told far below what is said here about the effect.")
            yield Found(message, passage.spot)


def find_folded_safety(facts: PageFacts) -> Iterator[Found]:
    """Risks that a visitor has to open, or that stand lower than what is said about the effect."""
    for passage in get_passages(facts):
        if passage.notices and (passage.is_collapsed or passage.level > BODY_LEVEL):
            yield Found(
                gettext("The risks are less plain to see here than the rest."), passage.spot
            )


def find_unproven(facts: PageFacts) -> Iterator[Found]:
    """Conditions that are listed for a treatment of which nothing is known for them."""
    for passage in get_passages(facts):
        for condition in passage.unproven:
            message = gettext(
                "The library says nothing about %(treatment)s for “%(condition)s”, so the page "
                "says “No evidence recorded”."
            )
            values = {"treatment": condition.treatment, "condition": condition.title}
            yield Found(message % values, condition.spot)


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
    warned = set(facts.ground.warned)
    for passage in get_passages(facts):
        for treatment in passage.treatments:
            if treatment.is_approved and treatment.key not in warned:
                # Once for each product, wherever it is shown.
                warned.add(treatment.key)
                message = gettext("“%(treatment)s” is shown here without its boxed warning.")
                yield Found(message % {"treatment": treatment.name}, passage.spot)


def find_incomplete_notices(facts: Facts) -> Iterator[Found]:
    """Safety notices that say nothing, or that nothing supports."""
    for passage in get_passages(facts):
        for notice in passage.notices:
            if not notice.is_complete:
                message = gettext(
                    "“%(title)s” tells no risk: it needs a text, and a source that holds."
                )
                yield Found(message % {"title": notice.title}, notice.spot)


def find_incomplete_approvals(facts: Facts) -> Iterator[Found]:
    """Approvals that cannot be told, since something is missing that makes them true."""
    for passage in get_passages(facts):
        for approval in passage.approvals:
            if approval.missing and not approval.contradicting:
                message = gettext(
                    "“%(title)s” is called approved, and this is missing: %(missing)s."
                )
                values = {"title": approval.title, "missing": ", ".join(approval.missing)}
                yield Found(message % values, approval.spot)


def find_contradicted_uses(facts: Facts) -> Iterator[Found]:
    """Uses that are called approved of a treatment that is not."""
    for passage in get_passages(facts):
        for approval in passage.approvals:
            if approval.is_of_use and approval.contradicting:
                message = gettext(
                    "“%(title)s” is called approved, and “%(treatment)s” is no approved product. "
                    "Pages say that it is not approved."
                )
                values = {"title": approval.title, "treatment": approval.contradicting[0]}
                yield Found(message % values, approval.spot)


def find_contradicting_uses(facts: ItemFacts) -> Iterator[Found]:
    """Treatments that are not approved, of which a use is called approved."""
    for approval in facts.passage.approvals:
        if not approval.is_of_use and approval.contradicting:
            message = gettext("“%(title)s” is called approved, and this treatment is not.")
            for title in approval.contradicting:
                yield Found(message % {"title": title}, approval.spot)


RULES = (
    Rule(
        code="benefits-without-safety",
        severity=Severity.ERROR,
        title=_("No risks beside it"),
        why=_(
            "People can only decide if they read about the risks where they read about benefits, "
            "so pages leave out what they would have to read without."
        ),
        what_to_do=_("Add a “Safety information” section for the same treatment to this page."),
        in_pages=_withheld(Reason.NO_SAFETY, _describe_unsafe),
    ),
    Rule(
        code="other-treatment",
        severity=Severity.ERROR,
        title=_("About another treatment"),
        why=_(
            "What was found for one medicine, dose or way of giving it says nothing about a "
            "compounded one."
        ),
        what_to_do=_("Choose what was studied for the treatment of this page."),
        in_pages=_withheld(Reason.OTHER_TREATMENT, _describe_foreign),
    ),
    Rule(
        code="treatment-missing",
        severity=Severity.ERROR,
        title=_("About no treatment"),
        why=_("Without its treatment nobody can tell whether its risks are told."),
        what_to_do=_("Choose a treatment for the page, or in the library for this entry."),
        in_pages=_withheld(Reason.NO_TREATMENT, _describe_of_nothing),
    ),
    Rule(
        code="treatment-unpublished",
        severity=Severity.WARNING,
        title=_("Treatment not published"),
        why=_("What is said about a treatment falls silent with it."),
        what_to_do=_("Publish the treatment in the library, or choose something else."),
        in_pages=_withheld(Reason.TREATMENT_HIDDEN, _describe_of_hidden),
    ),
    Rule(
        code="numbers-withheld",
        severity=Severity.WARNING,
        title=_("Numbers withheld"),
        why=_("What is known about treatments changes, and numbers look certain."),
        what_to_do=_("Ask a clinician to read the page again."),
        in_pages=_withheld(Reason.UNTENDED, _describe_untended),
    ),
    Rule(
        code="number-incomplete",
        severity=Severity.ERROR,
        title=_("Number without a whole"),
        why=_("A number of people says nothing without the number of those who were asked."),
        what_to_do=_(
            "Enter how many people there were in each group, and to how many it happened."
        ),
        in_pages=find_parts_without_whole,
        in_items=find_parts_without_whole,
    ),
    Rule(
        code="safety-far-away",
        severity=Severity.WARNING,
        title=_("Risks far away"),
        why=_("Who stops reading half way has read of the effect and not of the risks."),
        what_to_do=_("Move the safety information up, next to what it belongs to."),
        in_pages=find_far_safety,
    ),
    Rule(
        code="safety-folded",
        severity=Severity.ERROR,
        title=_("Risks folded away"),
        why=_("Who has to open them, or to look for them below other headings, may never do so."),
        what_to_do=_("Print them in full, with a heading as high as those of other sections."),
        in_pages=find_folded_safety,
    ),
    Rule(
        code="condition-without-indication",
        severity=Severity.WARNING,
        title=_("No evidence recorded"),
        why=_(
            "Readers take a condition that is listed here for one that the treatment helps with."
        ),
        what_to_do=_("Add an indication to the library, or take the condition off."),
        in_pages=find_unproven,
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
    Rule(
        code="notice-incomplete",
        severity=Severity.ERROR,
        title=_("Safety notice without content"),
        why=_("A notice without a text and a source tells nobody what may happen."),
        what_to_do=_("Write what may happen and what to do then, and choose where that stands."),
        in_pages=find_incomplete_notices,
        in_items=find_incomplete_notices,
    ),
    Rule(
        code="approval-incomplete",
        severity=Severity.ERROR,
        title=_("Approval without its limits"),
        why=_(
            "An approval is for a use, in some people, as the current label says, so pages say "
            "nothing about one without these."
        ),
        what_to_do=_("Fill in what is missing, in the treatment and in the indication."),
        in_pages=find_incomplete_approvals,
        in_items=find_incomplete_approvals,
    ),
    Rule(
        code="status-contradicted",
        severity=Severity.ERROR,
        title=_("Approval contradicted"),
        why=_("A treatment that is not approved has no approved use."),
        what_to_do=_("Choose off-label in the indication, or correct the treatment."),
        in_pages=find_contradicted_uses,
        in_items=find_contradicted_uses,
    ),
    Rule(
        code="indication-contradicts",
        severity=Severity.WARNING,
        title=_("An indication says otherwise"),
        why=_("A treatment that is not approved has no approved use."),
        what_to_do=_("Choose off-label in that indication. Until then pages say “not approved”."),
        in_items=find_contradicting_uses,
    ),
)
