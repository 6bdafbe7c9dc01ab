"""The report “Clinical reviews”, and its short form on the dashboard."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import django_filters
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import get_page_models

from ketamine_pages.admin.columns import TITLE_CLASS
from ketamine_pages.admin.late_notice import LateNoticeMixin
from ketamine_pages.admin.reviews.access import (
    get_record_address,
    known_clinician,
    may_see_reviews,
    visible_statuses,
)
from ketamine_pages.editing import get_row_edit_address, get_type_choices, get_type_name
from ketamine_pages.reviews.records import ReviewStatus, StoredState
from ketamine_pages.reviews.standing import is_reviewed
from ketamine_pages.rules.findings import ReviewState
from ketamine_pages.rules.review import DUE_SOON
from ketamine_pages.shown.kinds import library_models

URL_NAME = "ketamine_pages_reviews"
DUE = "due"
STATE_CHOICES = [
    (ReviewState.OVERDUE.value, _("Overdue")),
    (DUE, _("Due in 30 days")),
    (ReviewState.CHANGED.value, _("Changed since review")),
    (ReviewState.NEVER.value, _("Never reviewed")),
    (ReviewState.CURRENT.value, _("Reviewed")),
]
LABELS = dict(STATE_CHOICES)


def in_state(state: str, today: date | None = None) -> Q:
    """Rows of ``ReviewStatus`` in one of ``STATE_CHOICES``. “Due” is part of “reviewed”."""
    today = today or timezone.localdate()
    current = Q(state=StoredState.CURRENT)
    if state == ReviewState.OVERDUE:
        return current & Q(next_due__lt=today)
    if state == DUE:
        return current & Q(next_due__gte=today, next_due__lte=today + DUE_SOON)
    if state == ReviewState.CURRENT:
        return current & (Q(next_due__gte=today) | Q(next_due__isnull=True))
    return Q(state=state)


def type_choices() -> list[tuple[int, str]]:
    """Page types and library models that are reviewed on this site, by content type."""
    models = [*get_page_models(), *library_models()]
    return get_type_choices(model for model in models if is_reviewed(model))


class ReviewFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=STATE_CHOICES, method="filter_state", empty_label=_("All")
    )
    content_type = django_filters.ChoiceFilter(
        label=_("Type"), choices=type_choices, empty_label=_("All")
    )

    class Meta:
        model = ReviewStatus
        fields: list[str] = []

    def filter_state(self, queryset: QuerySet[ReviewStatus], name: str, value: str) -> Any:
        return queryset.filter(in_state(value))


def get_label(status: ReviewStatus) -> str:
    """How the review of a page or item stands today, as one of the labels of ``STATE_CHOICES``."""
    state: str = status.review_state
    soon = timezone.localdate() + DUE_SOON
    if state == ReviewState.CURRENT and status.next_due and status.next_due <= soon:
        state = DUE
    return str(LABELS[state])


class ReviewReportView(LateNoticeMixin, ReportView):
    """Lists the review status of what the user may edit, in a constant number of queries."""

    model = ReviewStatus
    page_title = _("Clinical reviews")
    header_icon = "clipboard-list"
    index_url_name = URL_NAME
    index_results_url_name = f"{URL_NAME}_results"
    filterset_class = ReviewFilterSet
    permission_policy = None
    is_searchable = True
    search_fields = ["title"]
    search_backend_name = None
    default_ordering = "title"
    list_export = ["title", "type", "state", "reviewed_at", "reviewer", "next_due", "owner"]
    export_headings = {
        "type": _("Type"),
        "reviewed_at": _("Last review"),
        "reviewer": _("Reviewer"),
        "owner": _("Owner"),
    }
    columns = [
        TitleColumn(
            "title",
            label=_("Title"),
            get_url=lambda status: status.address,
            classname=f"title {TITLE_CLASS}",
            sort_key="title",
        ),
        Column("type", label=_("Type"), accessor=lambda row: get_type_name(row.target_model)),
        Column("state", label=_("State"), accessor=get_label),
        DateColumn("review.reviewed_at", label=_("Last review")),
        Column("review.reviewer", label=_("Reviewer")),
        Column("next_due", label=_("Next review due"), sort_key="next_due"),
    ]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_see_reviews(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_base_queryset(self) -> QuerySet[ReviewStatus]:
        statuses = visible_statuses(self.request.user)
        return statuses.select_related("review__reviewer", "owner")

    def decorate_paginated_queryset(self, object_list: Sequence[Any]) -> Any:
        # Who reviews may not be allowed to edit, and comes here to review.
        is_reviewer = known_clinician(self.request.user) is not None
        get_address = get_record_address if is_reviewer else get_row_edit_address
        for status in object_list:
            status.address = get_address(status)
        return object_list

    def get_filename(self) -> str:
        return f"clinical-reviews-{timezone.localdate().isoformat()}"

    def to_row_dict(self, item: ReviewStatus) -> dict[str, Any]:
        review = item.review
        return {
            "title": item.title,
            "type": get_type_name(item.target_model),
            "state": get_label(item),
            "reviewed_at": review.reviewed_at if review else None,
            "reviewer": str(review.reviewer) if review else "",
            "next_due": item.next_due,
            "owner": str(item.owner) if item.owner else "",
        }


class ReviewPanel(Component):
    """How much is waiting for a clinician, on the dashboard. One query."""

    name = "ketamine_pages_reviews"
    template_name = "ketamine_pages/admin/reviews/review_panel.html"
    order = 150

    def get_context_data(self, parent_context: Mapping[str, Any] | None) -> dict[str, Any]:
        request = (parent_context or {})["request"]
        states = [value for value, _label in STATE_CHOICES if value != ReviewState.CURRENT]
        counts = visible_statuses(request.user).aggregate(
            **{state: Count("pk", filter=in_state(state)) for state in states}
        )
        address = reverse(URL_NAME)
        return {
            "address": address,
            "entries": [
                {
                    "label": LABELS[state],
                    "count": counts[state],
                    "address": f"{address}?state={state}",
                }
                for state in states
                if counts[state]
            ],
        }
