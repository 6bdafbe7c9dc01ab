"""Safety notices in the admin: filters, chooser, list and forms."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django_filters import ModelMultipleChoiceFilter
from wagtail.admin.filters import RelatedFilterMixin

from ketamine_pages.admin import columns
from ketamine_pages.admin.library.base import (
    LibraryChooserViewSet,
    LibraryFilterSet,
    LibraryViewSet,
)
from ketamine_pages.admin.library.list_queries import count_of, rank_of
from ketamine_pages.library.choices import NoticeKind
from ketamine_pages.library.safety_notice import SafetyNotice, SafetyNoticeSource
from ketamine_pages.library.treatment import Treatment


class TreatmentsFilter(RelatedFilterMixin, ModelMultipleChoiceFilter):
    """A filter on a many-to-many relation that also works on search results."""


class SafetyNoticeFilterSet(LibraryFilterSet):
    treatments = TreatmentsFilter(
        label=_("Treatments"), queryset=Treatment.objects.all(), use_subquery=True
    )

    class Meta:
        model = SafetyNotice
        fields = ["kind"]


class SafetyNoticeChooser(LibraryChooserViewSet):
    about = "treatments"
    detail_columns = [columns.choice("kind", _("Kind"))]
    form_fields = ["title", "kind", "text"]


class SafetyNoticeViewSet(LibraryViewSet):
    model = SafetyNotice
    icon = "warning"
    chooser_viewset_class = SafetyNoticeChooser
    filterset_class = SafetyNoticeFilterSet
    row_groups = ["locale", rank_of("kind", NoticeKind)]
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
                kind_rank=rank_of("kind", NoticeKind),
                source_count=count_of(SafetyNoticeSource, "item"),
            )
        )
