"""Clinicians in the admin: filters, chooser, list and forms."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from ketamine_pages.admin import columns
from ketamine_pages.admin.library.base import (
    LibraryChooserViewSet,
    LibraryFilterSet,
    LibraryViewSet,
)
from ketamine_pages.library.clinician import Clinician


class ClinicianFilterSet(LibraryFilterSet):
    class Meta:
        model = Clinician
        fields = ["active"]


class ClinicianChooser(LibraryChooserViewSet):
    detail_columns = [Column("credentials", label=_("Credentials")), columns.active()]
    form_fields = ["name", "credentials", "role"]


class ClinicianViewSet(LibraryViewSet):
    model = Clinician
    icon = "user"
    chooser_viewset_class = ClinicianChooser
    filterset_class = ClinicianFilterSet
    detail_columns = ["credentials", "role", columns.active("active")]
    export_fields = ["name", "credentials", "role", "profile_url", "active"]
