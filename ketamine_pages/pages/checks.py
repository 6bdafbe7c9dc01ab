"""System checks about page types."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.core import checks
from wagtail.models import get_page_models

from ketamine_pages.pages.editorial import EditorialPageMixin
from ketamine_pages.shown.declared import undeclared_in
from ketamine_pages.usable import TRUE_OR_FALSE, Usable

if TYPE_CHECKING:
    from django.apps import AppConfig

USABLE: dict[str, Usable] = {
    "PATIENT_QUOTES": TRUE_OR_FALSE,
    "PAGE_TYPES": (
        lambda value: value is None or isinstance(value, list | tuple | set),
        "None or a list of page types",
    ),
}


def check_page_models(
    app_configs: Sequence[AppConfig] | None = None, **kwargs: Any
) -> list[checks.CheckMessage]:
    """E005: page types put the mixin in front of the base page, or its methods never run."""
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


def check_declared(
    app_configs: Sequence[AppConfig] | None = None, **kwargs: Any
) -> list[checks.CheckMessage]:
    """W010: blocks say what they show of the library, or nothing of it is printed by itself."""
    return [
        checks.Warning(
            f"{model.__name__}: nothing says what is shown of the library at {path}.",
            hint='Name the chooser in the "brings" of its block or page type, such as '
            'brings = (Cites("sources"),).',
            obj=model,
            id="ketamine_pages.W010",
        )
        for model in get_page_models()
        if issubclass(model, EditorialPageMixin)
        for path in undeclared_in(model)
    ]


def _comes_after_page(model: type, mixin: type) -> bool:
    order = model.__mro__
    page = next(base for base in order if base.__name__ in {"AbstractPage", "Page"})
    return order.index(mixin) > order.index(page)
