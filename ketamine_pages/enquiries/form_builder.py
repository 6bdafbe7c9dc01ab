"""From the fields that an editor has put together to a Django form, by Wagtail's form builder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext
from wagtail.blocks import StreamValue
from wagtail.contrib.forms.forms import FormBuilder

from ketamine_pages.blocks.enquiry_fields import answer_key
from ketamine_pages.phone import parse_phone

MOST_RADIO_BUTTONS = 6
NAME_LENGTH, TEXT_LENGTH, LONG_TEXT_LENGTH = 120, 255, 2000

Options = dict[str, Any]
Choices = list[tuple[str, str]]


@dataclass(frozen=True)
class FieldSpec:
    """One field of a form, with the attributes that Wagtail's form builder reads."""

    clean_name: str
    field_type: str
    label: str
    help_text: str
    required: bool
    choices: tuple[str, ...] = ()
    default_value: str = ""


def read_specs(form_fields: StreamValue) -> list[FieldSpec]:
    """The fields of a page's ``form_fields``; those without a label, as in drafts, are left out."""
    return [
        FieldSpec(
            clean_name=answer_key(child),
            field_type=child.block_type,
            label=child.value["label"],
            help_text=child.value.get("help_text") or "",
            required=bool(child.value.get("required")),
            choices=tuple(option for option in child.value.get("options") or () if option),
        )
        for child in form_fields
        if child.value.get("label")
    ]


class EnquiryFormBuilder(FormBuilder):
    """Makes each kind of field what it is on a phone: the right keyboard, filled in by itself.

    ``locations`` are the options of the field for the location. A kind of a site's own needs a
    method ``create_<kind>_field``.
    """

    def __init__(self, fields: Sequence[FieldSpec], locations: Choices) -> None:
        super().__init__(fields)
        self.locations = locations

    def create_name_field(self, field: FieldSpec, options: Options) -> forms.Field:
        attrs = {"autocomplete": "name", "autocapitalize": "words"}
        widget = forms.TextInput(attrs=attrs)
        return forms.CharField(max_length=NAME_LENGTH, widget=widget, **options)

    def create_phone_field(self, field: FieldSpec, options: Options) -> forms.Field:
        widget = forms.TextInput(
            attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel", "dir": "ltr"}
        )
        return PhoneField(max_length=40, widget=widget, **options)

    def create_email_field(self, field: FieldSpec, options: Options) -> forms.Field:
        widget = forms.EmailInput(
            attrs={"inputmode": "email", "autocomplete": "email", "dir": "ltr"}
        )
        return forms.EmailField(widget=widget, **options)

    def create_preferred_time_field(self, field: FieldSpec, options: Options) -> forms.Field:
        return self.create_choice_field(field, options)

    def create_location_field(self, field: FieldSpec, options: Options) -> forms.Field:
        empty = gettext("Please choose") if field.required else gettext("No preference")
        return forms.ChoiceField(choices=[("", empty), *self.locations], **options)

    def create_text_field(self, field: FieldSpec, options: Options) -> forms.Field:
        widget = forms.TextInput(attrs={"autocomplete": "off"})
        options["help_text"] = without_health_details(options["help_text"])
        return forms.CharField(max_length=TEXT_LENGTH, widget=widget, **options)

    def create_long_text_field(self, field: FieldSpec, options: Options) -> forms.Field:
        widget = forms.Textarea(attrs={"rows": 4, "autocomplete": "off"})
        options["help_text"] = without_health_details(options["help_text"])
        return forms.CharField(max_length=LONG_TEXT_LENGTH, widget=widget, **options)

    def create_choice_field(self, field: FieldSpec, options: Options) -> forms.Field:
        choices = self.get_formatted_field_choices(field)
        if len(choices) <= MOST_RADIO_BUTTONS:
            options["widget"] = forms.RadioSelect
        else:
            choices.insert(0, ("", gettext("Please choose")))
        return forms.ChoiceField(choices=choices, **options)

    def create_choices_field(self, field: FieldSpec, options: Options) -> forms.Field:
        options.pop("initial")
        choices = self.get_formatted_field_choices(field)
        widget = forms.CheckboxSelectMultiple
        return forms.MultipleChoiceField(choices=choices, widget=widget, **options)

    def create_tick_field(self, field: FieldSpec, options: Options) -> forms.Field:
        options.pop("initial")
        return forms.BooleanField(**options)

    def create_date_field(self, field: FieldSpec, options: Options) -> forms.Field:
        # The browser sends ISO 8601 whatever it shows.
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "autocomplete": "off"})
        return forms.DateField(widget=widget, **options)

    def get_formatted_field_choices(self, field: FieldSpec) -> Choices:
        # Ours come one by one, so that an option may hold a comma.
        return [(option, option) for option in field.choices]


class PhoneField(forms.CharField):
    """A phone number as people type it; the value is in international form."""

    def clean(self, value: str | None) -> str:
        text = super().clean(value)
        return str(parse_phone(text).as_international) if text else ""


def without_health_details(help_text: str) -> str:
    """``help_text`` with the request to leave health details out, for all that can be typed."""
    warning = gettext("Please do not include health details.")
    return format_html("{} {}", help_text, warning) if help_text else warning
