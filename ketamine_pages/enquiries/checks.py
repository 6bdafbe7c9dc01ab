"""System checks about the form of enquiries; registered with all others."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core import checks

from ..conf import conf
from ..models import EnquiryPageMixin
from ..models.pages import page_types_with
from ..plugins import plugin_entries
from .guards import guard_class

CSRF_FAILURE_VIEW = "ketamine_pages.enquiries.views.csrf_failure"
DJANGOS_OWN = "django.views.csrf.csrf_failure"


def check_csrf_view(app_configs: Any = None, **kwargs: Any) -> list[checks.CheckMessage]:
    """W007: a visitor whose browser sends no cookie loses what was typed.

    Only where Django's own page is shown: a site with a page of its own has thought of it.
    """
    if settings.CSRF_FAILURE_VIEW != DJANGOS_OWN or not page_types_with(EnquiryPageMixin):
        return []
    return [
        checks.Warning(
            "Visitors whose browser sends no cookie lose what they typed into an enquiry.",
            hint=f"Set CSRF_FAILURE_VIEW = {CSRF_FAILURE_VIEW!r}.",
            id="ketamine_pages.W007",
        )
    ]


def check_guards(app_configs: Any = None, **kwargs: Any) -> list[checks.CheckMessage]:
    """W008: a guard lacks what it is made of, so it suspects nobody."""
    try:
        paths = [path for path, _options in plugin_entries(conf.enquiry_guards, "A guard")]
        guards = [guard_class(path) for path in paths]
    except (AttributeError, ImportError, ValueError):
        # E001 and E003 report these.
        return []
    return [
        checks.Warning(
            f"{guard.__name__} does nothing until {missing!r} is installed.",
            hint=f'Run "pip install {missing}" and add its app, or change ENQUIRY_GUARDS.',
            id="ketamine_pages.W008",
        )
        for guard in guards
        if (missing := guard.missing())
    ]
