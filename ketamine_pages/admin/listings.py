"""The page explorer below treatment sections and condition lists."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import swapper
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.ui.tables.pages import PageTitleColumn
from wagtail.admin.views.pages.listing import ExplorableIndexView
from wagtail.admin.viewsets.pages import PageViewSet, page_viewset_registry
from wagtail.models import get_page_models

from ..models import ConditionListPageMixin, TreatmentIndexPageMixin
from ..models.page_types import ListPageMixin
from .columns import TITLE_CLASS, TITLE_WIDTH

PARENTS = (TreatmentIndexPageMixin, ConditionListPageMixin)


class SectionIndexView(ExplorableIndexView):
    """Shows which treatment a page is about, its regulatory status, and how long a list is."""

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
    prefetch_related_objects([page for page in pages if hasattr(page, "treatment_id")], "treatment")
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
    """The explorer of one type of page that holds treatment pages or lists."""

    index_view_class = SectionIndexView

    def __init__(self, model: Any) -> None:
        bulk, _title, *rest = PageViewSet.columns
        super().__init__(
            model=model,
            parent_models=[model],
            columns=[
                bulk,
                PageTitleColumn(
                    "title",
                    label=_("Title"),
                    sort_key="title",
                    classname=f"title {TITLE_CLASS}",
                    width=TITLE_WIDTH,
                ),
                Column("treatment", label=_("Treatment")),
                Column("treatment.get_regulatory_status_display", label=_("Regulatory status")),
                Column("item_count", label=_("Items")),
                *rest,
            ],
        )


def page_listings() -> list[SectionViewSet]:
    """A viewset for each page type of the site that uses one of the mixins.

    By mixin, so that a site with page types of its own gets the columns too; page types for which
    the site has registered a viewset are left to it.
    """
    return [
        SectionViewSet(model)
        for model in get_page_models()
        if issubclass(model, PARENTS) and model not in page_viewset_registry.values_by_class
    ]
