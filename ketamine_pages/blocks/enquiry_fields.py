"""What an enquiry form asks, field by field.

A stream of fields rather than child objects of the page: each kind shows an editor only the options
that it has, and no foreign key has to name the base page of a site.
"""

from __future__ import annotations

import re
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks import StreamBlockValidationError, StreamValue

from ketamine_pages.blocks.texts import CharBlock

CONTACT_KINDS = ("phone", "email")
# Of these a form has one each, so their names are keys of answers.
SINGLE_KINDS = ("name", *CONTACT_KINDS, "preferred_time", "location")
OTHER_KEYS = re.compile(r"[a-z_]+-[0-9a-f]{12}")


def answer_key(child: StreamValue.StreamChild) -> str:
    """What tells the answer to this field from others, whatever becomes of its label."""
    if child.block_type in SINGLE_KINDS:
        return str(child.block_type)
    return f"{child.block_type}-{str(child.id or '').replace('-', '')[:12]}"


def is_answer_key(name: str) -> bool:
    """Whether :func:`answer_key` may have given this name to a field of some form."""
    return name in SINGLE_KINDS or bool(OTHER_KEYS.fullmatch(name))


class FieldBlock(blocks.StructBlock):
    """A field of an enquiry form: its label, help and whether it must be filled in."""

    label = CharBlock(label=_("Label"), max_length=120)
    help_text = CharBlock(label=_("Help"), max_length=250, required=False)
    required = blocks.BooleanBlock(label=_("Must be filled in"), required=False)

    class Meta:
        label_format = "{label}"
        icon = "form"


class OptionsBlock(FieldBlock):
    """A field with options to choose from."""

    options = blocks.ListBlock(
        CharBlock(label=_("Option"), max_length=120),
        label=_("Options"),
        min_num=2,
        max_num=20,
    )


class LocationFieldBlock(FieldBlock):
    """Which clinic; the options are the locations that visitors can see."""

    class Meta:
        icon = "kp-clinic"


class EnquiryFields(blocks.StreamBlock):
    """The fields of an enquiry form in the order in which they are asked.

    ``name``, ``phone``, ``email``, ``preferred_time`` and ``location`` once at most. A site adds
    kinds of its own in a subclass, with a matching method of the form builder.
    """

    name = FieldBlock(label=_("Name"), icon="user", group=_("Usual"))
    phone = FieldBlock(label=_("Phone"), icon="mobile-alt", group=_("Usual"))
    email = FieldBlock(label=_("E-mail"), icon="mail", group=_("Usual"))
    preferred_time = OptionsBlock(label=_("Preferred time"), icon="time", group=_("Usual"))
    location = LocationFieldBlock(label=_("Location"), group=_("Usual"))
    text = FieldBlock(label=_("Short text"), icon="pilcrow", group=_("Other"))
    long_text = FieldBlock(label=_("Long text"), icon="doc-full", group=_("Other"))
    choice = OptionsBlock(label=_("One of several"), icon="list-ul", group=_("Other"))
    choices = OptionsBlock(label=_("Any of several"), icon="tasks", group=_("Other"))
    tick = FieldBlock(label=_("Tick box"), icon="check", group=_("Other"))
    date = FieldBlock(label=_("Date"), icon="date", group=_("Other"))

    class Meta:
        max_num = 20
        block_counts = {kind: {"max_num": 1} for kind in SINGLE_KINDS}

    def clean(self, value: StreamValue) -> Any:
        result = super().clean(value)
        if not self.is_deferred_validation and not any(
            child.block_type in CONTACT_KINDS for child in result
        ):
            raise StreamBlockValidationError(
                non_block_errors=[
                    gettext("Ask for a phone number or an e-mail, or nobody can answer.")
                ]
            )
        return result
