"""The list of a library model and the order in it, where Wagtail's own views do not fit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from wagtail.admin.ui.tables import LocaleColumn
from wagtail.snippets.views import snippets

from ketamine_pages.admin.columns import TITLE_CLASS, TITLE_WIDTH
from ketamine_pages.admin.library.list_queries import fetch_status, in_editors_order


class LibraryIndexView(snippets.IndexView):
    """A list with the locale where there are several, and a fixed number of queries."""

    # What keeps rows together while an editor orders them by dragging.
    row_groups: Sequence[Any] = ()
    title_sort_key = ""

    @cached_property
    def columns(self) -> list[Any]:
        checkbox, title, *rest = super().columns
        title.sort_key = self.title_sort_key
        title.width, title.classname = TITLE_WIDTH, TITLE_CLASS
        locale = [LocaleColumn()] if self.i18n_enabled else []
        return [checkbox, title, *locale, *rest]

    def order_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        ordered = super().order_queryset(queryset)
        if self.show_ordering_column:
            return ordered.order_by(*self.row_groups, *in_editors_order(self.sort_order_field))
        return ordered

    def get_valid_orderings(self) -> list[str]:
        orderings = super().get_valid_orderings()
        if not self.is_searching:
            return orderings
        # Search backends order by indexed fields only, and fail on any other.
        indexed = {
            field.get_attname(self.model) for field in self.model.get_filterable_search_fields()
        }
        return [ordering for ordering in orderings if ordering.removeprefix("-") in indexed]

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(*args, **kwargs)
        if not self.is_export:
            fetch_status(context["object_list"])
        return context


class LibraryReorderView(snippets.ReorderView):
    """Moves an item to a place in the list.

    Wagtail's own view moves numbers about, which goes wrong where some are missing or equal:
    imported items have none, copies have that of their original. This one numbers the whole list.
    """

    row_groups: Sequence[Any] = ()

    def get_queryset(self) -> QuerySet[Any]:
        return self.model._default_manager.order_by(
            *self.row_groups, *in_editors_order(self.sort_order_field)
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> JsonResponse:
        field = self.sort_order_field
        with transaction.atomic():
            moved = get_object_or_404(self.model, pk=kwargs["pk"])
            items = [item for item in self.get_queryset().only("pk", field) if item != moved]
            try:
                position = int(request.GET.get("position", ""))
            except ValueError:
                position = -1
            items.insert(position if 0 <= position <= len(items) else len(items), moved)
            changed = []
            for place, item in enumerate(items, start=1):
                if getattr(item, field) != place:
                    setattr(item, field, place)
                    changed.append(item)
            self.model._default_manager.bulk_update(changed, [field])
            # Sends the signals that caches listen to; the bulk update sends none.
            moved.save(update_fields=[field])
        return JsonResponse({"success": True})
