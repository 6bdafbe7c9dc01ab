"""What the package adds to the Wagtail admin. Registration only; the work is in ``admin``."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.staticfiles import versioned_static
from wagtail.contrib.settings.registry import register_setting
from wagtail.snippets.models import register_snippet

from ketamine_pages.admin.enquiries.hooks import register_enquiry_hooks
from ketamine_pages.admin.findings.checks import checks
from ketamine_pages.admin.findings.content_checker import add_findings
from ketamine_pages.admin.findings.gate import (
    publish_what_may_be,
    refuse_live_copies,
    warn_about_item,
    warn_about_many,
    warn_about_page,
)
from ketamine_pages.admin.findings.report import URL_NAME as FINDINGS_URL_NAME
from ketamine_pages.admin.findings.report import FindingsReportView, add_panel, menu_item
from ketamine_pages.admin.late_panel import add_panel as add_late_panel
from ketamine_pages.admin.library.viewsets import LibraryViewSetGroup
from ketamine_pages.admin.pages.listings import page_listings
from ketamine_pages.admin.pages.picks import register_picks_adapter
from ketamine_pages.admin.reviews.hooks import register_review_hooks
from ketamine_pages.delivery.visit import mark_served
from ketamine_pages.enquiries.views import serve_enquiries
from ketamine_pages.gate.panel import URL_NAME as CHECKS_URL_NAME
from ketamine_pages.gate.scheduled import HELD_BACK
from ketamine_pages.hours.form.views import preview as preview_hours
from ketamine_pages.hours.form.widgets import PREVIEW_URL_NAME
from ketamine_pages.site.settings import ClinicSettings

ICONS = ("kp-clinic", "kp-condition", "kp-library", "kp-treatment")

register_snippet(LibraryViewSetGroup)
register_setting(ClinicSettings, icon="kp-clinic")
register_picks_adapter()
register_review_hooks()
register_enquiry_hooks()

# Inside Wagtail's own, which asks whether the visitor may see the page.
hooks.register("on_serve_page", serve_enquiries, order=100)
hooks.register("before_bulk_action", publish_what_may_be)
hooks.register("before_copy_page", refuse_live_copies)
hooks.register("after_publish_page", warn_about_page)
hooks.register("after_create_snippet", warn_about_item)
hooks.register("after_edit_snippet", warn_about_item)
hooks.register("after_bulk_action", warn_about_many)
hooks.register("construct_wagtail_userbar", add_findings)
# After all that may answer in the place of the page, such as a form that asks for its password.
hooks.register("on_serve_page", mark_served, order=1000)
hooks.register("register_reports_menu_item", menu_item)
hooks.register("construct_homepage_panels", add_panel)
hooks.register("construct_homepage_panels", add_late_panel)


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    actions.register_action(HELD_BACK, _("Hold back"), _("Not published when due"))


@hooks.register("register_admin_viewset")
def register_page_listings() -> list[Any]:
    return page_listings()


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    report = FindingsReportView.as_view()
    results = FindingsReportView.as_view(results_only=True)
    return [
        path("ketamine-pages/hours/", preview_hours, name=PREVIEW_URL_NAME),
        path("ketamine-pages/checks/<int:content_type_id>/<pk>/", checks, name=CHECKS_URL_NAME),
        path("reports/findings/", report, name=FINDINGS_URL_NAME),
        path("reports/findings/results/", results, name=f"{FINDINGS_URL_NAME}_results"),
    ]


@hooks.register("insert_global_admin_css")
def admin_stylesheet() -> str:
    address = versioned_static("ketamine_pages/admin/admin.css")
    return format_html('<link rel="stylesheet" href="{}">', address)


@hooks.register("register_icons")
def register_icons(icons: list[str]) -> list[str]:
    return icons + [f"ketamine_pages/admin/icons/{name}.svg" for name in ICONS]
