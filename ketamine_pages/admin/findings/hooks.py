"""Everything about findings and the publish gate that the Wagtail admin is told of."""

from __future__ import annotations

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from ketamine_pages.admin.findings.checks_view import checks
from ketamine_pages.admin.findings.content_checker import add_findings
from ketamine_pages.admin.findings.publishing import (
    publish_what_may_be,
    refuse_conversion,
    refuse_live_copies,
    warn_about_item,
    warn_about_many,
    warn_about_page,
)
from ketamine_pages.admin.findings.report import (
    URL_NAME,
    FindingsReportView,
    add_panel,
    menu_item,
)
from ketamine_pages.gate.keeping import KEPT
from ketamine_pages.gate.panel import URL_NAME as CHECKS_URL_NAME
from ketamine_pages.gate.scheduled import HELD_BACK


def admin_urls() -> list[URLPattern]:
    report = FindingsReportView.as_view()
    results = FindingsReportView.as_view(results_only=True)
    return [
        path("ketamine-pages/checks/<int:content_type_id>/<pk>/", checks, name=CHECKS_URL_NAME),
        path("reports/findings/", report, name=URL_NAME),
        path("reports/findings/results/", results, name=f"{URL_NAME}_results"),
    ]


def log_actions(actions: LogActionRegistry) -> None:
    actions.register_action(KEPT, _("Keep as draft"), _("Not published, as it has mistakes"))
    actions.register_action(HELD_BACK, _("Hold back"), _("Not published when due"))


def register_finding_hooks() -> None:
    """Register the hooks of this room."""
    hooks.register("before_bulk_action", publish_what_may_be)
    hooks.register("before_copy_page", refuse_live_copies)
    hooks.register("before_convert_alias_page", refuse_conversion)
    hooks.register("after_publish_page", warn_about_page)
    hooks.register("after_create_snippet", warn_about_item)
    hooks.register("after_edit_snippet", warn_about_item)
    hooks.register("after_bulk_action", warn_about_many)
    hooks.register("construct_wagtail_userbar", add_findings)
    hooks.register("register_reports_menu_item", menu_item)
    hooks.register("construct_homepage_panels", add_panel)
    hooks.register("register_log_actions", log_actions)
    hooks.register("register_admin_urls", admin_urls)
