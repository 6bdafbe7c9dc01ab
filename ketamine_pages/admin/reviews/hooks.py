"""Everything about clinical reviews that the Wagtail admin is told of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.db.models import Model
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.home import WorkflowObjectsToModeratePanel
from wagtail.admin.widgets import Button
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import AbstractPage, BaseLogEntry

from ketamine_pages.admin.reviews.access import (
    READ_PAGE_URL_NAME,
    READ_URL_NAME,
    get_address_of,
    known_clinician,
    may_read,
    may_see_reviews,
)
from ketamine_pages.admin.reviews.panels import OtherTasksPanel, ReviewPanel
from ketamine_pages.admin.reviews.report import URL_NAME, ReviewReportView
from ketamine_pages.admin.reviews.views import (
    ReadPageView,
    ReadView,
    ReviewResultView,
    leave_out_userbar,
    send_to_reading,
    show_result,
)
from ketamine_pages.reviews.mixin import ReviewedMixin
from ketamine_pages.reviews.recording import LOG_ACTION
from ketamine_pages.reviews.records import ReviewOutcome
from ketamine_pages.reviews.task import RESULT_URL_NAME

if TYPE_CHECKING:
    from ketamine_pages.editing import Asker


class ReviewsMenuItem(MenuItem):
    """The report in the menu, for those who have something in it."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_see_reviews(request.user)


def admin_urls() -> list[URLPattern]:
    return [
        path(
            "ketamine-pages/reviews/read/<int:content_type_id>/<object_id>/",
            ReadView.as_view(),
            name=READ_URL_NAME,
        ),
        path(
            "ketamine-pages/reviews/read/<int:content_type_id>/<object_id>/page/",
            ReadPageView.as_view(),
            name=READ_PAGE_URL_NAME,
        ),
        path(
            "ketamine-pages/reviews/result/<int:task_state_id>/",
            ReviewResultView.as_view(),
            name=RESULT_URL_NAME,
        ),
        path("reports/clinical-reviews/", ReviewReportView.as_view(), name=URL_NAME),
        path(
            "reports/clinical-reviews/results/",
            ReviewReportView.as_view(results_only=True),
            name=f"{URL_NAME}_results",
        ),
    ]


class ReviewLogFormatter(LogFormatter):
    """Reviews in the history of a page or library item."""

    label = _("Clinical review")

    def format_message(self, log_entry: BaseLogEntry) -> str:
        outcomes = {
            ReviewOutcome.APPROVED: gettext("Reviewed and approved by %(reviewer)s"),
            ReviewOutcome.CHANGES_REQUESTED: gettext("Changes requested by %(reviewer)s"),
            ReviewOutcome.NO_CHANGE_NEEDED: gettext("Reviewed by %(reviewer)s, no change needed"),
        }
        text = outcomes.get(log_entry.data.get("outcome"), gettext("Reviewed by %(reviewer)s"))
        return text % {"reviewer": log_entry.data.get("reviewer", "")}


def log_actions(actions: LogActionRegistry) -> None:
    actions.register_action(LOG_ACTION)(ReviewLogFormatter)


def reports_menu_item() -> MenuItem:
    return ReviewsMenuItem(
        _("Clinical reviews"), reverse(URL_NAME), icon_name="clipboard-list", order=1150
    )


def page_buttons(page: AbstractPage, user: Asker, *args: Any, **kwargs: Any) -> Iterator[Button]:
    """“Review” in the menu of a page, for reviewers."""
    # Only they need to know what type of page it is.
    if known_clinician(user) is not None and may_read(user, page.specific_deferred):
        yield Button(_("Review"), get_address_of(page), icon_name="check", priority=85)


def item_buttons(snippet: Model, user: Asker, next_url: str | None = None) -> Iterator[Button]:
    """“Review” in the menu of a library item, for reviewers."""
    if isinstance(snippet, ReviewedMixin) and may_read(user, snippet):
        yield Button(_("Review"), get_address_of(snippet), icon_name="check", priority=85)


def add_panel(request: HttpRequest, panels: list[Any]) -> None:
    """Our panel on the dashboard; what waits for a reviewer is in it, and in no other."""
    if not may_see_reviews(request.user):
        return
    panels.append(ReviewPanel())
    if known_clinician(request.user) is not None:
        for number, panel in enumerate(panels):
            if type(panel) is WorkflowObjectsToModeratePanel:
                panels[number] = OtherTasksPanel()


def register_review_hooks() -> None:
    """Register the hooks of this module."""
    hooks.register("register_admin_urls", admin_urls)
    hooks.register("register_log_actions", log_actions)
    hooks.register("register_reports_menu_item", reports_menu_item)
    hooks.register("register_page_header_buttons", page_buttons)
    hooks.register("register_snippet_listing_buttons", item_buttons)
    hooks.register("construct_homepage_panels", add_panel)
    # After all that put something into it.
    hooks.register("construct_wagtail_userbar", leave_out_userbar, order=1000)
    hooks.register("before_edit_page", send_to_reading)
    hooks.register("before_edit_snippet", send_to_reading)
    # After the gate's own, which says whether something was published.
    hooks.register("after_edit_page", show_result, order=10)
    hooks.register("after_edit_snippet", show_result, order=10)
