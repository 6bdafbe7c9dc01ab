"""The forms with which staff handle enquiries."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminAutoHeightTextInput

from ketamine_pages.enquiries.export import WRITERS
from ketamine_pages.enquiries.handling import name_of
from ketamine_pages.enquiries.permissions import users_who_see
from ketamine_pages.enquiries.records import Enquiry, EnquiryStatus

NOTE_LENGTH = 4000


def status_choices() -> list[tuple[str, str]]:
    """The statuses as a form shows them."""
    return [(value, str(capfirst(label))) for value, label in EnquiryStatus.choices]


class StaffField(forms.ModelChoiceField):
    """A choice of users, listed by name."""

    def label_from_instance(self, obj: Any) -> str:
        return name_of(obj)


class HandlingForm(forms.Form):
    """How far an enquiry has come and who sees to it."""

    status = forms.ChoiceField(label=_("Status"), choices=status_choices)
    assignee = StaffField(
        label=_("Assigned to"),
        queryset=None,
        required=False,
        empty_label=_("Nobody"),
        help_text=_("Whoever may see this enquiry."),
    )

    def __init__(self, *args: Any, enquiry: Enquiry, **kwargs: Any) -> None:
        kwargs["initial"] = {"status": enquiry.status, "assignee": enquiry.assignee_id}
        super().__init__(*args, **kwargs)
        # Somebody who may not see it any longer stays until another is chosen.
        allowed = Q(pk__in=users_who_see(enquiry).values("pk")) | Q(pk=enquiry.assignee_id)
        users = get_user_model()._default_manager.filter(allowed)
        field: Any = self.fields["assignee"]
        field.queryset = users.order_by(get_user_model().USERNAME_FIELD)


class NoteForm(forms.Form):
    """A new note about an enquiry."""

    text = forms.CharField(
        label=_("New note"),
        max_length=NOTE_LENGTH,
        widget=AdminAutoHeightTextInput(),
        help_text=_("Notes cannot be changed afterwards. Write no more than the next call needs."),
    )


class StatusForm(forms.Form):
    """A new status for several enquiries at once."""

    status = forms.ChoiceField(label=_("Status"), choices=status_choices)


class AssignForm(forms.Form):
    """Who sees to several enquiries: somebody who may see all of them."""

    assignee = StaffField(
        label=_("Assigned to"), queryset=None, required=False, empty_label=_("Nobody")
    )

    def __init__(self, *args: Any, enquiries: list[Enquiry], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        users = get_user_model()._default_manager.all()
        # One look for each location, not for each enquiry.
        for enquiry in {each.location_id: each for each in enquiries}.values():
            users = users.filter(pk__in=users_who_see(enquiry).values("pk"))
        field: Any = self.fields["assignee"]
        field.queryset = users.order_by(get_user_model().USERNAME_FIELD)


class ExportForm(forms.Form):
    """The format of the file that several enquiries are exported to."""

    file_format = forms.ChoiceField(
        label=_("Format"),
        choices=[(each, each.upper()) for each in WRITERS],
        initial="xlsx",
        widget=forms.RadioSelect,
    )
