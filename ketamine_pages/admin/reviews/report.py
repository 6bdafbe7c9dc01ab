"""The report “Clinical reviews”."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import django_filters
from django.core.exceptions import PermissionDenied
from django.db.models import Case, Q, QuerySet, Value, When
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import AbstractPage, get_page_models

from ketamine_pages.admin.columns import TITLE_CLASS
from ketamine_pages.admin.late_notice import LateNoticeMixin
from ketamine_pages.admin.reviews.access import (
    get_read_address,
    known_clinician,
    may_see_reviews,
    visible_statuses,
)
from ketamine_pages.editing import get_row_edit_address, get_type_choices, get_type_name
from ketamine_pages.reviews.records import ReviewStatus, StoredState
from ketamine_pages.reviews.standing import is_reviewed
from ketamine_pages.reviews.tending import judge_status
from ketamine_pages.rules.findings import ReviewState
from ketamine_pages.rules.review import DUE_SOON
from ketamine_pages.rules.reviewing.tending import Tending
from ketamine_pages.shown.kinds import library_models

URL_NAME = "ketamine_pages_reviews"
DUE = "due"
# In the order in which they want to be worked on.
LABELS = {
    ReviewState.OVERDUE.value: _("overdue"),
    ReviewState.CHANGED.value: _("changed since review"),
    ReviewState.NEVER.value: _("never reviewed"),
    DUE: _("due in 30 days"),
    ReviewState.CURRENT.value: _("reviewed"),
}
# As they stand where nothing stands before them.
STATE_CHOICES = [(state, capfirst(label)) for state, label in LABELS.items()]


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
    """How the review of a page or item stands today, in words."""
    state: str = status.review_state
    soon = timezone.localdate() + DUE_SOON
    if state == ReviewState.CURRENT and status.next_due and status.next_due <= soon:
        state = DUE
    label = str(capfirst(LABELS[state]))
    if judge_status(status.next_due) is Tending.WITHHELD and issubclass(
        status.target_model, AbstractPage
    ):
        return gettext("%(state)s, numbers are withheld") % {"state": label}
    return label


def by_urgency(today: date | None = None) -> Case:
    """The place of a row among all that is to be done: least where it wants work first."""
    states = enumerate(state for state in LABELS if state != ReviewState.CURRENT)
    return Case(
        *(When(in_state(state, today), then=Value(place)) for place, state in states),
        default=Value(len(LABELS)),
    )


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
    # What wants work first, first; of that, what has wanted it for longest.
    default_ordering = ("urgency", "next_due", "title", "pk")
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
        Column("state", label=_("State"), accessor=get_label, sort_key="urgency"),
        DateColumn("review.reviewed_at", label=_("Last review")),
        Column("review.signature", label=_("Reviewer")),
        Column("next_due", label=_("Next review due"), sort_key="next_due"),
    ]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_see_reviews(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_base_queryset(self) -> QuerySet[ReviewStatus]:
        statuses = visible_statuses(self.request.user)
        rows = statuses.select_related("review", "owner").defer("review__content")
        return rows.annotate(urgency=by_urgency())

    def decorate_paginated_queryset(self, object_list: Sequence[Any]) -> Any:
        # Who reviews may not be allowed to edit, and comes here to review.
        is_reviewer = known_clinician(self.request.user) is not None
        get_address = get_read_address if is_reviewer else get_row_edit_address
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
            "reviewer": review.signature if review else "",
            "next_due": item.next_due,
            "owner": str(item.owner) if item.owner else "",
        }
