"""The panels of the form in which an editor describes a location."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

LOCATION_PANELS = [
    MultiFieldPanel(
        [
            FieldRowPanel(["street", "unit"]),
            FieldRowPanel(["city", "region", "postal_code"]),
            "country",
            FieldRowPanel(["latitude", "longitude"]),
        ],
        heading=_("Address"),
    ),
    MultiFieldPanel(
        [
            FieldRowPanel(["phone", "email"]),
            "booking_url",
            FieldRowPanel(["fax", "tty"]),
        ],
        heading=_("Contact"),
    ),
    MultiFieldPanel(["hours", "time_zone"], heading=_("Opening hours")),
    MultiFieldPanel(
        [
            FieldPanel("treatments", widget=forms.CheckboxSelectMultiple),
            "new_patients",
            FieldRowPanel(["telehealth", "telehealth_note"]),
        ],
        heading=_("What this clinic offers"),
    ),
    MultiFieldPanel(
        [
            "status_message",
            FieldRowPanel(["status_from", "status_until"]),
            "status_closed",
        ],
        heading=_("Temporary notice"),
        classname="collapsed",
    ),
    MultiFieldPanel(["phone_hours"], heading=_("Phone hours"), classname="collapsed"),
    MultiFieldPanel(
        ["languages", "interpreter", "access_features"],
        heading=_("Languages and access"),
        classname="collapsed",
    ),
    MultiFieldPanel(
        ["directions", "parking", "ride_home", "insurance"],
        heading=_("Before the visit"),
        classname="collapsed",
    ),
    MultiFieldPanel(
        ["card_summary", FieldRowPanel(["image", "image_alt"])],
        heading=_("Card and picture"),
        classname="collapsed",
    ),
    MultiFieldPanel(
        ["heading", "introduction", "body"], heading=_("Page text"), classname="collapsed"
    ),
]
