"""Opening hours in templates. docs/reference/templates.md describes every tag."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html, json_script
from django.utils.safestring import SafeString

from ketamine_pages.hours.core import Schedule, TemporaryStatus
from ketamine_pages.hours.display import (
    CARD_DAYS,
    PAGE_DAYS,
    HoursDisplay,
    display,
    running_until,
    zone_place,
)

register = template.Library()


@register.simple_tag
def hours_of(schedule: Schedule | None, detail: str = "page") -> HoursDisplay | None:
    """What to print of ``schedule`` today; ``None`` where no hours are known.

    ``detail`` is "card" where many stand on one page: their script sees fewer days ahead.
    """
    if schedule is None:
        return None
    days = CARD_DAYS if detail == "card" else PAGE_DAYS
    return display(schedule, timezone.now(), days=days)


@register.simple_tag
def hours_running_until(schedule: Schedule | None) -> str:
    """When hours that began yesterday evening end, such as "2 a.m."; empty at other times."""
    return running_until(schedule, timezone.now()) if schedule is not None else ""


@register.simple_tag
def notice_of(schedule: Schedule | None) -> dict[str, Any] | None:
    """The temporary notice that shows now or will: ``message``, ``starts``, ``ends``, ``active``.

    The instants are UTC in ISO 8601; ``closed`` says that the location is shut meanwhile.
    """
    notice: TemporaryStatus | None = schedule.temporary if schedule is not None else None
    now = timezone.now()
    if notice is None or notice.ends <= now:
        return None
    return {
        "message": notice.message,
        "starts": _iso(notice.starts),
        "ends": _iso(notice.ends),
        "active": notice.is_active(now),
        "closed": notice.closed,
    }


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@register.simple_tag
def hours_data(hours: HoursDisplay) -> SafeString:
    """Machine-readable hours for the script: inert data, and nothing that would run."""
    return json_script(hours.data)


@register.simple_tag
def open_now_script() -> SafeString:
    """The script that tells what is open now. Any number of them on a page run once."""
    address = static("ketamine_pages/js/open-now.js")
    return format_html('<script type="module" src="{}"></script>', address)


@register.filter
def zone_name(schedule: Schedule) -> str:
    """The place that the time zone of a schedule is named after, such as "New York"."""
    return zone_place(schedule.time_zone)
