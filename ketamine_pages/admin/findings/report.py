"""The report “Findings”: what is to be mended, on all pages and in the library."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import django_filters
from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView

from ketamine_pages.admin.columns import TITLE_CLASS
from ketamine_pages.admin.findings.access import may_see_findings, visible_findings
from ketamine_pages.admin.late_notice import LateNoticeMixin
from ketamine_pages.admin.library.list_queries import rank_of
from ketamine_pages.admin.wording_notice import get_wording_notices
from ketamine_pages.editing import get_row_edit_address, get_type_choices, get_type_name
from ketamine_pages.findings.store import gated_models
from ketamine_pages.findings.stored import FindingSeverity, FindingVersion, StoredFinding
from ketamine_pages.findings.waiting import count_waiting
from ketamine_pages.rules.registry import get_rules

URL_NAME = "ketamine_pages_findings"


def code_choices() -> list[tuple[str, str]]:
    """All rules, and the codes of findings whose rule is not registered any more."""
    titles = {rule.code: str(rule.title) for rule in get_rules()}
    left = StoredFinding.objects.exclude(code__in=titles).order_by("code")
    return [
        *titles.items(),
        *((code, code) for code in left.values_list("code", flat=True).distinct()),
    ]


def get_address(finding: StoredFinding) -> str | None:
    """Where a finding is mended: the form of the page or item, at the block if it is in one."""
    address = get_row_edit_address(finding)
    return f"{address}#block-{finding.block}-section" if address and finding.block else address


class FindingFilterSet(WagtailFilterSet):
    severity = django_filters.MultipleChoiceFilter(
        label=_("Severity"),
        choices=FindingSeverity.choices,
        widget=CheckboxSelectMultiple,
    )
    code = django_filters.ChoiceFilter(
        label=_("Finding"), choices=code_choices, empty_label=_("All")
    )
    content_type = django_filters.ChoiceFilter(
        label=_("Type"),
        choices=lambda: get_type_choices(gated_models()),
        empty_label=_("All"),
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
            "title", label=_("Title"), get_url=get_address, classname=f"title {TITLE_CLASS}"
        ),
        Column("type", label=_("Type"), accessor=lambda row: get_type_name(row.target_model)),
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

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(*args, **kwargs)
        if self.results_only:
            return context
        notices = [*context["notices"], *get_wording_notices(self.request.user)]
        if number := count_waiting():
            text = ngettext(
                "%(number)d page or entry shows something that has changed and is still to be "
                "judged. That is done with what else is due.",
                "%(number)d pages and entries show something that has changed and are still to be "
                "judged. That is done with what else is due.",
                number,
            )
            notices.append(text % {"number": number})
        return {**context, "notices": notices}

    def get_filename(self) -> str:
        return f"findings-{timezone.localdate().isoformat()}"

    def to_row_dict(self, item: StoredFinding) -> dict[str, Any]:
        return {
            "title": item.title,
            "type": get_type_name(item.target_model),
            "version": item.get_version_display(),
            "severity": item.get_severity_display(),
            "finding": item.get_code_display(),
            "message": item.message,
            "place": item.spot,
            "what_to_do": item.what_to_do,
            "found_at": item.found_at,
        }


class FindingsMenuItem(MenuItem):
    """“Findings” among the reports."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_see_findings(request.user)


def menu_item() -> FindingsMenuItem:
    """Hook ``register_reports_menu_item``: “Findings” among the reports."""
    return FindingsMenuItem(
        _("Findings"), reverse(URL_NAME), name="findings", icon_name="warning", order=650
    )


class FindingsPanel(Component):
    """On the dashboard: how many findings there are, with links to the report."""

    name = "ketamine_pages_findings"
    template_name = "ketamine_pages/admin/findings/findings_panel.html"
    order = 150

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        user = parent_context["request"].user
        found = visible_findings(user).values_list("severity").order_by("severity")
        numbers = dict(found.annotate(number=Count("pk")))
        context = super().get_context_data(parent_context)
        return {**context, "numbers": numbers, "report": reverse(URL_NAME)}


def add_panel(request: HttpRequest, panels: list[Any]) -> None:
    """Hook ``construct_homepage_panels``: numbers for those who may see the report."""
    if may_see_findings(request.user):
        panels.append(FindingsPanel())
