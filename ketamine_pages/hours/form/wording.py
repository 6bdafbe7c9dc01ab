"""Hours in the words of the active language, with its way to write times and dates."""

from __future__ import annotations

from datetime import date, time

from django.utils.formats import date_format, time_format
from django.utils.translation import gettext

from ketamine_pages.hours.core import DatedException, Wording, describe_day, describe_exception


def get_wording() -> Wording:
    """The translated wording for the functions of ``ketamine_pages.hours.core``."""
    return Wording.translated(gettext, format_time=_format_time, format_date=_format_date)


def end_sentence(text: str) -> str:
    """``text`` with exactly one full stop at its end: "p.m." has one already."""
    return f"{text.rstrip('.')}."


def describe_closure(exception: DatedException, wording: Wording) -> str:
    """An exception with its hours, like "Dec. 25, 2026 (Christmas Day) closed"."""
    return wording.days_and_hours % {
        "days": describe_exception(exception, wording),
        "hours": describe_day(exception.hours, wording),
    }


def _format_time(value: time) -> str:
    return time_format(value, "TIME_FORMAT")


def _format_date(value: date) -> str:
    return date_format(value, "DATE_FORMAT")
