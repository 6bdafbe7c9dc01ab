"""The report “Findings”: what is to be mended, on all pages and in the library."""

from __future__ import annotations

from typing import Any

import django_filters
from django.contrib.admin.utils import quote
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView

from ketamine_pages.admin.columns import TITLE_CLASS
from ketamine_pages.admin.findings.access import may_see_findings, visible_findings
from ketamine_pages.admin.late_notice import LateNoticeMixin
from ketamine_pages.admin.library.querysets import rank_of
from ketamine_pages.findings.store import gated_models
from ketamine_pages.findings.stored import (
    CODE_CHOICES,
    FindingSeverity,
    FindingVersion,
    StoredFinding,
)
from ketamine_pages.library.item import LibraryItem

URL_NAME = "ketamine_pages_findings"


def type_choices() -> list[tuple[int, str]]:
    """Page types and library models by content type, with their names."""
    types = ContentType.objects.get_for_models(*gated_models())
    named = [(type_.pk, str(capfirst(model._meta.verbose_name))) for model, type_ in types.items()]
    return sorted(named, key=lambda choice: choice[1])


def get_edit_address(finding: StoredFinding) -> str | None:
    """Where what a finding is about is edited, at its block where there is one."""
    model = ContentType.objects.get_for_id(finding.content_type_id).model_class()
    if model is None:
        return None
    if issubclass(model, LibraryItem):
        return reverse(model.snippet_viewset.get_url_name("edit"), args=[quote(finding.object_id)])
    address = reverse("wagtailadmin_pages:edit", args=[finding.object_id])
    return f"{address}#block-{finding.block}-section" if finding.block else address


class FindingFilterSet(WagtailFilterSet):
    severity = django_filters.MultipleChoiceFilter(
        label=_("Severity"),
        choices=FindingSeverity.choices,
        widget=CheckboxSelectMultiple,
    )
    code = django_filters.ChoiceFilter(
        label=_("Finding"), choices=CODE_CHOICES, empty_label=_("All")
    )
    content_type = django_filters.ChoiceFilter(
        label=_("Type"), choices=type_choices, empty_label=_("All")
    )
    version = django_filters.ChoiceFilter(
        label=_("Version"),
        choices=FindingVersion.choices,
        empty_label=_("All"),
    )
    found_at = django_filters.DateFromToRangeFilter(label=_("Found"), widget=DateRangePickerWidget)

    class Meta:
        model = StoredFinding
        fields: list[str] = []


class FindingsReportView(LateNoticeMixin, ReportView):
    """Lists what the user may edit; the number of queries does not grow with the site."""

    model = StoredFinding
    page_title = _("Findings")
    header_icon = "warning"
    index_url_name = URL_NAME
    index_results_url_name = f"{URL_NAME}_results"
    filterset_class = FindingFilterSet
    is_searchable = False
    default_ordering = ("severity_rank", "-found_at", "-pk")
    list_export = [
        "title",
        "type",
        "version",
        "severity",
        "finding",
        "message",
        "place",
        "what_to_do",
        "found_at",
    ]
    export_headings = {
        "title": _("Title"),
        "type": _("Type"),
        "finding": _("Finding"),
        "what_to_do": _("What to do"),
    }
    columns = [
        TitleColumn(
            "title", label=_("Title"), get_url=get_edit_address, classname=f"title {TITLE_CLASS}"
        ),
        Column("type", label=_("Type"), accessor=lambda finding: get_type(finding)),
        Column("version", label=_("Version"), accessor="get_version_display"),
        Column("severity", label=_("Severity"), accessor="get_severity_display"),
        Column("message", label=_("Finding"), width="40%"),
        DateColumn("found_at", label=_("Found"), sort_key="found_at"),
    ]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_see_findings(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_base_queryset(self) -> QuerySet[StoredFinding]:
        ranked = rank_of("severity", FindingSeverity)
        return visible_findings(self.request.user).annotate(severity_rank=ranked)

    def get_filename(self) -> str:
        return f"findings-{timezone.localdate().isoformat()}"

    def to_row_dict(self, item: StoredFinding) -> dict[str, Any]:
        return {
            "title": item.title,
            "type": get_type(item),
            "version": item.get_version_display(),
            "severity": item.get_severity_display(),
            "finding": item.get_code_display(),
            "message": item.message,
            "place": item.spot,
            "what_to_do": item.what_to_do,
            "found_at": item.found_at,
        }


def get_type(finding: StoredFinding) -> str:
    """The name of a page type or library model. Content types are cached, so it asks nothing."""
    model = ContentType.objects.get_for_id(finding.content_type_id).model_class()
    return str(capfirst(model._meta.verbose_name)) if model else ""


class FindingsMenuItem(MenuItem):
    """“Findings” among the reports."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_see_findings(request.user)


def menu_item() -> FindingsMenuItem:
    """Hook ``register_reports_menu_item``."""
    return FindingsMenuItem(
        _("Findings"), reverse(URL_NAME), name="findings", icon_name="warning", order=650
    )


class FindingsPanel(Component):
    """On the dashboard: how many findings there are, with links to the report."""

    name = "ketamine_pages_findings"
    template_name = "ketamine_pages/admin/findings/findings_panel.html"
    order = 150

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        user = parent_context["request"].user
        found = visible_findings(user).values_list("severity").order_by("severity")
        numbers = dict(found.annotate(number=Count("pk")))
        context = super().get_context_data(parent_context)
        return {**context, "numbers": numbers, "report": reverse(URL_NAME)}


def add_panel(request: HttpRequest, panels: list[Any]) -> None:
    """Hook ``construct_homepage_panels``."""
    if may_see_findings(request.user):
        panels.append(FindingsPanel())
