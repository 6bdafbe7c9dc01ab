"""Benefits in the admin: filters, chooser, list and forms."""

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
from ketamine_pages.library.benefit import Benefit, BenefitSource
from ketamine_pages.library.choices import EvidenceLevel


class BenefitFilterSet(LibraryFilterSet):
    class Meta:
        model = Benefit
        fields = ["treatment", "evidence_level"]


class BenefitChooser(LibraryChooserViewSet):
    about = "treatment"
    detail_columns = [
        Column("treatment", label=_("Treatment")),
        columns.choice("evidence_level", _("Evidence")),
    ]
    related = ["treatment"]
    form_fields = ["title", "text", "caveat", "evidence_level", "treatment"]


class BenefitViewSet(LibraryViewSet):
    model = Benefit
    icon = "pick"
    chooser_viewset_class = BenefitChooser
    filterset_class = BenefitFilterSet
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
                evidence_rank=rank_of("evidence_level", EvidenceLevel),
                source_count=count_of(BenefitSource, "item"),
            )
        )
