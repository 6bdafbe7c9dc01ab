"""What visitors will read of the hours in the form, for the editor who is typing them."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.text import capfirst

from ketamine_pages.hours.core import describe_week, summary, upcoming_exceptions
from ketamine_pages.hours.form.reading import ReadHours
from ketamine_pages.hours.form.storage import ANY_ZONE
from ketamine_pages.hours.form.wording import describe_closure, end_sentence, get_wording


def describe(reading: ReadHours) -> dict[str, Any]:
    """The week as one sentence, empty where there are no weekly hours, and coming exceptions."""
    wording, schedule = get_wording(), reading.hours.schedule(ANY_ZONE)
    week = describe_week(summary(schedule), wording) if schedule.periods else ""
    coming = upcoming_exceptions(schedule, timezone.localdate(), within_days=366)
    return {
        "sentence": week and end_sentence(capfirst(week)),
        "exceptions": [capfirst(describe_closure(item, wording)) for item in coming],
        "problems": [
            {"message": mistake.message, "keys": mistake.keys} for mistake in reading.mistakes
        ],
    }
