"""The sentences about regulatory status that a page prints.

They are derived from the library and never typed, so that they cannot be forgotten, softened or
left behind when a status changes. Arguments are the stored values of
``RegulatoryStatus`` and ``IndicationStatus``.
"""

from django.utils.translation import gettext

APPROVED = "approved"
OFF_LABEL = "off-label"
COMPOUNDED = "compounded"


def treatment_disclosure(name: str, status: str, approved_for: str = "") -> str:
    """What the regulator says about a treatment as such; empty where that is not recorded.

    ``approved_for`` completes "approved for …" and is printed as it is. Off-label, what is
    approved is the medicine and not the treatment, and the sentence says so.
    """
    values = {"name": name, "use": approved_for.strip().rstrip(".")}
    if status == APPROVED:
        # Never "for the use described here": nobody has said what the page describes.
        if not values["use"]:
            return ""
        return gettext("%(name)s is approved by the FDA for %(use)s.") % values
    if status == OFF_LABEL:
        if values["use"]:
            return (
                gettext(
                    "The medicine used in %(name)s is approved by the FDA for %(use)s, and for "
                    "no other use. A clinician may prescribe it off-label."
                )
                % values
            )
        return (
            gettext(
                "%(name)s is not approved by the FDA for the uses described here. A clinician "
                "may prescribe it off-label."
            )
            % values
        )
    if status == COMPOUNDED:
        return (
            gettext(
                "%(name)s is made by a compounding pharmacy. The FDA has not approved it or "
                "checked its safety, quality or effect."
            )
            % values
        )
    return ""


def indication_disclosure(name: str, condition: str, status: str, product_status: str) -> str:
    """What the regulator says about one treatment for one condition.

    Empty where an approval is recorded for a product without a regulatory status: the two do not
    go together, and a page must not call approved what nobody has looked up.
    """
    values = {"name": name, "condition": condition}
    if product_status == COMPOUNDED:
        return (
            gettext(
                "%(name)s is a compounded medicine. The FDA has not approved it for any use, "
                "%(condition)s included."
            )
            % values
        )
    if status == APPROVED and not product_status:
        return ""
    if status == APPROVED:
        return gettext("%(name)s is approved by the FDA to treat %(condition)s.") % values
    return (
        gettext(
            "%(name)s is not approved by the FDA to treat %(condition)s; your clinician may "
            "prescribe it off-label."
        )
        % values
    )
