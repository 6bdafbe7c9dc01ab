"""What may be printed about the effect of a treatment, and what is left out, and why.

One answer for what visitors get and for what editors are told: pages ask before they print a
statement, and rules ask about the same statement on the same ground.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from ketamine_pages.rules.disclosures import COMPOUNDED
from ketamine_pages.rules.page_facts import Ground, SourceFacts, Statement, StatementKind

#: Levels of evidence from the weakest up; stored values of ``EvidenceLevel``.
LEVELS = ("against", "none", "early", "limited", "moderate", "strong")
AGAINST, LIMITED, MODERATE, STRONG = LEVELS[0], LEVELS[3], LEVELS[4], LEVELS[5]

TRIALS = frozenset({"randomised-trial", "systematic-review"})
ISSUED = frozenset({"guideline", "product-label"})


class Reason(StrEnum):
    """Why a statement is not printed."""

    NO_SOURCE = "no-source"
    NO_WHOLE = "no-whole"
    NO_TREATMENT = "no-treatment"
    TREATMENT_HIDDEN = "treatment-hidden"
    OTHER_TREATMENT = "other-treatment"
    NO_SAFETY = "no-safety"
    UNTENDED = "untended"


#: What editors read about each.
REASONS = {
    Reason.NO_SOURCE: _("It has no source that can be relied on."),
    Reason.NO_WHOLE: _("It does not say of how many."),
    Reason.NO_TREATMENT: _("Neither it nor the page says which treatment it is about."),
    Reason.TREATMENT_HIDDEN: _("Its treatment is not published."),
    Reason.OTHER_TREATMENT: _("It was studied for another treatment than that of the page."),
    Reason.NO_SAFETY: _("The page has no safety information about its treatment."),
    Reason.UNTENDED: _("Nobody has read the page for too long."),
}


def get_allowed_level(sources: Iterable[SourceFacts]) -> str:
    """The highest level of evidence that ``sources`` allow; empty where none of them holds."""
    holding = [source for source in sources if source.holds]
    supporting = [source for source in holding if source.supports]
    if not supporting:
        return AGAINST if holding else ""
    trials = sum(source.kind in TRIALS for source in supporting)
    if 0 < sum(source.kind in TRIALS and not source.supports for source in holding) >= trials:
        return LIMITED
    if any(source.kind in TRIALS and source.has_identifier for source in supporting):
        return STRONG
    if any(source.kind in ISSUED and source.has_address for source in supporting):
        return MODERATE
    return LIMITED


def get_printed_level(chosen: str, sources: Iterable[SourceFacts]) -> str:
    """The level that is printed: the lower of the chosen one and what ``sources`` allow."""
    allowed = get_allowed_level(sources)
    if not allowed or allowed == AGAINST:
        return allowed
    # A level that nobody knows, from an import for example, is none.
    return min(chosen, allowed, key=LEVELS.index) if chosen in LEVELS else ""


def is_overstated(statement: Statement) -> bool:
    """Whether a statement calls its evidence stronger than its sources allow."""
    chosen, allowed = statement.evidence_level, get_allowed_level(statement.sources)
    if chosen not in LEVELS or not allowed:
        return False
    # Who says that there is no good evidence has not said too much where all of it speaks against.
    return LEVELS.index(chosen) > max(LEVELS.index(allowed), 1)


def is_of_another(statement: Statement, ground: Ground) -> bool:
    """Whether a statement is about another treatment than the page."""
    of, page = statement.treatment, ground.treatment
    return of is not None and page is not None and of.key != page.key


def get_reasons(statement: Statement, ground: Ground | None) -> list[Reason]:
    """All reasons for which a statement is left out; none where it may stand.

    Without ``ground`` the statement is judged by itself, as in the library.
    """
    reasons: list[Reason] = []
    if not any(source.holds for source in statement.sources):
        reasons.append(Reason.NO_SOURCE)
    if not statement.is_whole:
        reasons.append(Reason.NO_WHOLE)
    if ground is not None:
        is_of_hidden = statement.treatment is None and ground.hides_treatment
        if statement.has_hidden_treatment or is_of_hidden:
            reasons.append(Reason.TREATMENT_HIDDEN)
        else:
            reasons += _on_page(statement, ground)
    return reasons


def _on_page(statement: Statement, ground: Ground) -> list[Reason]:
    is_number = statement.kind is StatementKind.STATISTIC
    about = statement.treatment or ground.treatment
    reasons = []
    if is_number and ground.is_untended:
        reasons.append(Reason.UNTENDED)
    if about is None:
        # A number may be about no treatment of ours; risks stand beside it all the same.
        if not is_number:
            reasons.append(Reason.NO_TREATMENT)
        elif not ground.covered:
            reasons.append(Reason.NO_SAFETY)
        return reasons
    if is_of_another(statement, ground) and COMPOUNDED in {
        about.regulatory_status,
        ground.treatment.regulatory_status if ground.treatment else "",
    }:
        reasons.append(Reason.OTHER_TREATMENT)
    if about.key not in ground.covered:
        reasons.append(Reason.NO_SAFETY)
    return reasons
