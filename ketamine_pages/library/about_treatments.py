"""What the library knows about treatments: their safety notices and indications, in bulk.

Only queries; which of the entries a page prints, and in which language, is for ``Shelf``.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django.db.models import F

if TYPE_CHECKING:
    from ketamine_pages.library.condition import Indication
    from ketamine_pages.library.safety_notice import SafetyNotice
    from ketamine_pages.library.treatment import Treatment


def find_notices(treatments: Sequence[Treatment], locale_id: int) -> dict[Any, list[SafetyNotice]]:
    """Published notices of saved ``treatments`` of one locale, by the treatment's key.

    For pages in ``locale_id``. The keys are translation keys. One query.
    """
    model = treatments[0].safety_notices.model
    keys = [treatment.translation_key for treatment in treatments]
    found: dict[Any, dict[int, SafetyNotice]] = {key: {} for key in keys}
    unique: dict[int, SafetyNotice] = {}
    rows = (
        model.published_for(treatments[0].locale_id, locale_id)
        .filter(treatments__translation_key__in=keys)
        .annotate(treatment_key=F("treatments__translation_key"))
    )
    for row in rows:
        found[row.treatment_key][row.pk] = unique.setdefault(row.pk, row)
    return {key: list(notices.values()) for key, notices in found.items()}


def find_indications(
    treatments: Sequence[Treatment], condition_keys: Iterable[Hashable], locale_id: int
) -> dict[Any, list[Indication]]:
    """Published indications of saved ``treatments`` of one locale, by the treatment's key.

    For conditions with ``condition_keys`` and pages in ``locale_id``; all keys are translation
    keys. In the editor's order, with their conditions; one query.
    """
    # A translated indication may still name the treatment and condition of the original, so
    # translations are recognised by their keys.
    model = treatments[0].indications.model
    found: dict[Any, list[Indication]] = {each.translation_key: [] for each in treatments}
    rows = (
        model.published_for(treatments[0].locale_id, locale_id)
        .filter(
            treatment__translation_key__in=list(found),
            condition__translation_key__in=list(condition_keys),
        )
        .annotate(treatment_key=F("treatment__translation_key"))
        .select_related("condition")
        .order_by("sort_order", "pk")
    )
    for row in rows:
        found[row.treatment_key].append(row)
    return found
