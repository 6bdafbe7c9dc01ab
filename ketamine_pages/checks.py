"""System checks. Ids are stable; ``docs/reference/checks.md`` says how to mend each finding."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.conf import settings
from django.core import checks
from django.urls import NoReverseMatch, reverse
from phonenumber_field.phonenumber import validate_region
from wagtail.models import get_page_models

from .conf import DEFAULTS

REQUIRED_APPS = (
    "wagtail.contrib.settings",
    "wagtail.contrib.typed_table_block",
    "wagtail.snippets",
    "phonenumber_field",
)


def check_settings(app_configs: Any = None, **kwargs: Any) -> list[checks.CheckMessage]:
    """E001 to E003: ``KETAMINE_PAGES`` is a dict of known settings with usable values."""
    configured = getattr(settings, "KETAMINE_PAGES", {})
    if not isinstance(configured, dict):
        return [checks.Error("KETAMINE_PAGES must be a dictionary.", id="ketamine_pages.E001")]
    messages: list[checks.CheckMessage] = [
        checks.Error(
            f"KETAMINE_PAGES has an unknown setting {name!r}.",
            hint=f"Known settings: {', '.join(sorted(DEFAULTS))}.",
            id="ketamine_pages.E002",
        )
        for name in configured
        if name not in DEFAULTS
    ]
    order = configured.get("LIBRARY_MENU_ORDER", DEFAULTS["LIBRARY_MENU_ORDER"])
    if not isinstance(order, int) or isinstance(order, bool):
        messages.append(_wrong_value("LIBRARY_MENU_ORDER", order, "a whole number, such as 250"))
    region = configured.get("PHONE_REGION", DEFAULTS["PHONE_REGION"])
    if not _is_region(region):
        messages.append(_wrong_value("PHONE_REGION", region, 'a country code, such as "US"'))
    return messages


def _is_region(region: object) -> bool:
    try:
        validate_region(region)
    except (TypeError, ValueError):
        return False
    return isinstance(region, str)


def _wrong_value(name: str, value: object, wanted: str) -> checks.CheckMessage:
    return checks.Error(
        f"KETAMINE_PAGES[{name!r}] must be {wanted}, not {value!r}.", id="ketamine_pages.E003"
    )


def check_installed_apps(app_configs: Any = None, **kwargs: Any) -> list[checks.CheckMessage]:
    """E004: the apps that the package builds on are installed."""
    return [
        checks.Error(f"ketamine_pages needs {name!r} in INSTALLED_APPS.", id="ketamine_pages.E004")
        for name in REQUIRED_APPS
        if not apps.is_installed(name)
    ]


def check_page_models(app_configs: Any = None, **kwargs: Any) -> list[checks.CheckMessage]:
    """E005: page types put the mixin in front of the base page, or its methods never run."""
    from .models import EditorialPageMixin

    return [
        checks.Error(
            f"{model.__name__} must name the ketamine_pages mixin before its base page.",
            hint=f"For example: class {model.__name__}(TreatmentPageMixin, Page).",
            obj=model,
            id="ketamine_pages.E005",
        )
        for model in get_page_models()
        if issubclass(model, EditorialPageMixin)
        and model.get_context is not EditorialPageMixin.get_context
        and _comes_after_page(model, EditorialPageMixin)
    ]


def _comes_after_page(model: type, mixin: type) -> bool:
    order = model.__mro__
    page = next(base for base in order if base.__name__ in {"AbstractPage", "Page"})
    return order.index(mixin) > order.index(page)


def check_urls(app_configs: Any = None, **kwargs: Any) -> list[checks.CheckMessage]:
    """W001: the package's URLs are included, or brand colours cannot be served."""
    if not getattr(settings, "ROOT_URLCONF", None):
        return []
    try:
        reverse("ketamine_pages:brand_stylesheet", args=["0"])
    except NoReverseMatch:
        return [
            checks.Warning(
                "The URLs of ketamine_pages are not included, so brand colours have no effect.",
                hint='Add path("ketamine-pages/", include("ketamine_pages.urls")) to the URLs.',
                id="ketamine_pages.W001",
            )
        ]
    return []


def register_checks() -> None:
    """Register the checks of this module."""
    checks.register(check_settings)
    checks.register(check_installed_apps)
    checks.register(check_page_models, checks.Tags.models)
    checks.register(check_urls, checks.Tags.urls)
