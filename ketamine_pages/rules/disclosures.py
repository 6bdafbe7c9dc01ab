"""The sentences about regulatory status that a page prints.

They are derived from the library and never typed, so that they cannot be forgotten, softened or
left behind when a status changes. An approval is told only where everything is known that makes it
true: product, use, population and label; where the library contradicts itself, the sentence is the
one that promises less. Arguments are the stored values of ``RegulatoryStatus`` and
``IndicationStatus``.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext

APPROVED = "approved"
OFF_LABEL = "off-label"
COMPOUNDED = "compounded"
NOT_APPROVED = "not-approved"


@dataclass(frozen=True)
class Approval:
    """What a product is approved for: use ("treatment-resistant depression"), in whom ("adults").

    ``together_with`` says what it is given with: "together with an oral antidepressant".
    """

    use: str
    population: str
    together_with: str = ""

    @property
    def is_complete(self) -> bool:
        """Whether it says for what and for whom."""
        return bool(self.use.strip() and self.population.strip())

    def __str__(self) -> str:
        values = {
            "use": _plain(self.use),
            "population": _plain(self.population),
            "other": _plain(self.together_with),
        }
        if values["other"]:
            return gettext("%(use)s in %(population)s, %(other)s") % values
        return gettext("%(use)s in %(population)s") % values


def treatment_disclosure(
    name: str,
    status: str,
    medicine_use: str = "",
    *,
    approvals: Iterable[Approval] = (),
    has_label: bool = False,
    has_address: bool = False,
) -> str:
    """What the regulator says about a treatment as such; empty where that is not known in full.

    ``medicine_use`` is what the medicine is approved for where the treatment is off-label: what is
    approved is the medicine and not the treatment, and the sentence says so, if ``has_address``
    says that its label can be looked up. ``approvals`` are those recorded for a product, and
    ``has_label`` says that its label has address and date.
    """
    values = {"name": name, "use": _plain(medicine_use)}
    if status == APPROVED:
        uses = [str(approval) for approval in approvals if approval.is_complete]
        if not uses or not has_label:
            return ""
        sentence = gettext("%(name)s is approved by the FDA to treat %(use)s.")
        return _start(sentence % {**values, "use": "; ".join(uses)})
    if status == OFF_LABEL:
        if values["use"] and has_address:
            return _start(
                gettext(
                    "The medicine used in %(name)s is approved by the FDA for %(use)s, and for "
                    "no other use. A clinician may prescribe it off-label."
                )
                % values
            )
        return _start(
            gettext(
                "%(name)s is not approved by the FDA for the uses described here. A clinician "
                "may prescribe it off-label."
            )
            % values
        )
    if status == COMPOUNDED:
        return _start(
            gettext(
                "%(name)s is made by a compounding pharmacy. The FDA has not approved it or "
                "checked its safety, quality or effect."
            )
            % values
        )
    return ""


def indication_disclosure(
    name: str,
    condition: str,
    status: str,
    product_status: str,
    *,
    approval: Approval | None = None,
    has_label: bool = False,
) -> str:
    """What the regulator says about one treatment for one condition.

    Where treatment and indication disagree, it is not approved. Empty where both say approved and
    something is missing that the sentence needs, and where the product has no regulatory status:
    a page must not call approved what nobody has looked up, nor not approved what may be.
    """
    values = {"name": name, "condition": condition}
    if product_status == COMPOUNDED:
        return _start(
            gettext(
                "%(name)s is a compounded medicine. The FDA has not approved it for any use, "
                "%(condition)s included."
            )
            % values
        )
    if status == APPROVED and product_status in {APPROVED, ""}:
        if not product_status or not has_label or approval is None or not approval.is_complete:
            return ""
        sentence = gettext("%(name)s is approved by the FDA to treat %(use)s.")
        return _start(sentence % {"name": name, "use": approval})
    if status == NOT_APPROVED:
        sentence = gettext("%(name)s is not approved by the FDA to treat %(condition)s.")
        return _start(sentence % values)
    return _start(
        gettext(
            "%(name)s is not approved by the FDA to treat %(condition)s; your clinician may "
            "prescribe it off-label."
        )
        % values
    )


def _plain(text: str) -> str:
    return text.strip().rstrip(".")


def _start(sentence: str) -> str:
    # Names are those inside sentences: "ketamine infusion".
    return str(capfirst(sentence))
