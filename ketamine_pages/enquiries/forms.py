"""The form of an enquiry page as a visitor gets it."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.forms.forms import BaseForm

from ketamine_pages.answers import Answer, Answers
from ketamine_pages.blocks.enquiry_fields import CONTACT_KINDS, is_answer_key
from ketamine_pages.enquiries.form_builder import Choices, EnquiryFormBuilder, FieldSpec, read_specs
from ketamine_pages.enquiries.offered_locations import offered_locations

if TYPE_CHECKING:
    from ketamine_pages.enquiries.page import EnquiryPageMixin

CONSENT, TOKEN = "consent", "kp-token"


class EnquiryForm(BaseForm):
    """Checks what Django's fields cannot: that there is a way to answer.

    ``page`` is the enquiry page; ``specs`` are its fields, ``locations`` the options of the field
    for the location. The token is read elsewhere and never a reason to refuse.
    """

    specs: list[FieldSpec]
    locations: Choices

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        contact = [spec.clean_name for spec in self.specs if spec.field_type in CONTACT_KINDS]
        # A number that is wrong has its own message.
        wrong = any(name in self.errors for name in contact)
        if contact and not wrong and not any(data.get(name) for name in contact):
            self.add_error(contact[0], gettext("Fill in one of these, so that we can answer you."))
        if self._is_location_gone():
            self.add_error(
                None,
                gettext(
                    "The clinic that you chose takes no more enquiries here. See whom this form "
                    "goes to now, and send it again."
                ),
            )
        if self._has_lost_fields():
            self.add_error(
                None,
                gettext(
                    "The form has changed while you were writing. See that it still holds what you "
                    "want to say, and send it again."
                ),
            )
        return data

    def _has_lost_fields(self) -> bool:
        """Whether something was typed into a field that an editor has removed meanwhile."""
        known = {spec.clean_name for spec in self.specs}
        return any(
            name not in known and is_answer_key(name) and self.data.get(name) for name in self.data
        )

    def _is_location_gone(self) -> bool:
        """Whether the visitor chose a location that is gone, and the form asks for none any more.

        Where it still asks, the error of its field says so.
        """
        asks = any(spec.field_type == "location" for spec in self.specs)
        sent = self.data.get("location")
        is_hidden = asks and "location" not in self.fields
        return bool(is_hidden and sent and sent not in dict(self.locations))

    def get_location_id(self) -> str:
        """The primary key of the location that was chosen, as text; empty for none.

        Where visitors have no choice, the form has no field, and the only location is meant.
        """
        if "location" in self.fields:
            return str(self.cleaned_data.get("location") or "")
        if any(spec.field_type == "location" for spec in self.specs) and self.locations:
            return self.locations[0][0]
        return ""

    def get_answers(self) -> Answers:
        """What was filled in, question by question; fields that were left empty are absent."""
        answers = []
        for spec in self.specs:
            value = self.cleaned_data.get(spec.clean_name)
            if value in (None, "", [], False):
                continue
            text = self._as_text(spec, value)
            answers.append(Answer(spec.clean_name, spec.field_type, spec.label, text))
        return Answers(answers)

    def get_fingerprint(self) -> str:
        """The answers and the location as one text, to know a form again that is sent unchanged."""
        answers = [(answer.key, answer.value) for answer in self.get_answers()]
        return json.dumps([answers, self.get_location_id()])

    def _as_text(self, spec: FieldSpec, value: object) -> str | list[str]:
        if isinstance(value, list):
            return [str(each) for each in value]
        if value is True:
            return gettext("Yes")
        if isinstance(value, date):
            return date_format(value)
        text = str(value)
        return dict(self.locations).get(text, text) if spec.field_type == "location" else text


def get_form_class(
    page: EnquiryPageMixin, request: HttpRequest, wanted: str = ""
) -> type[EnquiryForm]:
    """The form class of an enquiry page for this request.

    ``wanted`` is the primary key of a location, as text, that is offered even where a site has
    too many to list.
    """
    specs = read_specs(page.form_fields)
    asks = any(spec.field_type == "location" for spec in specs)
    locations = offered_locations(page, request, wanted) if asks else []
    shown = [spec for spec in specs if spec.field_type != "location" or len(locations) > 1]
    fields = EnquiryFormBuilder(shown, locations).formfields
    consent = forms.BooleanField(
        label=_("I agree"),
        error_messages={"required": _("Please agree, or we may not store what you write.")},
    )
    attrs = {**fields, CONSENT: consent, "specs": specs, "locations": locations}
    return type("EnquiryForm", (EnquiryForm,), attrs)
