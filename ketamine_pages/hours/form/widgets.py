"""The inputs of opening hours: they work without JavaScript, which adds rows and a preview."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.admin.staticfiles import versioned_static

from ketamine_pages.hours.core import coming_us_federal_holidays
from ketamine_pages.hours.form.preview import describe
from ketamine_pages.hours.form.reading import MAX_REASON, read
from ketamine_pages.hours.form.storage import OpeningHours
from ketamine_pages.hours.form.typed import (
    TypedException,
    TypedHours,
    TypedPeriod,
    from_data,
    from_hours,
)
from ketamine_pages.hours.form.wording import get_wording

PREVIEW_URL_NAME = "ketamine_pages_hours_preview"
# Without JavaScript, what is there is all there is: room for a lunch break and some holidays.
SPARE_PERIODS = 2
SPARE_EXCEPTIONS = 3
# Placeholders in the templates that the script copies.
NEW_ROW, NEW_LABEL = "__row__", "__label__"


class OpeningHoursWidget(forms.Widget):
    """A week at a glance, exceptions below, and beside it what visitors will read.

    Its value is an ``OpeningHours``, or the ``TypedHours`` of a form that was sent with mistakes.
    """

    template_name = "ketamine_pages/admin/hours/opening_hours.html"

    @property
    def media(self) -> forms.Media:
        return forms.Media(
            css={"all": [versioned_static("ketamine_pages/admin/opening-hours.css")]},
            js=[versioned_static("ketamine_pages/admin/opening-hours.js")],
        )

    def value_from_datadict(
        self, data: Mapping[str, Any], files: Mapping[str, Any], name: str
    ) -> TypedHours:
        return from_data(data, name)

    def value_omitted_from_data(
        self, data: Mapping[str, Any], files: Mapping[str, Any], name: str
    ) -> bool:
        return not any(key.startswith(f"{name}-d") for key in data)

    def id_for_label(self, id_: str) -> str:
        return f"{id_}-d0-s0-opens" if id_ else ""

    def get_context(
        self, name: str, value: TypedHours | OpeningHours | None, attrs: dict[str, Any] | None
    ) -> dict[str, Any]:
        context = super().get_context(name, None, attrs)
        typed = value if isinstance(value, TypedHours) else from_hours(value or OpeningHours())
        reading = read(typed)
        rows = Rows(name, context["widget"]["attrs"].get("id") or name, reading.wrong_keys)
        today = timezone.localdate()
        context["widget"] |= {
            "days": rows.days(typed),
            "coming": [row for row in rows.exceptions(typed, today) if not row["past"]],
            "past": [row for row in rows.exceptions(typed, today) if row["past"]],
            "new_period": rows.period(NEW_ROW, TypedPeriod(), NEW_LABEL),
            "new_exception": rows.exception(NEW_ROW, TypedException(), today),
            "holidays": holidays(today),
            "preview": describe(reading),
            "preview_url": reverse(PREVIEW_URL_NAME),
        }
        return context


class Rows:
    """The rows of the form ``name`` for the template; those with ``wrong_keys`` are marked."""

    def __init__(self, name: str, id_: str, wrong_keys: Iterable[str]) -> None:
        self.name = name
        self.id = id_
        self.wrong_keys = set(wrong_keys)

    def days(self, typed: TypedHours) -> list[dict[str, Any]]:
        return [
            {"key": f"d{day}", "label": label, "periods": self.periods(f"d{day}", rows, label)}
            for day, (label, rows) in enumerate(
                zip(get_wording().weekdays, typed.days, strict=True)
            )
        ]

    def exceptions(self, typed: TypedHours, today: date) -> list[dict[str, Any]]:
        rows = [*typed.exceptions, *[TypedException()] * SPARE_EXCEPTIONS]
        return [self.exception(f"x{number}", row, today) for number, row in enumerate(rows)]

    def exception(self, key: str, row: TypedException, today: date) -> dict[str, Any]:
        return {
            "key": key,
            "prefix": f"{self.name}-{key}",
            "row": row,
            "limit": MAX_REASON,
            "starts_type": _date_type(row.starts),
            "ends_type": _date_type(row.ends),
            "past": _is_past(row, today) and key not in self.wrong_keys,
            "wrong": key in self.wrong_keys,
            "periods": self.periods(key, row.periods, row.reason or _("Exception")),
        }

    def periods(
        self, row_key: str, rows: Iterable[TypedPeriod], label: str
    ) -> list[dict[str, Any]]:
        rows = list(rows)
        rows += [TypedPeriod()] * (SPARE_PERIODS - len(rows))
        return [self.period(f"{row_key}-s{number}", row, label) for number, row in enumerate(rows)]

    def period(self, key: str, row: TypedPeriod, label: str) -> dict[str, Any]:
        return {
            "key": key,
            "prefix": f"{self.name}-{key}",
            "id": f"{self.id}-{key}",
            "label": label,
            "row": row,
            "wrong": key in self.wrong_keys,
        }


def holidays(today: date) -> list[dict[str, str]]:
    """The coming US federal holidays and the days on which they are observed, by date."""
    wording, found = get_wording(), []
    for holiday in coming_us_federal_holidays(today):
        name = _(holiday.name)
        found.append((holiday.date, name))
        if holiday.observed != holiday.date:
            observed = _("%(holiday)s (observed)") % {"holiday": name}
            found.append((holiday.observed, observed))
    return [
        {
            "date": day.isoformat(),
            "name": name,
            "shown": f"{wording.weekdays[day.weekday()]}, {date_format(day, 'DATE_FORMAT')}",
        }
        for day, name in sorted(found)
        if day >= today
    ]


def _date_type(text: str) -> str:
    """The type of the input for ``text``: a date input would drop what is no date."""
    try:
        return "date" if not text or date.fromisoformat(text) else "text"
    except ValueError:
        return "text"


def _is_past(row: TypedException, today: date) -> bool:
    try:
        return date.fromisoformat(row.ends or row.starts) < today
    except ValueError:
        return False
