"""The panel “Checks” in the forms of pages and library items."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel
from wagtail.admin.staticfiles import versioned_static

from ketamine_pages.editing import get_edit_address
from ketamine_pages.rules.findings import Finding, Severity
from ketamine_pages.rules.word_rules import PHRASE
from ketamine_pages.shown.kinds import can_be_shown

if TYPE_CHECKING:
    from ketamine_pages.gate.mixin import PublishGateMixin

URL_NAME = "ketamine_pages_checks"
IMPACT_URL_NAME = "ketamine_pages_impact"
TEMPLATE = "ketamine_pages/admin/findings/checks.html"


class ChecksPanel(Panel):
    """What is wrong with the draft, why, and what to do; renewed whenever a draft is saved."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("heading", _("Checks"))
        kwargs.setdefault("icon", "circle-check")
        super().__init__(**kwargs)

    @property
    def clean_name(self) -> str:
        return "checks"

    class BoundPanel(Panel.BoundPanel):
        template_name = "ketamine_pages/admin/findings/checks_panel.html"

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            model = type(self.instance)
            own = ContentType.objects.get_for_model(model).pk
            context["address"] = reverse(URL_NAME, args=[own, "0"])
            if can_be_shown(model):
                # What publishing does to other pages takes longer to find out, so it comes later.
                context["impact_address"] = reverse(IMPACT_URL_NAME, args=[own, "0"])
            context["pk"] = self.instance.pk or ""
            if self.instance.pk:
                context |= describe(self.instance)
            return context

        @property
        def media(self) -> forms.Media:
            names = ("checks", "impact") if can_be_shown(type(self.instance)) else ("checks",)
            return forms.Media(
                js=[versioned_static(f"ketamine_pages/admin/{name}.js") for name in names]
            )


def describe(instance: PublishGateMixin) -> dict[str, Any]:
    """What the template of the list needs."""
    findings = instance.get_findings()
    rows = [(finding, get_links(instance, finding)) for finding in findings]
    return {
        "rows": rows,
        "numbers": {each.value: sum(f.severity is each for f in findings) for each in Severity},
        "has_phrases": any(finding.code == PHRASE.code for finding in findings),
        "is_judged": True,
    }


def get_links(instance: Model, finding: Finding) -> list[tuple[str, Any, bool]]:
    """Where a finding can be mended: address, text, and whether it is another form."""
    where = finding.spot
    links: list[tuple[str, Any, bool]] = []
    if where.block:
        links.append((f"#block-{where.block}-section", where.label or _("Go to the block"), False))
    elif where.field and where.label:
        links.append((f"#id_{where.field}", where.label, False))
    item = where.item
    if item and item.pk and (item.model, item.pk) != (instance._meta.label, instance.pk):
        address = get_edit_address(apps.get_model(item.model)(pk=item.pk))
        if address:
            links.append((address, _("Open “%(item)s”") % {"item": item.title}, True))
    return links
