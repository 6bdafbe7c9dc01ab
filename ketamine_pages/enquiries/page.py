"""The page with a form in which visitors ask for a call or a tour."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import MultiFieldPanel

from ketamine_pages.blocks.enquiry_fields import EnquiryFields
from ketamine_pages.defaults import default_consent_text
from ketamine_pages.enquiries.records import DEFAULT_RETENTION_DAYS
from ketamine_pages.fields import RichTextField, StreamField
from ketamine_pages.pages.editorial import EditorialPageMixin
from ketamine_pages.site.recipients import recipients_field
from ketamine_pages.validators import parse_recipients

if TYPE_CHECKING:
    from ketamine_pages.locations.page import LocationPageMixin
    from ketamine_pages.site.settings import ClinicSettings


class EnquiryPageMixin(EditorialPageMixin):
    """A form with which visitors ask for a call or a tour.

    Editors shape the form; it starts with name, phone, e-mail, preferred time and location.
    """

    form_fields = StreamField(
        EnquiryFields(),
        verbose_name=_("form"),
        help_text=_("Ask for as little as you can: what is not asked cannot be lost."),
    )
    consent_text = RichTextField(
        _("consent"),
        features=["link"],
        max_length=1500,
        default=default_consent_text,
        help_text=_(
            "What visitors agree to, with a link to your privacy notice. Each enquiry keeps the "
            "wording that it was sent with."
        ),
    )
    answer_note = models.CharField(
        _("when you answer"),
        max_length=200,
        blank=True,
        help_text=_("For example: We call back within two working days."),
    )
    thank_you_text = RichTextField(
        _("thank-you text"),
        max_length=2000,
        blank=True,
        help_text=_("Printed after sending, below the reference number."),
    )
    recipients = recipients_field(
        help_text=_(
            "One e-mail address a line. They are told that an enquiry waits, never what is in it. "
            "Empty: the e-mail of the chosen location, or else those of the clinic details."
        )
    )
    retention_days = models.PositiveSmallIntegerField(
        _("days to keep"),
        default=DEFAULT_RETENTION_DAYS,
        validators=[MinValueValidator(1), MaxValueValidator(3650)],
        help_text=_("After so many days an enquiry is deleted. Holds for new enquiries."),
    )

    # Medical statements belong on other pages; a site that makes some here sets
    # REVIEW_INTERVAL_MONTHS.
    needs_review = False
    subpage_types: list[Any] = []

    fields_without_words = (*EditorialPageMixin.fields_without_words, "recipients")
    schema_type = "ContactPage"
    page_template = "ketamine_pages/enquiries/enquiry_page.html"
    page_description = _("A form with which visitors ask for a call or a tour.")
    page_panels = [
        "heading",
        "introduction",
        "form_fields",
        MultiFieldPanel(["consent_text", "answer_note", "thank_you_text"], heading=_("Wording")),
        MultiFieldPanel(["recipients", "retention_days"], heading=_("Handling")),
        "body",
    ]

    class Meta:
        abstract = True

    def get_form_outline(self) -> list[dict[str, Any]]:
        """Fields that a new form starts with, as ``[{"type": …, "value": {…}}]``."""
        times = [gettext("Morning"), gettext("Afternoon"), gettext("Evening"), gettext("Any time")]

        def field(kind: str, label: str, **values: Any) -> dict[str, Any]:
            value = {"label": label, "help_text": "", "required": False, **values}
            return {"type": kind, "value": value}

        return [
            field("name", gettext("Your name"), required=True),
            field("phone", gettext("Phone"), help_text=gettext("A number or an e-mail is enough.")),
            field("email", gettext("E-mail")),
            field("preferred_time", gettext("When can we reach you?"), options=times),
            field("location", gettext("Which clinic?")),
        ]

    def get_recipients(
        self, location: LocationPageMixin | None = None, clinic: ClinicSettings | None = None
    ) -> list[str]:
        """Who is told about an enquiry: the page's own recipients, or else the e-mail of
        ``location`` (a location page), or else the recipients of ``clinic`` (settings)."""
        sources = (
            self.recipients,
            getattr(location, "email", ""),
            getattr(clinic, "enquiry_recipients", ""),
        )
        return next((found for text in sources if (found := parse_recipients(text or ""))), [])
