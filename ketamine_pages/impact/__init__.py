"""What a change would do to published pages, told before it is made; public.

``get_impact(Publication([draft]))`` and ``get_impact(Removal([item]))`` change nothing and tell
nobody. ``take_back`` does something: a treatment falls silent.
"""

from ketamine_pages.impact.measuring import get_impact
from ketamine_pages.impact.plans import Plan, Publication, Removal
from ketamine_pages.impact.recall import Recall, plan_recall, take_back
from ketamine_pages.impact.result import AffectedPage, BareTreatment, Impact

__all__ = [
    "AffectedPage",
    "BareTreatment",
    "Impact",
    "Plan",
    "Publication",
    "Recall",
    "Removal",
    "get_impact",
    "plan_recall",
    "take_back",
]
