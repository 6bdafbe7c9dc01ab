"""The system check of a setting whose values only this app knows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.core import checks

from ketamine_pages.conf import configured
from ketamine_pages.page_types.models import LABEL

if TYPE_CHECKING:
    from django.apps import AppConfig


def check_page_types(
    app_configs: Sequence[AppConfig] | None = None, **kwargs: Any
) -> list[checks.CheckMessage]:
    """E008: ``PAGE_TYPES`` is ``None`` or a list of page types that the package has."""
    chosen = configured()
    # E001 reports what is no dictionary.
    names = chosen.get("PAGE_TYPES") if isinstance(chosen, dict) else None
    known = [model.__name__ for model in apps.get_app_config(LABEL).get_models()]
    if names is None or (
        isinstance(names, list | tuple | set) and all(name in known for name in names)
    ):
        return []
    return [
        checks.Error(
            "KETAMINE_PAGES['PAGE_TYPES'] must be None or a list of page types of the package, "
            f"not {names!r}.",
            hint=f"Page types of the package: {', '.join(sorted(known))}.",
            id="ketamine_pages.E008",
        )
    ]


def register_checks() -> None:
    """Register the check of this module."""
    checks.register(check_page_types)
