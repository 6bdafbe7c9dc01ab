"""What a change would do to published pages, told before it is made; public.

``get_impact(Publication([draft]))`` and ``get_impact(Removal([item]))`` change nothing and tell
nobody.
"""

from ketamine_pages.impact.measuring import get_impact
from ketamine_pages.impact.plans import Plan, Publication, Removal
from ketamine_pages.impact.result import AffectedPage, BareTreatment, Impact

__all__ = [
    "AffectedPage",
    "BareTreatment",
    "Impact",
    "Plan",
    "Publication",
    "Removal",
    "get_impact",
]
