"""System checks about the publish gate, and the values of its settings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig, apps
from django.conf import settings
from django.core import checks

from ketamine_pages.conf import conf
from ketamine_pages.gate.form import GateFormMixin
from ketamine_pages.gate.mixin import PublishGateMixin
from ketamine_pages.rules.registry import is_severity
from ketamine_pages.usable import Usable

MIDDLEWARE = "ketamine_pages.middleware.PublishGateMiddleware"


def _are_severities(value: object) -> bool:
    return isinstance(value, dict) and all(is_severity(code, s) for code, s in value.items())


USABLE: dict[str, Usable] = {
    "FINDING_SEVERITY": (
        _are_severities,
        "a dictionary from the code of a finding to "
        '"error", "warning", "hint" or "off" (some, such as "phrase", cannot be an error)',
    ),
    "PUBLISH_GATE": (
        lambda value: value in ("enforce", "warn", "off"),
        '"enforce", "warn" or "off"',
    ),
}


def check_form_classes(
    app_configs: Sequence[AppConfig] | None = None, **kwargs: Any
) -> list[checks.CheckMessage]:
    """E006: forms of a site show errors at the fields, or what an editor wrote would be lost."""
    return [
        checks.Error(
            f"{model.__name__}.base_form_class must extend GateFormMixin.",
            hint="Put ketamine_pages.models.GateFormMixin before its base class.",
            obj=model,
            id="ketamine_pages.E006",
        )
        for model in apps.get_models()
        if issubclass(model, PublishGateMixin)
        and not issubclass(model.base_form_class, GateFormMixin)
    ]


def check_middleware(
    app_configs: Sequence[AppConfig] | None = None, **kwargs: Any
) -> list[checks.CheckMessage]:
    """W003: without the middleware, some views answer "server error" where the gate refuses."""
    if conf.publish_gate != "enforce" or MIDDLEWARE in settings.MIDDLEWARE:
        return []
    return [
        checks.Warning(
            "The publish gate has no middleware to give its reasons.",
            hint=f"Add {MIDDLEWARE!r} to MIDDLEWARE, after that of messages.",
            id="ketamine_pages.W003",
        )
    ]
