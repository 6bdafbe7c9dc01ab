"""The values of the settings about search engines."""

from __future__ import annotations

from ketamine_pages.rules.findings import ReviewState
from ketamine_pages.schema_org import SPECIALTIES
from ketamine_pages.usable import TRUE_OR_FALSE, Usable, are_among

USABLE: dict[str, Usable] = {
    "FAQ_MARKUP": TRUE_OR_FALSE,
    "MEDICAL_SPECIALTIES": (
        are_among(*SPECIALTIES),
        'a list of members of schema.org’s MedicalSpecialty, such as "Psychiatric"',
    ),
    "NOINDEX_REVIEW_STATES": (
        are_among(ReviewState.NEVER, ReviewState.OVERDUE, ReviewState.CHANGED),
        'a list of "never", "overdue" and "changed"',
    ),
}
