"""What the views of all library models share: list and forms, filters, and chooser.

Each model has a file beside this one with its viewset, its filters and its chooser; ``menu`` has
the list of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django_filters import BooleanFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, LiveStatusTagColumn, UpdatedAtColumn
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets import BooleanRadioSelect
from wagtail.snippets.views import snippets
from wagtail.snippets.views.chooser import SnippetChooserViewSet

from ketamine_pages.admin import columns
from ketamine_pages.admin.library import chooser_views
from ketamine_pages.admin.library.list_views import LibraryIndexView, LibraryReorderView
from ketamine_pages.admin.library.usage import (
    LibraryDeleteView,
    LibraryEditView,
    LibraryUnpublishView,
    LibraryUsageView,
)
from ketamine_pages.blocks.widgets import LibraryChooserWidget

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


class LibraryFilterSet(WagtailFilterSet):
    """Filters that all library items have; Wagtail adds the locale."""

    live = BooleanFilter(label=_("Published"), widget=BooleanRadioSelect)
    needs_confirmation = BooleanFilter(
        label=_("Unconfirmed starter content"), widget=BooleanRadioSelect
    )


class LibraryChooserViewSet(SnippetChooserViewSet):
    """What choosers of library items share; subclasses say which columns and fields help."""

    choose_view_class = chooser_views.ChooseView
    choose_results_view_class = chooser_views.ChooseResultsView
    chosen_view_class = chooser_views.ChosenView
    chosen_multiple_view_class = chooser_views.ChosenMultipleView
    create_view_class = chooser_views.CreateView
    preserve_url_parameters = ["multiple", "locale", "treatment"]
    creation_tab_label = _("Add new")
    create_action_label = _("Add as a draft")
    create_action_clicked_label = _("Adding…")

    detail_columns: Sequence[Column] = ()
    related: Sequence[str] = ()
    # The relation to treatments, where a page about one of them wants its own entries first.
    about = ""

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_common_view_kwargs(
            detail_columns=self.detail_columns, related=self.related, about=self.about, **kwargs
        )

    @cached_property
    def widget_class(self) -> type[LibraryChooserWidget]:
        attributes = {"model": self.model, "icon": self.icon}
        return type(f"{self.model_name}Chooser", (LibraryChooserWidget,), attributes)


class LibraryWorkflowCancellationView(
    PermissionCheckedMixin, snippets.ConfirmWorkflowCancellationView
):
    """Asks before a workflow is cancelled, and only those who may change the item.

    Wagtail's own view lets in everybody who may enter the admin.
    """

    permission_required = "change"


class LibraryViewSet(snippets.SnippetViewSet):
    """What the views of all library items share."""

    index_view_class = LibraryIndexView
    reorder_view_class = LibraryReorderView
    edit_view_class = LibraryEditView
    usage_view_class = LibraryUsageView
    delete_view_class = LibraryDeleteView
    # Wagtail would take its own, whatever the view says.
    delete_template_name = LibraryDeleteView.template_name
    unpublish_view_class = LibraryUnpublishView
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
