"""Opening hours of a page: the value, the model field and the form that editors fill in.

What hours mean is decided in :mod:`ketamine_pages.hours`.
"""

from .api import OpeningHoursSerializer
from .field import OpeningHoursField
from .reading import validate_hours
from .storage import OpeningHours, UnreadableHoursError
from .wording import get_wording

__all__ = [
    "OpeningHours",
    "OpeningHoursField",
    "OpeningHoursSerializer",
    "UnreadableHoursError",
    "get_wording",
    "validate_hours",
]
