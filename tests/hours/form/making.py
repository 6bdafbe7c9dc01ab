"""Opening hours, and the forms that say them."""

from datetime import date, time

from django import forms

from ketamine_pages.hours.core import DatedException, Hours, Period
from ketamine_pages.hours.form import OpeningHours
from ketamine_pages.hours.form.forms import OpeningHoursFormField

OFFICE = (time(9), time(17))
CHRISTMAS = DatedException(date(2026, 12, 25), reason="Christmas Day")
CHRISTMAS_EVE = DatedException(date(2026, 12, 24), None, (Hours(time(9), time(12)),), "Early close")
SPLIT = (Period(0, time(9), time(12)), Period(0, time(13), time(17), True))
HOURS = OpeningHours((*SPLIT, Period(6, time(), time())), (CHRISTMAS_EVE, CHRISTMAS))


class HoursForm(forms.Form):
    hours = OpeningHoursFormField(required=False)


def sent(**rows):
    """What a browser sends: ``sent(d0_s0="9-5", x0="2026-12-25//Christmas")``."""
    data = {}
    for row, text in rows.items():
        prefix = f"hours-{row.replace('_', '-')}"
        if "_s" not in row:
            names, values = ("from", "to", "reason"), text.split("/")
        elif "-" in text:
            names, values = ("opens", "closes"), text.split("-")
        else:
            names, values = (text,), ("on",)
        data |= {f"{prefix}-{name}": value for name, value in zip(names, values, strict=True)}
    return data


def clean(**rows):
    """The form of :func:`sent`, and its hours where it is right."""
    form = HoursForm(sent(**rows))
    form.is_valid()
    return form, form.cleaned_data.get("hours")


def messages(**rows):
    """The messages for the form of :func:`sent`."""
    return clean(**rows)[0].errors.get("hours", [])
