"""Everything about the inbox that the Wagtail admin is told of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.admin_url_finder import register_admin_url_finder
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.viewsets.base import ViewSet
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import BaseLogEntry

from ketamine_pages.admin.enquiries.addresses import ICON, NAMESPACE, address_of, url_name
from ketamine_pages.admin.enquiries.bulk import BULK_ACTIONS
from ketamine_pages.admin.enquiries.detail import (
    DeleteView,
    DetailView,
    HandleView,
    NoteView,
    NotSpamView,
)
from ketamine_pages.admin.enquiries.group_permissions import LocationPermissionsFormSet
from ketamine_pages.admin.enquiries.listing import EnquiryIndexView, SpamIndexView
from ketamine_pages.admin.enquiries.notices import count_waiting, get_notices
from ketamine_pages.enquiries.handling import log_action
from ketamine_pages.enquiries.handling_records import EnquiryAction
from ketamine_pages.enquiries.permissions import ACTIONS, policy
from ketamine_pages.enquiries.records import Enquiry, EnquiryStatus

if TYPE_CHECKING:
    from ketamine_pages.editing import Asker


class EnquiriesMenuItem(MenuItem):
    """The inbox in the menu, for those who may see something in it."""

    def is_shown(self, request: HttpRequest) -> bool:
        return policy.user_has_any_permission(request.user, ACTIONS)


class EnquiryURLFinder:
    """The address of an enquiry for links, as in the site history, if the user may see it."""

    def __init__(self, user: Asker | None = None) -> None:
        self.user = user

    def get_edit_url(self, instance: Enquiry) -> str | None:
        if self.user is not None and not policy.user_has_any_permission_for_instance(
            self.user, ACTIONS, instance
        ):
            return None
        return address_of(instance)


class EnquiryViewSet(ViewSet):
    """The inbox. A plain viewset: enquiries are neither added nor edited by staff, and nothing
    chooses, searches, copies or indexes them."""

    name = NAMESPACE
    url_prefix = "enquiries"
    icon = ICON
    add_to_admin_menu = True
    menu_label = _("Enquiries")
    menu_name = "enquiries"
    # Below the treatment library.
    menu_order = 260
    menu_item_class = EnquiriesMenuItem

    @cached_property
    def menu_url(self) -> str:
        return reverse(url_name("index"))

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", EnquiryIndexView.as_view(), name="index"),
            path("results/", EnquiryIndexView.as_view(results_only=True), name="index_results"),
            path("spam/", SpamIndexView.as_view(), name="spam"),
            path("spam/results/", SpamIndexView.as_view(results_only=True), name="spam_results"),
            path("<int:pk>/", DetailView.as_view(), name="inspect"),
            path("<int:pk>/handle/", HandleView.as_view(), name="handle"),
            path("<int:pk>/note/", NoteView.as_view(), name="note"),
            path("<int:pk>/not-spam/", NotSpamView.as_view(), name="not_spam"),
            path("<int:pk>/delete/", DeleteView.as_view(), name="delete"),
        ]


class EnquiriesPanel(Component):
    """How many new enquiries wait, on the dashboard."""

    name = "ketamine_pages_enquiries"
    template_name = "ketamine_pages/admin/enquiries/panel.html"
    order = 120

    def get_context_data(self, parent_context: Mapping[str, Any] | None) -> dict[str, Any]:
        user = (parent_context or {})["request"].user
        new, suspected = count_waiting(user)
        return {
            "new": new,
            "suspected": suspected,
            "notices": get_notices(user),
            "index": reverse(url_name("index")),
            "spam": reverse(url_name("spam")),
        }


def add_panel(request: HttpRequest, panels: list[Any]) -> None:
    if policy.user_has_any_permission(request.user, ACTIONS):
        panels.append(EnquiriesPanel())


class StatusLogFormatter(LogFormatter):
    """Changes of status in the site history."""

    label = _("Change status of enquiry")

    def format_message(self, log_entry: BaseLogEntry) -> str:
        labels = dict(EnquiryStatus.choices)
        return gettext("Status changed from “%(before)s” to “%(after)s”") % {
            "before": labels.get(log_entry.data.get("from"), ""),
            "after": labels.get(log_entry.data.get("to"), ""),
        }


def log_actions(actions: LogActionRegistry) -> None:
    actions.register_action(log_action(EnquiryAction.STATUS))(StatusLogFormatter)
    for action, label, message in (
        (EnquiryAction.ASSIGNED, _("Assign enquiry"), _("Assigned to somebody else")),
        (EnquiryAction.NOTED, _("Add note to enquiry"), _("Note added")),
        (EnquiryAction.EXPORTED, _("Export enquiry"), _("Exported")),
        (EnquiryAction.NOT_SPAM, _("Mark enquiry as no spam"), _("Marked as no spam")),
    ):
        actions.register_action(log_action(action), label, message)


def register_enquiry_hooks() -> None:
    """Register the hooks of this module."""
    register_admin_url_finder(Enquiry, EnquiryURLFinder)
    hooks.register("register_admin_viewset", EnquiryViewSet)
    hooks.register("register_permissions", policy.get_permissions)
    hooks.register("register_group_permission_panel", lambda: LocationPermissionsFormSet)
    hooks.register("register_log_actions", log_actions)
    hooks.register("construct_homepage_panels", add_panel)
    for action in BULK_ACTIONS:
        hooks.register("register_bulk_action", action)
