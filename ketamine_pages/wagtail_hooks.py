"""What the package adds to the Wagtail admin. Registration only; the work is in ``admin``."""

from __future__ import annotations

from django.urls import URLPattern, path
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.staticfiles import versioned_static
from wagtail.contrib.settings.registry import register_setting
from wagtail.snippets.models import register_snippet

from ketamine_pages.admin.enquiries.hooks import register_enquiry_hooks
from ketamine_pages.admin.findings.hooks import register_finding_hooks
from ketamine_pages.admin.impact.hooks import register_impact_hooks
from ketamine_pages.admin.late_panel import add_panel as add_late_panel
from ketamine_pages.admin.library.menu import LibraryViewSetGroup
from ketamine_pages.admin.library.usage import LibraryDeleteBulkAction
from ketamine_pages.admin.pages.explorer import explorer_viewsets
from ketamine_pages.admin.pages.picks import register_picks_adapter
from ketamine_pages.admin.reviews.hooks import register_review_hooks
from ketamine_pages.delivery.visit import mark_served
from ketamine_pages.enquiries.views import serve_enquiries
from ketamine_pages.hours.form.views import preview as preview_hours
from ketamine_pages.hours.form.widgets import PREVIEW_URL_NAME
from ketamine_pages.site.settings import ClinicSettings

ICONS = ("kp-clinic", "kp-condition", "kp-library", "kp-treatment")

register_snippet(LibraryViewSetGroup)
register_setting(ClinicSettings, icon="kp-clinic")
register_picks_adapter()
register_review_hooks()
register_enquiry_hooks()
register_finding_hooks()
register_impact_hooks()

hooks.register("register_admin_viewset", explorer_viewsets)
# Inside Wagtail's own, which asks whether the visitor may see the page.
hooks.register("on_serve_page", serve_enquiries, order=100)
# After all that may answer in the place of the page, such as a form that asks for its password.
hooks.register("on_serve_page", mark_served, order=1000)
hooks.register("construct_homepage_panels", add_late_panel)

# After Wagtail's own, whose place it takes.
hooks.register("register_bulk_action", LibraryDeleteBulkAction, order=100)


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    return [path("ketamine-pages/hours/", preview_hours, name=PREVIEW_URL_NAME)]


@hooks.register("insert_global_admin_css")
def admin_stylesheet() -> str:
    address = versioned_static("ketamine_pages/admin/admin.css")
    return format_html('<link rel="stylesheet" href="{}">', address)


@hooks.register("register_icons")
def register_icons(icons: list[str]) -> list[str]:
    return icons + [f"ketamine_pages/admin/icons/{name}.svg" for name in ICONS]
