"""What a group may do with the enquiries of a location, in the form of the group."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import swapper
from django import forms
from django.contrib.auth.models import Group
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.formsets import BaseFormSetMixin
from wagtail.admin.widgets import AdminPageChooser

from ketamine_pages.enquiries.handling_records import GroupEnquiryPermission
from ketamine_pages.enquiries.permissions import ACTIONS, policy


class LocationPermissionsForm(forms.Form):
    """A location, and what may be done with its enquiries."""

    # The queryset is set when a form is made: a site may swap its base page.
    page: Any = forms.ModelChoiceField(
        label=_("Location"), queryset=None, widget=AdminPageChooser(show_edit_link=False)
    )
    view = forms.BooleanField(label=_("See"), required=False)
    change = forms.BooleanField(label=_("Handle"), required=False)
    export = forms.BooleanField(label=_("Export"), required=False)
    delete = forms.BooleanField(label=_("Delete"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["page"]
        field.queryset = swapper.load_model("wagtailcore", "Page").objects.all()

    @property
    def actions(self) -> list[Any]:
        """The tick boxes, one for each thing that can be done with enquiries."""
        return [self[action] for action in ACTIONS]


class BaseLocationPermissionsFormSet(BaseFormSetMixin, forms.BaseFormSet):
    """A row for each location for which a group has permissions."""

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        files: MultiValueDict[str, Any] | None = None,
        instance: Group | None = None,
        prefix: str = "enquiry_permissions",
    ) -> None:
        self.instance = Group() if instance is None else instance
        super().__init__(data, files, initial=self._get_initial(), prefix=prefix)

    def _get_initial(self) -> list[dict[str, Any]]:
        if self.instance._state.adding:
            return []
        rows: dict[Any, dict[str, Any]] = {}
        granted = self.instance.ketamine_enquiry_permissions.select_related("permission", "page")
        for each in granted.order_by("page__path"):
            action = each.permission.codename.partition("_")[0]
            rows.setdefault(each.page_id, {"page": each.page})[action] = True
        return list(rows.values())

    def _kept(self) -> list[dict[str, Any]]:
        # A row that is completely blank passes as valid.
        return [
            form.cleaned_data
            for form in self.forms
            if form not in self.deleted_forms and form.cleaned_data.get("page")
        ]

    def clean(self) -> None:
        if any(self.errors):
            return
        pages = [row["page"] for row in self._kept()]
        if len(set(pages)) != len(pages):
            raise forms.ValidationError(gettext("Each location can stand here once."))

    @transaction.atomic
    def save(self) -> None:
        """Make the group's permissions those of the form."""
        by_action = {
            permission.codename.partition("_")[0]: permission
            for permission in policy.get_permissions()
        }
        wanted = {
            (row["page"], by_action[action])
            for row in self._kept()
            for action in ACTIONS
            if row.get(action)
        }
        present = {}
        for each in self.instance.ketamine_enquiry_permissions.select_related("page", "permission"):
            present[each.page, each.permission] = each.pk
        gone = [pk for key, pk in present.items() if key not in wanted]
        self.instance.ketamine_enquiry_permissions.filter(pk__in=gone).delete()
        GroupEnquiryPermission.objects.bulk_create(
            GroupEnquiryPermission(group=self.instance, page=page, permission=permission)
            for page, permission in wanted - present.keys()
        )

    def as_admin_panel(self) -> str:
        """The formset as a panel of Wagtail's form for groups."""
        template = "ketamine_pages/admin/enquiries/group_permissions.html"
        return render_to_string(template, {"formset": self})


LocationPermissionsFormSet = forms.formset_factory(
    LocationPermissionsForm,
    formset=BaseLocationPermissionsFormSet,
    extra=0,
    can_delete=True,
)
