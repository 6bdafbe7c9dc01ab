"""The “Treatment library” in the admin menu."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, LiveStatusTagColumn, UpdatedAtColumn
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from ketamine_pages import models
from ketamine_pages.admin import columns
from ketamine_pages.admin.library import choosers, filters
from ketamine_pages.admin.library.querysets import count_of, rank_of
from ketamine_pages.admin.library.usage import (
    LibraryDeleteView,
    LibraryEditView,
    LibraryUsageView,
)
from ketamine_pages.admin.library.views import (
    LibraryIndexView,
    LibraryReorderView,
    LibraryWorkflowCancellationView,
)
from ketamine_pages.conf import conf

EXPORT_HEADINGS = {
    "get_evidence_level_display": _("Evidence"),
    "get_kind_display": _("Kind"),
    "get_regulatory_status_display": _("Regulatory status"),
    "get_route_display": _("How it is given"),
    "get_schedule_display": _("Controlled substance"),
    "get_status_display": _("Regulatory status"),
    "indication_count": _("Treatments"),
    "live": _("Published"),
    "locale": _("Locale"),
    "needs_confirmation": _("To be confirmed"),
    "source_count": _("Sources"),
}


class LibraryViewSet(SnippetViewSet):
    """What the views of all library items share."""

    index_view_class = LibraryIndexView
    reorder_view_class = LibraryReorderView
    edit_view_class = LibraryEditView
    usage_view_class = LibraryUsageView
    delete_view_class = LibraryDeleteView
    confirm_workflow_cancellation_view_class = LibraryWorkflowCancellationView
    chooser_per_page = 25
    list_per_page = 50
    export_headings = EXPORT_HEADINGS

    # Columns and export fields between the title and the status.
    detail_columns: ClassVar[Sequence[str | Column]] = ()
    export_fields: ClassVar[Sequence[str]] = ()
    related: ClassVar[Sequence[str]] = ("locale",)
    row_groups: ClassVar[Sequence[Any]] = ()

    @property
    def title_sort_key(self) -> str:
        return str(self.model.title_field)

    @property
    def list_display(self) -> list[Any]:
        return [
            "__str__",
            *self.detail_columns,
            columns.confirmation("needs_confirmation"),
            # With labels, because Wagtail would translate its own only once, for everybody.
            UpdatedAtColumn(label=_("Updated")),
            LiveStatusTagColumn(label=_("Status")),
        ]

    @property
    def list_export(self) -> list[str]:
        return [*self.export_fields, "locale", "needs_confirmation", "live"]

    @property
    def export_filename(self) -> str:
        return str(self.model._meta.model_name)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return self.model.objects.select_related(*self.related)

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(
            row_groups=self.row_groups, title_sort_key=self.title_sort_key, **kwargs
        )

    def get_reorder_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_reorder_view_kwargs(row_groups=self.row_groups, **kwargs)


class TreatmentViewSet(LibraryViewSet):
    model = models.Treatment
    icon = "kp-treatment"
    chooser_viewset_class = choosers.TreatmentChooser
    filterset_class = filters.TreatmentFilterSet
    detail_columns = [
        columns.choice("regulatory_status", _("Regulatory status"), "regulatory_status"),
        columns.choice("route", _("How it is given"), "route"),
    ]
    export_fields = [
        "name",
        "short_name",
        "summary",
        "get_route_display",
        "get_regulatory_status_display",
        "approved_for",
        "get_schedule_display",
        "session_length",
        "monitoring_time",
        "course",
        "label_url",
        "label_date",
    ]


class ConditionViewSet(LibraryViewSet):
    model = models.Condition
    icon = "kp-condition"
    chooser_viewset_class = choosers.ConditionChooser
    filterset_class = filters.ConditionFilterSet
    detail_columns = [
        "abbreviation",
        Column("indication_count", label=_("Treatments"), sort_key="indication_count"),
    ]
    export_fields = ["name", "abbreviation", "summary", "code_system", "code", "indication_count"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        count = count_of(models.Indication, "condition")
        return super().get_queryset(request).annotate(indication_count=count)


class IndicationViewSet(LibraryViewSet):
    model = models.Indication
    icon = "clipboard-list"
    chooser_viewset_class = choosers.IndicationChooser
    filterset_class = filters.IndicationFilterSet
    related = ["locale", "treatment", "condition"]
    row_groups = ["locale", "treatment__name", "treatment"]
    title_sort_key = "treatment__name"
    detail_columns = [
        columns.choice("status", _("Regulatory status"), "status"),
        columns.evidence(),
        columns.sources(),
    ]
    export_fields = [
        "treatment",
        "condition",
        "get_status_display",
        "get_evidence_level_display",
        "statement",
        "source_count",
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return (
            super()
            .get_queryset(request)
            .annotate(
                evidence_rank=rank_of("evidence_level", models.EvidenceLevel),
                source_count=count_of(models.IndicationSource, "item"),
            )
        )


class BenefitViewSet(LibraryViewSet):
    model = models.Benefit
    icon = "pick"
    chooser_viewset_class = choosers.BenefitChooser
    filterset_class = filters.BenefitFilterSet
    related = ["locale", "treatment"]
    detail_columns = [columns.treatment(), columns.evidence(), columns.sources()]
    export_fields = [
        "title",
        "text",
        "caveat",
        "treatment",
        "get_evidence_level_display",
        "source_count",
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return (
            super()
            .get_queryset(request)
            .annotate(
                evidence_rank=rank_of("evidence_level", models.EvidenceLevel),
                source_count=count_of(models.BenefitSource, "item"),
            )
        )


class SafetyNoticeViewSet(LibraryViewSet):
    model = models.SafetyNotice
    icon = "warning"
    chooser_viewset_class = choosers.SafetyNoticeChooser
    filterset_class = filters.SafetyNoticeFilterSet
    row_groups = ["locale", rank_of("kind", models.NoticeKind)]
    detail_columns = [
        columns.choice("kind", _("Kind"), "kind_rank"),
        columns.NamesColumn("treatments", label=_("Treatments")),
        columns.sources(),
    ]
    export_fields = ["title", "get_kind_display", "text", "source_count"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return (
            super()
            .get_queryset(request)
            .prefetch_related("treatments")
            .annotate(
                kind_rank=rank_of("kind", models.NoticeKind),
                source_count=count_of(models.SafetyNoticeSource, "item"),
            )
        )


class SourceViewSet(LibraryViewSet):
    model = models.Source
    icon = "doc-full"
    chooser_viewset_class = choosers.SourceChooser
    filterset_class = filters.SourceFilterSet
    detail_columns = [
        columns.choice("kind", _("Kind"), "kind"),
        "year",
        columns.withdrawn("withdrawn_on"),
    ]
    export_fields = [
        "title",
        "authors",
        "publisher",
        "year",
        "get_kind_display",
        "participants",
        "comparator",
        "follow_up",
        "result",
        "funding",
        "doi",
        "pmid",
        "url",
        "withdrawn_on",
        "withdrawn_reason",
    ]


class ClinicianViewSet(LibraryViewSet):
    model = models.Clinician
    icon = "user"
    chooser_viewset_class = choosers.ClinicianChooser
    filterset_class = filters.ClinicianFilterSet
    detail_columns = ["credentials", "role", columns.active("active")]
    export_fields = ["name", "credentials", "role", "profile_url", "active"]


class LibraryViewSetGroup(SnippetViewSetGroup):
    """All library items under one menu item."""

    items = (
        TreatmentViewSet,
        ConditionViewSet,
        IndicationViewSet,
        BenefitViewSet,
        SafetyNoticeViewSet,
        SourceViewSet,
        ClinicianViewSet,
    )
    menu_label = _("Treatment library")
    menu_name = "treatment-library"
    menu_icon = "kp-library"

    @property
    def menu_order(self) -> int:
        return conf.library_menu_order
