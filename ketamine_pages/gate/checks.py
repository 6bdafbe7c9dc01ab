"""System checks about the publish gate, and the values of its settings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig, apps
from django.conf import settings
from django.core import checks
from wagtail.models import get_page_models

from ketamine_pages.blocks import ContentBlock
from ketamine_pages.conf import conf, configured
from ketamine_pages.gate.form import GateFormMixin
from ketamine_pages.gate.mixin import ENFORCE, PublishGateMixin
from ketamine_pages.rules.findings import Severity
from ketamine_pages.rules.registry import get_rules, is_severity
from ketamine_pages.shown.declared import stream_names
from ketamine_pages.shown.tree import walk_definition
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
    if conf.publish_gate != ENFORCE or MIDDLEWARE in settings.MIDDLEWARE:
        return []
    return [
        checks.Warning(
            "The publish gate has no middleware to give its reasons.",
            hint=f"Add {MIDDLEWARE!r} to MIDDLEWARE, after that of messages.",
            id="ketamine_pages.W003",
        )
    ]


def check_gated_streams(
    app_configs: Sequence[AppConfig] | None = None, **kwargs: Any
) -> list[checks.CheckMessage]:
    """W011: pages that print our blocks have our gate, or nobody judges what the blocks say."""
    return [
        checks.Warning(
            f"{model.__name__}.{name} has blocks of ketamine_pages ({', '.join(found)}), but "
            f"{model.__name__} has no publish gate: nothing that they say is checked.",
            hint=f"Name EditorialPageMixin before the base page: class {model.__name__}"
            "(EditorialPageMixin, Page).",
            obj=model,
            id="ketamine_pages.W011",
        )
        for model in get_page_models()
        if not issubclass(model, PublishGateMixin)
        for name in stream_names(model)
        if (found := _blocks_of_ours(model, name))
    ]


def _blocks_of_ours(model: Any, name: str) -> list[str]:
    blocks = walk_definition(model._meta.get_field(name).stream_block)
    return sorted(
        {type(block).__name__ for _name, block in blocks if isinstance(block, ContentBlock)}
    )


def check_strictness(
    app_configs: Sequence[AppConfig] | None = None, **kwargs: Any
) -> list[checks.CheckMessage]:
    """W012: settings by which errors do not stop publishing, for whoever audits a site."""
    chosen = configured().get("FINDING_SEVERITY", {}) if isinstance(configured(), dict) else {}
    if not _are_severities(chosen):
        # E003 says so.
        return []
    weakened = {
        rule.code: chosen[rule.code]
        for rule in get_rules()
        if rule.severity is Severity.ERROR and chosen.get(rule.code, "error") != "error"
    }
    messages = [
        f'KETAMINE_PAGES["FINDING_SEVERITY"] makes {code!r} {severity!r} instead of "error".'
        for code, severity in weakened.items()
    ]
    if conf.publish_gate != ENFORCE:
        messages.append(
            f'KETAMINE_PAGES["PUBLISH_GATE"] is {conf.publish_gate!r}: errors stop no publication.'
        )
    return [
        checks.Warning(
            message,
            hint="If that is meant, name the check in SILENCED_SYSTEM_CHECKS.",
            id="ketamine_pages.W012",
        )
        for message in messages
    ]
