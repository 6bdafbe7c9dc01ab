"""Registers all system checks, and says which settings there are and what they may be.

Each room has its own checks in its ``checks`` module. Ids are stable; ``docs/reference/checks.md``
says how to mend each finding.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.core import checks
from phonenumber_field.phonenumber import validate_region

from ketamine_pages.admin.library import checks as library_admin
from ketamine_pages.conf import DEFAULTS, configured
from ketamine_pages.delivery import checks as delivery
from ketamine_pages.due import checks as due
from ketamine_pages.enquiries import checks as enquiries
from ketamine_pages.gate import checks as gate
from ketamine_pages.locations.finder import checks as finder
from ketamine_pages.pages import checks as pages
from ketamine_pages.reviews import checks as reviews
from ketamine_pages.search_engines import checks as search_engines
from ketamine_pages.site import checks as site
from ketamine_pages.usable import Usable

if TYPE_CHECKING:
    from django.apps import AppConfig

REQUIRED_APPS = (
    "wagtail.contrib.settings",
    "wagtail.contrib.typed_table_block",
    "wagtail.snippets",
    "phonenumber_field",
)


def _is_region(region: object) -> bool:
    try:
        validate_region(region)
    except (TypeError, ValueError):
        return False
    return isinstance(region, str)


# What each setting takes.
USABLE: dict[str, Usable] = {
    **delivery.USABLE,
    **due.USABLE,
    **enquiries.USABLE,
    **finder.USABLE,
    **gate.USABLE,
    **library_admin.USABLE,
    **pages.USABLE,
    **reviews.USABLE,
    **search_engines.USABLE,
    "PHONE_REGION": (_is_region, 'a country code, such as "US"'),
}

# Their values are never printed: they hold keys.
SECRET = {"ENQUIRY_CODEC"}


def check_settings(
    app_configs: Sequence[AppConfig] | None = None, **kwargs: Any
) -> list[checks.CheckMessage]:
    """E001 to E003: ``KETAMINE_PAGES`` is a dict of known settings with usable values."""
    chosen = configured()
    if not isinstance(chosen, dict):
        return [checks.Error("KETAMINE_PAGES must be a dictionary.", id="ketamine_pages.E001")]
    messages: list[checks.CheckMessage] = [
        checks.Error(
            f"KETAMINE_PAGES has an unknown setting {name!r}.",
            hint=f"Known settings: {', '.join(sorted(DEFAULTS))}.",
            id="ketamine_pages.E002",
        )
        for name in chosen
        if name not in DEFAULTS
    ]
    for name, (is_usable, wanted) in sorted(USABLE.items()):
        value = chosen.get(name, DEFAULTS[name])
        if not is_usable(value):
            messages.append(_wrong_value(name, value, wanted))
    return messages


def _wrong_value(name: str, value: object, wanted: str) -> checks.CheckMessage:
    what_is = "" if name in SECRET else f", not {value!r}"
    return checks.Error(
        f"KETAMINE_PAGES[{name!r}] must be {wanted}{what_is}.", id="ketamine_pages.E003"
    )


def check_installed_apps(
    app_configs: Sequence[AppConfig] | None = None, **kwargs: Any
) -> list[checks.CheckMessage]:
    """E004: the apps that the package builds on are installed."""
    return [
        checks.Error(f"ketamine_pages needs {name!r} in INSTALLED_APPS.", id="ketamine_pages.E004")
        for name in REQUIRED_APPS
        if not apps.is_installed(name)
    ]


def register_checks() -> None:
    """Register the checks of all rooms."""
    checks.register(check_settings)
    checks.register(check_installed_apps)
    checks.register(pages.check_page_models, checks.Tags.models)
    checks.register(pages.check_declared, checks.Tags.models)
    checks.register(site.check_urls, checks.Tags.urls)
    checks.register(finder.check_geocoders)
    checks.register(gate.check_form_classes, checks.Tags.models)
    checks.register(gate.check_gated_streams, checks.Tags.models)
    checks.register(gate.check_middleware)
    checks.register(gate.check_strictness)
    checks.register(reviews.check_finish_action, checks.Tags.database)
    checks.register(enquiries.check_enquiry_keys)
    checks.register(enquiries.check_csrf_view)
    checks.register(enquiries.check_guards)
    checks.register(enquiries.check_enquiries, checks.Tags.database)
    checks.register(due.check_due, checks.Tags.database)
