"""What the library knows about treatments: their safety notices and indications, in bulk.

Only queries; which of the entries a page prints, and in which language, is for ``Shelf``.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from ketamine_pages.library.choices import LABELS, IndicationStatus

if TYPE_CHECKING:
    from ketamine_pages.library.condition import Indication
    from ketamine_pages.library.safety_notice import SafetyNotice
    from ketamine_pages.library.treatment import Treatment
    from ketamine_pages.rules.disclosures import Approval


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


def find_approvals(treatments: Sequence[Treatment]) -> dict[Any, list[Approval]]:
    """What products are approved for, by their translation keys, as their indications say.

    Of each condition the indication in the language of the product, if there is one. One query.
    """
    model = treatments[0].indications.model
    locales = {treatment.translation_key: treatment.locale_id for treatment in treatments}
    is_over = Q(source__withdrawn_on__lte=timezone.localdate())
    links: Any = model.source_links.rel.related_model
    holding = links._default_manager.order_by().filter(~is_over, source__live=True)
    rows = (
        model.published_for(*set(locales.values()))
        .filter(treatment__translation_key__in=list(locales), status=IndicationStatus.APPROVED)
        # Without a label or a regulator among its sources, nothing is said about an approval.
        .filter(Exists(holding.filter(item=OuterRef("pk"), source__kind__in=LABELS)))
        .annotate(
            treatment_key=F("treatment__translation_key"),
            condition_key=F("condition__translation_key"),
        )
        .order_by("sort_order", "pk")
    )
    found: dict[Any, dict[Any, Indication]] = {key: {} for key in locales}
    for row in rows:
        known, of = found[row.treatment_key], row.condition_key
        is_own = row.locale_id == locales[row.treatment_key]
        if row.is_public and (is_own or of not in known):
            known[of] = row
    return {key: [row.approval for row in known.values()] for key, known in found.items()}
