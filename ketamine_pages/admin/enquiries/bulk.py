"""What can be done with several enquiries at once. Ids that a user may not touch do not exist."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.views.bulk_action import BulkAction
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets.button import ListingButton

from ketamine_pages.admin.enquiries.addresses import ICON
from ketamine_pages.admin.enquiries.exporting import export_response
from ketamine_pages.admin.enquiries.forms import AssignForm, ExportForm, StatusForm
from ketamine_pages.enquiries import handling
from ketamine_pages.enquiries.permissions import policy
from ketamine_pages.enquiries.records import Enquiry

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from ketamine_pages.editing import Asker


class EnquiryBulkAction(PermissionCheckedMixin, BulkAction):
    """Base of the bulk actions, for enquiries on which the user has ``permission_required``."""

    models = [Enquiry]
    permission_policy = policy
    template_name = "ketamine_pages/admin/enquiries/bulk.html"
    header_icon = ICON
    button_text: ClassVar[Any] = ""

    def get_actionable_objects(self) -> tuple[list[Enquiry], dict[str, list[Any]]]:
        # “All” is not offered, and is no number either; longer ones do not fit into a database.
        ids = [
            each for each in self.request.GET.getlist("id") if each.isdecimal() and len(each) < 19
        ]
        permitted = policy.instances_user_has_permission_for(
            self.request.user, self.permission_required
        )
        enquiries = list(permitted.filter(pk__in=ids).select_related("assignee", "consent"))
        if not enquiries:
            raise Http404
        return enquiries, {"items_with_no_access": []}

    @cached_property
    def selected(self) -> list[Enquiry]:
        return self.get_actionable_objects()[0]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title=self.display_name,
            header_icon=self.header_icon,
            button_text=self.button_text,
            button_class="serious" if "serious" in self.classes else "",
            **kwargs,
        )

    def get_execution_context(self) -> dict[str, Any]:
        return {"user": self.request.user, **self.cleaned_form.cleaned_data}

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        return ngettext(
            "%(number)d enquiry changed.", "%(number)d enquiries changed.", num_parent_objects
        ) % {"number": num_parent_objects}


class StatusBulkAction(EnquiryBulkAction):
    display_name = _("Set status")
    aria_label = _("Set the status of the selected enquiries")
    action_type = "status"
    action_priority = 10
    permission_required = "change"
    form_class = StatusForm
    button_text = _("Set status")

    @classmethod
    def execute_action(
        cls,
        objects: list[Enquiry],
        user: User | None = None,
        status: str = "",
        **kwargs: Any,
    ) -> tuple[int, int]:
        return handling.for_each(
            objects, lambda each: handling.change_status(each, status, user)
        ), 0


class AssignBulkAction(EnquiryBulkAction):
    display_name = _("Assign")
    aria_label = _("Assign the selected enquiries")
    action_type = "assign"
    action_priority = 20
    permission_required = "change"
    form_class = AssignForm
    button_text = _("Assign")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "enquiries": self.selected}

    @classmethod
    def execute_action(
        cls,
        objects: list[Enquiry],
        user: User | None = None,
        assignee: User | None = None,
        **kwargs: Any,
    ) -> tuple[int, int]:
        return handling.for_each(objects, lambda each: handling.assign(each, assignee, user)), 0


class ExportBulkAction(EnquiryBulkAction):
    display_name = _("Export")
    aria_label = _("Export the selected enquiries")
    action_type = "export"
    action_priority = 30
    permission_required = "export"
    form_class = ExportForm
    button_text = _("Download")

    def prepare_action(
        self, objects: list[Enquiry], objects_without_access: dict[str, list[Any]]
    ) -> HttpResponse:
        file_format = self.cleaned_form.cleaned_data["file_format"]
        return export_response(objects, self.request.user, file_format)


class DeleteBulkAction(EnquiryBulkAction):
    display_name = _("Delete")
    aria_label = _("Delete the selected enquiries")
    action_type = "delete"
    action_priority = 40
    classes = {"serious"}
    permission_required = "delete"
    button_text = _("Yes, delete")

    @classmethod
    def execute_action(
        cls, objects: list[Enquiry], user: User | None = None, **kwargs: Any
    ) -> tuple[int, int]:
        for enquiry in objects:
            handling.delete(enquiry, user)
        return len(objects), 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        return ngettext(
            "%(number)d enquiry deleted.", "%(number)d enquiries deleted.", num_parent_objects
        ) % {"number": num_parent_objects}


BULK_ACTIONS = (StatusBulkAction, AssignBulkAction, ExportBulkAction, DeleteBulkAction)


def buttons_for(user: Asker) -> list[ListingButton]:
    """A button for each bulk action that the user may take with at least some enquiries."""
    return [
        ListingButton(
            action.display_name,
            reverse("wagtail_bulk_action", args=["ketamine_pages", "enquiry", action.action_type]),
            attrs={"aria-label": action.aria_label, "data-bulk-action-button": ""},
            priority=action.action_priority,
            classname=" ".join([*action.classes, "bulk-action-btn"]),
        )
        for action in BULK_ACTIONS
        if policy.user_has_permission(user, action.permission_required)
    ]
