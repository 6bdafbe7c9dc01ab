"""The page explorer below treatment sections, condition lists and locations."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import swapper
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.ui.tables.pages import PageTitleColumn
from wagtail.admin.views.pages.listing import ExplorableIndexView
from wagtail.admin.viewsets.pages import PageViewSet, page_viewset_registry
from wagtail.models import AbstractPage, get_page_models

from ketamine_pages.admin.columns import TITLE_CLASS, TITLE_WIDTH
from ketamine_pages.locations.finder.index_page import LocationIndexPageMixin
from ketamine_pages.pages.list_pages import ConditionListPageMixin, ListPageMixin
from ketamine_pages.pages.section_page import TreatmentIndexPageMixin
from ketamine_pages.shown.kinds import AboutTreatment


class SectionIndexView(ExplorableIndexView):
    """Lists pages of several types with what editors look for in each."""

    def setup(self, *args: Any, **kwargs: Any) -> None:
        super().setup(*args, **kwargs)
        # The viewset stands for the parent's type; below it there are pages of several types.
        self.model = swapper.load_model("wagtailcore", "Page")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        fetch_details(context["object_list"])
        return context


def fetch_details(pages: Iterable[Any]) -> None:
    """Give ``pages`` what the columns show, in at most one query for each type of page."""
    pages = list(pages)
    about = [page for page in pages if isinstance(page, AboutTreatment)]
    prefetch_related_objects(about, "treatment")
    lists: dict[Any, list[Any]] = {}
    for page in pages:
        if isinstance(page, ListPageMixin):
            lists.setdefault(type(page), []).append(page)
    for model, members in lists.items():
        # The explorer leaves stream fields in the database.
        streams = dict(
            model._default_manager.filter(pk__in=[page.pk for page in members]).values_list(
                "pk", model.items_field
            )
        )
        for page in members:
            page.item_count = len(streams[page.pk])


class SectionViewSet(PageViewSet):
    """The explorer below pages of one type; ``detail_columns`` stand beside the title."""

    index_view_class = SectionIndexView

    def __init__(self, model: type[AbstractPage], detail_columns: list[Column]) -> None:
        bulk, _title, *rest = PageViewSet.columns
        title = PageTitleColumn(
            "title",
            label=_("Title"),
            sort_key="title",
            classname=f"title {TITLE_CLASS}",
            width=TITLE_WIDTH,
        )
        super().__init__(
            model=model, parent_models=[model], columns=[bulk, title, *detail_columns, *rest]
        )


def treatment_columns() -> list[Column]:
    """What one looks for among treatment pages and lists."""
    return [
        Column("treatment", label=_("Treatment")),
        Column("treatment.get_regulatory_status_display", label=_("Regulatory status")),
        Column("item_count", label=_("Items")),
    ]


def location_columns() -> list[Column]:
    """What one looks for among locations."""
    return [
        Column("city", label=_("City")),
        Column("phone.as_national", label=_("Phone")),
        Column("status_message", label=_("Notice")),
    ]


DETAILS: dict[type, Callable[[], list[Column]]] = {
    TreatmentIndexPageMixin: treatment_columns,
    ConditionListPageMixin: treatment_columns,
    LocationIndexPageMixin: location_columns,
}


def explorer_viewsets() -> list[SectionViewSet]:
    """A viewset for each page type of the site that uses one of the mixins.

    By mixin, so that a site with page types of its own gets the columns too; page types for which
    the site has registered a viewset are left to it.
    """
    return [
        SectionViewSet(model, columns())
        for model in get_page_models()
        for mixin, columns in DETAILS.items()
        if issubclass(model, mixin) and model not in page_viewset_registry.values_by_class
    ]
