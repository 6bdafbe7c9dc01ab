"""Where the warnings of approved products are printed, for the walk from changes to pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Model

from ketamine_pages.library.choices import RegulatoryStatus
from ketamine_pages.library.safety_notice import SafetyNotice
from ketamine_pages.library.treatment import Treatment
from ketamine_pages.shown.kinds import Stating, library_models
from ketamine_pages.shown.registry import Aspect, register_others
from ketamine_pages.shown.relations import treatments_of
from ketamine_pages.shown.ways import Keys


def register_ways() -> None:
    """Boxed warnings, which come by themselves to what is said about an approved product."""
    register_others(SafetyNotice, statements_about_products, [Aspect.WORDS])


def statements_about_products(
    model: type[Model], pks: Iterable[Any]
) -> Iterator[tuple[Aspect, Keys]]:
    """Statements about the approved products of these notices: pages warn where they print them.

    Whatever the kind of a notice is now, as it may have been a boxed warning until now.
    """
    treatments = treatments_of(SafetyNotice, pks)[Treatment]
    products = Treatment._base_manager.filter(
        pk__in=treatments, regulatory_status=RegulatoryStatus.APPROVED
    )
    keys = set(products.values_list("pk", flat=True))
    for statement in library_models() if keys else ():
        if issubclass(statement, Stating):
            rows = statement._base_manager.filter(treatment__in=keys).order_by()
            yield Aspect.COMPANY, {statement: set(rows.values_list("pk", flat=True))}
