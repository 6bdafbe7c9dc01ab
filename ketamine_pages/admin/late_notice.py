"""What staff are told where they read what ``ketamine_pages_due`` should have brought there."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext

from ketamine_pages.due.lateness import Lateness, find_lateness


def get_late_notices() -> list[str]:
    """One notice where what is due is not done, or none; nothing that not everybody may read."""
    late = find_lateness()
    return [] if late is None else [" ".join(_sentences(late))]


def _sentences(late: Lateness) -> list[str]:
    if late.last_done is None:
        first = gettext("What is due on this site was never done.")
    else:
        when = date_format(timezone.localtime(late.last_done), "DATETIME_FORMAT")
        first = gettext("What is due on this site was last done on %(when)s.") % {"when": when}
    effect = gettext(
        "Reports may be out of date, reminders are missing, what is scheduled may not be published "
        "and what should be deleted may still be there."
    )
    if late.failing:
        names = ", ".join(late.failing)
        told = gettext(
            "Tell the people who run this site that the command “ketamine_pages_due” fails: "
            "%(jobs)s."
        ) % {"jobs": names}
    else:
        told = gettext(
            "Tell the people who run this site that the command “ketamine_pages_due” does not run."
        )
    return [first, effect, told]


class LateNoticeMixin:
    """A report that says above its list when it may be out of date."""

    template_name = "ketamine_pages/admin/due/report.html"
    results_only: bool

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        notices = [] if self.results_only else get_late_notices()
        context: dict[str, Any] = super().get_context_data(  # type: ignore[misc]
            *args, notices=notices, **kwargs
        )
        return context
