"""System checks about enquiries, and the values of their settings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core import checks
from django.db import connections, router

from ketamine_pages.answers.codec import AnswersUnreadable, codec_class, codec_entry, get_codec
from ketamine_pages.conf import conf
from ketamine_pages.enquiries.guards import guard_class
from ketamine_pages.enquiries.page import EnquiryPageMixin
from ketamine_pages.enquiries.privacy.retention import overdue
from ketamine_pages.enquiries.privacy.rotation import count_unreadable
from ketamine_pages.enquiries.records import Enquiry
from ketamine_pages.pages.editorial import page_types_with
from ketamine_pages.plugins import plugin_entries
from ketamine_pages.usable import Usable, is_between

if TYPE_CHECKING:
    from django.apps import AppConfig

CSRF_FAILURE_VIEW = "ketamine_pages.enquiries.views.csrf_failure"
DJANGOS_OWN = "django.views.csrf.csrf_failure"

# The newest enquiries stand for all: a wrong key fits none of them.
LOOKED_AT = 20


def _is_codec(value: object) -> bool:
    try:
        path, options = codec_entry(value)
        return bool(codec_class(path)(**options))
    except (ImportError, TypeError, ValueError):
        return False


def _are_guards(value: object) -> bool:
    try:
        return all(
            guard_class(path)(**options) is not None
            for path, options in plugin_entries(value, "A guard")
        )
    except (ImportError, TypeError, ValueError):
        return False


USABLE: dict[str, Usable] = {
    "ENQUIRY_CODEC": (
        _is_codec,
        "the dotted path of an AnswersCodec, or a dict of BACKEND and OPTIONS; Fernet needs "
        "the extra [encryption]",
    ),
    "ENQUIRY_GUARDS": (
        _are_guards,
        "a list of dotted paths of guards, or of dicts of BACKEND and OPTIONS",
    ),
    "ENQUIRY_PROXIES": (is_between(0, 10), "a whole number between 0 and 10"),
    "ENQUIRY_STORED_PER_ADDRESS": (is_between(1, 10_000), "a whole number from 1 to 10000"),
    "ENQUIRY_SUSPECTS_PER_HOUR": (is_between(1, 100_000), "a whole number from 1 to 100000"),
}


def check_csrf_view(
    app_configs: Sequence[AppConfig] | None = None, **kwargs: Any
) -> list[checks.CheckMessage]:
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


def check_guards(
    app_configs: Sequence[AppConfig] | None = None, **kwargs: Any
) -> list[checks.CheckMessage]:
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


def check_enquiry_keys(
    app_configs: Sequence[AppConfig] | None = None, **kwargs: Any
) -> list[checks.CheckMessage]:
    """E007: the keys for enquiries can be used."""
    try:
        problems = get_codec().problems()
    except (AnswersUnreadable, AttributeError):
        # E001 and E003 report these.
        return []
    return [
        checks.Error(
            problem,
            hint="See the section “Encryption” of docs/how-to/enquiries-handling.md.",
            id="ketamine_pages.E007",
        )
        for problem in problems
    ]


def check_enquiries(
    databases: Sequence[str] | None = None, **kwargs: Any
) -> list[checks.CheckMessage]:
    """W005 and W006: enquiries can be read, and are deleted when they should be.

    Asks the database, so it runs with ``migrate`` and ``check --database``.
    """
    messages: list[checks.CheckMessage] = []
    alias = router.db_for_read(Enquiry)
    if alias not in (databases or ()):
        return messages
    if Enquiry._meta.db_table not in connections[alias].introspection.table_names():
        return messages
    if unreadable := count_unreadable(LOOKED_AT):
        messages.append(
            checks.Warning(
                f"Of the newest enquiries, {unreadable} cannot be read with the keys of this site.",
                hint="Put the key that is missing back into the setting ENQUIRY_CODEC.",
                id="ketamine_pages.W005",
            )
        )
    if number := overdue().count():
        messages.append(
            checks.Warning(
                f"Enquiries that should have been deleted long ago: {number}.",
                hint="Have “manage.py ketamine_pages_due” run every few minutes.",
                id="ketamine_pages.W006",
            )
        )
    return messages
