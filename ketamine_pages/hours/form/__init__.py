"""Opening hours of a page: the value, the model field and the form that editors fill in.

What hours mean is decided in :mod:`ketamine_pages.hours.core`.
"""

from ketamine_pages.hours.form.api import OpeningHoursSerializer
from ketamine_pages.hours.form.field import OpeningHoursField
from ketamine_pages.hours.form.reading import validate_hours
from ketamine_pages.hours.form.storage import OpeningHours, UnreadableHoursError
from ketamine_pages.hours.form.wording import get_wording

__all__ = [
    "OpeningHours",
    "OpeningHoursField",
    "OpeningHoursSerializer",
    "UnreadableHoursError",
    "get_wording",
    "validate_hours",
]
