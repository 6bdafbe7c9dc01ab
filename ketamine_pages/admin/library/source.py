"""Sources in the admin: filters, chooser, list and forms."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django_filters import BooleanFilter
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets import BooleanRadioSelect

from ketamine_pages.admin import columns
from ketamine_pages.admin.library.base import (
    LibraryChooserViewSet,
    LibraryFilterSet,
    LibraryViewSet,
)
from ketamine_pages.library.source import Source


class SourceFilterSet(LibraryFilterSet):
    withdrawn = BooleanFilter(
        label=_("Withdrawn"),
        field_name="withdrawn_on",
        lookup_expr="isnull",
        exclude=True,
        widget=BooleanRadioSelect,
    )

    class Meta:
        model = Source
        fields = ["kind", "year"]


class SourceChooser(LibraryChooserViewSet):
    detail_columns = [
        columns.choice("kind", _("Kind")),
        Column("year", label=_("Year")),
        columns.withdrawn(),
    ]
    form_fields = ["title", "kind", "authors", "publisher", "year", "doi", "pmid", "url"]


class SourceViewSet(LibraryViewSet):
    model = Source
    icon = "doc-full"
    chooser_viewset_class = SourceChooser
    filterset_class = SourceFilterSet
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
