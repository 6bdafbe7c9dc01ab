"""Site wording in the admin: chooser, list with the sites that use an entry, and forms."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from ketamine_pages.admin.library.base import (
    LibraryChooserViewSet,
    LibraryFilterSet,
    LibraryViewSet,
)
from ketamine_pages.admin.library.list_views import LibraryIndexView
from ketamine_pages.library.site_wording import SiteWording
from ketamine_pages.library.wording_in_use import why_withheld
from ketamine_pages.site.settings import ClinicSettings


class SiteWordingFilterSet(LibraryFilterSet):
    class Meta:
        model = SiteWording
        fields: list[str] = []


class SiteWordingIndexView(LibraryIndexView):
    """Says of each entry which sites have chosen it, and whether their visitors read it."""

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(*args, **kwargs)
        if not self.is_export:
            tell_use(context["object_list"])
        return context


def tell_use(entries: Sequence[Any]) -> None:
    """Note with ``entries`` what the columns of the list say of them; one query for all."""
    chosen: dict[Any, list[Any]] = defaultdict(list)
    keys = [entry.translation_key for entry in entries]
    clinics = ClinicSettings.objects.filter(wording__translation_key__in=keys)
    for clinic in clinics.select_related("site", "wording"):
        chosen[clinic.wording.translation_key].append(clinic.site)
    for entry in entries:
        sites = chosen[entry.translation_key]
        entry.used_by = ", ".join(sorted(map(str, sites)))
        withheld = why_withheld(entry, entry) if sites else None
        entry.printed = withheld.label if withheld else gettext("yes") if sites else ""


class SiteWordingChooser(LibraryChooserViewSet):
    form_fields = ["name"]


class SiteWordingViewSet(LibraryViewSet):
    model = SiteWording
    icon = "openquote"
    index_view_class = SiteWordingIndexView
    chooser_viewset_class = SiteWordingChooser
    filterset_class = SiteWordingFilterSet
    detail_columns = [
        Column("used_by", label=_("Sites")),
        Column("printed", label=_("Printed")),
    ]
    export_fields = ["name", "crisis_heading", "crisis_text", "general_disclaimer"]
