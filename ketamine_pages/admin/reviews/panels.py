"""Clinical reviews on the dashboard."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from django.db.models import Count
from django.urls import reverse
from wagtail.admin.ui.components import Component
from wagtail.admin.views.home import WorkflowObjectsToModeratePanel

from ketamine_pages.admin.reviews.access import (
    find_waiting,
    get_address_of,
    get_read_address,
    known_clinician,
    visible_statuses,
)
from ketamine_pages.admin.reviews.report import LABELS, URL_NAME, in_state
from ketamine_pages.reviews.mixin import ReviewedMixin
from ketamine_pages.reviews.task import ClinicalReviewTask
from ketamine_pages.rules.findings import ReviewState

if TYPE_CHECKING:
    from ketamine_pages.editing import Asker

# How many texts of each kind the dashboard names; the report has them all.
MOST = 5


class ReviewPanel(Component):
    """What waits for a clinician. For reviewers the first of it by name, for all others counted."""

    name = "ketamine_pages_reviews"
    template_name = "ketamine_pages/admin/reviews/review_panel.html"
    order = 150

    def get_context_data(self, parent_context: Mapping[str, Any] | None) -> dict[str, Any]:
        user = (parent_context or {})["request"].user
        states = [state for state in LABELS if state != ReviewState.CURRENT]
        counts = visible_statuses(user).aggregate(
            **{state: Count("pk", filter=in_state(state)) for state in states}
        )
        address = reverse(URL_NAME)
        is_reviewer = known_clinician(user) is not None
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
            "waiting": list(_waiting(user)),
            "changed": list(_changed(user)) if is_reviewer and counts["changed"] else [],
        }


def _waiting(user: Asker) -> Iterator[dict[str, Any]]:
    for state in find_waiting(user):
        yield {
            "title": state.revision.object_str,
            "address": get_address_of(state.revision.content_object),
            "by": state.revision.user,
            "since": state.started_at,
        }


def _changed(user: Asker) -> Iterator[dict[str, Any]]:
    rows = visible_statuses(user).filter(in_state(ReviewState.CHANGED)).order_by("title", "pk")
    for row in rows[:MOST]:
        yield {"title": row.title, "address": get_read_address(row)}


class OtherTasksPanel(WorkflowObjectsToModeratePanel):
    """Wagtail's “Awaiting your review” without clinical reviews, which have a screen of their own.

    It offers previews and comparisons that ask for the permission to edit.
    """

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        context["states"] = [
            each
            for each in context["states"]
            if not isinstance(each["obj"], ReviewedMixin)
            or not isinstance(each["task_state"].task.specific, ClinicalReviewTask)
        ]
        return context
