"""Treatments in the admin: filters, chooser, list and forms."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ketamine_pages.admin import columns
from ketamine_pages.admin.library.base import (
    LibraryChooserViewSet,
    LibraryFilterSet,
    LibraryViewSet,
)
from ketamine_pages.library.treatment import Treatment


class TreatmentFilterSet(LibraryFilterSet):
    class Meta:
        model = Treatment
        fields = ["regulatory_status", "route"]


class TreatmentChooser(LibraryChooserViewSet):
    detail_columns = [columns.choice("regulatory_status", _("Regulatory status"))]
    form_fields = ["name", "short_name", "summary", "route", "regulatory_status", "approved_for"]


class TreatmentViewSet(LibraryViewSet):
    model = Treatment
    icon = "kp-treatment"
    chooser_viewset_class = TreatmentChooser
    filterset_class = TreatmentFilterSet
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
