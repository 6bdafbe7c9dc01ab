"""Everything about the impact of changes that the Wagtail admin is told of."""

from __future__ import annotations

from django.urls import URLPattern, path
from wagtail import hooks

from ketamine_pages.admin.impact.asking import (
    PUBLISH_URL_NAME,
    ask_before_bulk_action,
    ask_before_deleting,
    ask_before_publishing,
    ask_before_unpublishing,
)
from ketamine_pages.admin.impact.taking_back import (
    REPORT_URL_NAME,
    URL_NAME,
    TakeBackView,
    TakenBackView,
    item_buttons,
    log_actions,
)
from ketamine_pages.admin.impact.views import impact, publish_anyway
from ketamine_pages.gate.panel import IMPACT_URL_NAME


def admin_urls() -> list[URLPattern]:
    return [
        path("ketamine-pages/impact/<int:content_type_id>/<pk>/", impact, name=IMPACT_URL_NAME),
        path(
            "ketamine-pages/publish/<int:content_type_id>/<pk>/",
            publish_anyway,
            name=PUBLISH_URL_NAME,
        ),
        path(
            "ketamine-pages/take-back/<int:content_type_id>/<int:pk>/",
            TakeBackView.as_view(),
            name=URL_NAME,
        ),
        path("ketamine-pages/taken-back/<int:pk>/", TakenBackView.as_view(), name=REPORT_URL_NAME),
    ]


def register_impact_hooks() -> None:
    """Register the hooks of this room."""
    hooks.register("register_admin_urls", admin_urls)
    hooks.register("before_publish", ask_before_publishing)
    hooks.register("before_publish_page", ask_before_publishing)
    hooks.register("before_unpublish_page", ask_before_unpublishing)
    hooks.register("before_delete_page", ask_before_deleting)
    # Before the gate's own, which publishes what may be.
    hooks.register("before_bulk_action", ask_before_bulk_action, order=-1)
    hooks.register("register_snippet_listing_buttons", item_buttons)
    hooks.register("register_log_actions", log_actions)
