"""Conditions, and what treatments do for them, in the admin."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from ketamine_pages.admin import columns
from ketamine_pages.admin.library.base import (
    LibraryChooserViewSet,
    LibraryFilterSet,
    LibraryViewSet,
)
from ketamine_pages.admin.library.list_queries import count_of, rank_of
from ketamine_pages.library.choices import EvidenceLevel
from ketamine_pages.library.condition import Condition, Indication, IndicationSource


class ConditionFilterSet(LibraryFilterSet):
    class Meta:
        model = Condition
        fields: list[str] = []


class ConditionChooser(LibraryChooserViewSet):
    detail_columns = [Column("abbreviation", label=_("Abbreviation"))]
    form_fields = ["name", "abbreviation", "summary"]


class ConditionViewSet(LibraryViewSet):
    model = Condition
    icon = "kp-condition"
    chooser_viewset_class = ConditionChooser
    filterset_class = ConditionFilterSet
    detail_columns = [
        "abbreviation",
        Column("indication_count", label=_("Treatments"), sort_key="indication_count"),
    ]
    export_fields = ["name", "abbreviation", "summary", "code_system", "code", "indication_count"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        count = count_of(Indication, "condition")
        return super().get_queryset(request).annotate(indication_count=count)


class IndicationFilterSet(LibraryFilterSet):
    class Meta:
        model = Indication
        fields = ["treatment", "condition", "status", "evidence_level"]


class IndicationChooser(LibraryChooserViewSet):
    about = "treatment"
    detail_columns = [
        columns.choice("status", _("Regulatory status")),
        columns.choice("evidence_level", _("Evidence")),
    ]
    related = ["treatment", "condition"]
    form_fields = ["treatment", "condition", "status", "evidence_level", "statement"]


class IndicationViewSet(LibraryViewSet):
    model = Indication
    icon = "clipboard-list"
    chooser_viewset_class = IndicationChooser
    filterset_class = IndicationFilterSet
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
                evidence_rank=rank_of("evidence_level", EvidenceLevel),
                source_count=count_of(IndicationSource, "item"),
            )
        )
