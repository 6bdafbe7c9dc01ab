"""What a page has to stand on when it speaks of effects: its treatment, and the risks it tells.

Worked out before any statement is printed, as the risks may stand further down.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Model

from ketamine_pages.rules.page_facts import BOXED_WARNING, Ground
from ketamine_pages.shown.declared import declarations
from ketamine_pages.shown.kinds import AboutTreatment, Tended

if TYPE_CHECKING:
    from ketamine_pages.shown.visitors import Visitors


@dataclass(frozen=True)
class Footing:
    """The ground of a page, and the notices that approved products bring to it by themselves.

    ``boxed`` are these notices, each with its treatment.
    """

    ground: Ground
    boxed: tuple[tuple[Any, Any], ...]


def find_footing(visitors: Visitors) -> Footing:
    """What the page of ``visitors`` has to stand on."""
    page = visitors.page
    treatment = visitors.treatment(None)
    # What a site calls a page in a context of its own, such as one of search results, tells none.
    declared = [
        (each, get)
        for brings, get, is_printed in (declarations(page) if isinstance(page, Model) else ())
        if is_printed
        for each in brings
    ]
    covered: set[Hashable] = set()
    warned: set[Hashable] = set()
    told: set[Hashable] = set()
    for each, get in declared:
        for notice, of in each.warn(get, visitors):
            keys = notice.as_notice_facts(*([of] if of else [])).covers
            covered |= keys
            warned |= keys if notice.kind == BOXED_WARNING else set()
            told.add(notice.pk)
    boxed: list[tuple[Any, Any]] = []
    if any(each.warns_of_products for each, _get in declared):
        spoken_of = {
            of.translation_key: of for each, get in declared for of in each.speak_of(get, visitors)
        }
        for key, of in spoken_of.items():
            # Whatever else is told of its risks, these are; and those of two products once.
            for notice in boxed_warnings(of, visitors):
                covered.add(key)
                warned.add(key)
                if notice.pk not in told:
                    told.add(notice.pk)
                    boxed.append((notice, of))
    ground = Ground(
        treatment.as_treatment_facts() if treatment else None,
        hides_treatment=isinstance(page, AboutTreatment)
        and bool(page.treatment_id)
        and treatment is None,
        covered=frozenset(covered),
        warned=frozenset(warned),
        # Asked where there are numbers to withhold.
        is_untended=any(each.states_numbers for each, _get in declared)
        and isinstance(page, Tended)
        and page.is_untended,
    )
    return Footing(ground, tuple(boxed))


def boxed_warnings(treatment: Any, visitors: Visitors) -> list[Any]:
    """The boxed warnings of an approved product that are complete; none for other treatments."""
    if not treatment.as_treatment_facts().is_approved:
        return []
    return [
        notice
        for notice in visitors.notices(treatment)
        if notice.kind == BOXED_WARNING and notice.as_notice_facts(treatment).covers
    ]
