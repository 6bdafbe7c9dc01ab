"""System checks about what is due, and the values of its settings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core import checks
from django.db import connections, router

from ketamine_pages.due.lateness import find_lateness
from ketamine_pages.due.records import DueJob
from ketamine_pages.usable import Usable, is_between

USABLE: dict[str, Usable] = {
    "DUE_LATE_AFTER_HOURS": (is_between(1, 8760), "a whole number from 1 to 8760"),
}


def check_due(databases: Sequence[str] | None = None, **kwargs: Any) -> list[checks.CheckMessage]:
    """W009: what is due is done.

    Asks the database, so it runs with ``migrate`` and ``check --database``.
    """
    alias = router.db_for_read(DueJob)
    if alias not in (databases or ()):
        return []
    # Before the first migration there is nothing that could be due.
    if DueJob._meta.db_table not in connections[alias].introspection.table_names():
        return []
    late = find_lateness()
    if late is None:
        return []
    when = f"was last done on {late.last_done:%Y-%m-%d %H:%M %Z}" if late.last_done else "never ran"
    failing = f" Jobs that fail: {', '.join(late.failing)}." if late.failing else ""
    return [
        checks.Warning(
            f"The command ketamine_pages_due {when}.{failing}",
            hint="Have “manage.py ketamine_pages_due” run every few minutes, and read its output.",
            id="ketamine_pages.W009",
        )
    ]
