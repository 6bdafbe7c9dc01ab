"""What a site says about itself on every page."""

from __future__ import annotations

from math import floor
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
    ObjectList,
    Panel,
    TabbedInterface,
)
from wagtail.contrib.settings.models import BaseSiteSetting
from wagtail.images import get_image_model_string
from wagtail.models import PreviewableMixin, Site

from ketamine_pages.addresses import validate_web_url
from ketamine_pages.blocks import FooterLinks
from ketamine_pages.fields import StreamField
from ketamine_pages.phone import PhoneNumberField
from ketamine_pages.site.colours import (
    DARK_BACKGROUND,
    LIGHT_BACKGROUND,
    MINIMUM_CONTRAST,
    contrast,
    is_hex_colour,
    nearest_passing,
)
from ketamine_pages.site.recipients import recipients_field


def validate_contrast(value: str, background: str) -> None:
    """Refuse a colour that is hard to read on ``background``; name one that is not.

    Raises ``ValidationError`` for text that is no hex colour, and for a contrast under 4.5:1.
    """
    if not is_hex_colour(value):
        raise ValidationError(
            gettext("“%(value)s” is not a colour. Write it like #1f6f6b.") % {"value": value}
        )
    ratio = contrast(value, background)
    if ratio < MINIMUM_CONTRAST:
        # Rounded down, or a contrast of 4.498 would be refused as 4.50.
        shown = floor(ratio * 100) / 100
        raise ValidationError(
            gettext(
                "Text in %(value)s would be hard to read: its contrast is %(ratio).2f:1, and "
                "4.5:1 is needed. The nearest colour that works is %(nearest)s."
            )
            % {"value": value, "ratio": shown, "nearest": nearest_passing(value, background)}
        )


class PrintedNowPanel(Panel):
    """Says what visitors read now, as a wording that is chosen need not count."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "ketamine_pages/admin/site/printed_now.html"


class ClinicSettings(PreviewableMixin, BaseSiteSetting):
    """Name, phone, chosen wording and brand colours of one site."""

    # Wagtail's field but for the accessor: a site may have settings of the same name.
    site = models.OneToOneField(Site, on_delete=models.CASCADE, editable=False, related_name="+")
    organisation_name = models.CharField(_("organisation name"), max_length=160, blank=True)
    legal_name = models.CharField(
        _("legal name"), max_length=160, blank=True, help_text=_("Printed in the footer.")
    )
    logo = models.ForeignKey(
        get_image_model_string(),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("logo"),
    )
    main_phone = PhoneNumberField(
        _("main phone"),
        blank=True,
        help_text=_("Shown on every page. For example: +1 602 555 0142."),
    )
    booking_url = models.URLField(
        _("booking address"),
        max_length=500,
        blank=True,
        validators=[validate_web_url],
        help_text=_("Where the “Book” button leads. Leave empty to show only the phone."),
    )
    crisis_panel = models.BooleanField(
        _("show the crisis panel"),
        default=True,
        help_text=_("Stands on every page, because some readers are in crisis."),
    )
    wording = models.ForeignKey(
        "ketamine_pages.SiteWording",
        null=True,
        blank=True,
        # What visitors read would change without anybody having chosen it.
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("site wording"),
        help_text=_(
            "Crisis panel, disclaimers and labels of actions. Pages in another language print the "
            "translation of it."
        ),
    )
    enquiry_recipients = recipients_field(
        help_text=_(
            "One e-mail address a line: who is told about enquiries for which neither the form nor "
            "the location says so."
        )
    )
    review_interval_months = models.PositiveSmallIntegerField(
        _("months between reviews"),
        default=12,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
        help_text=_("How long a clinician’s review of a page is good for."),
    )
    counts_in_words = models.BooleanField(
        _("write counts below ten as words"),
        default=False,
        help_text=_("“Seven benefits” instead of “7 benefits”, where a heading says {count}."),
    )
    brand_colour = models.CharField(
        _("brand colour"),
        max_length=7,
        blank=True,
        help_text=_("For buttons and links, for example #1f6f6b."),
    )
    brand_colour_dark = models.CharField(
        _("brand colour in dark mode"),
        max_length=7,
        blank=True,
        help_text=_("Lighter, since it stands on a dark background, for example #6fd0c8."),
    )
    default_social_image = models.ForeignKey(
        get_image_model_string(),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("social image"),
        help_text=_("Shown when a page without an image of its own is shared."),
    )
    footer_links = StreamField(
        FooterLinks(),
        blank=True,
        verbose_name=_("footer links"),
        help_text=_(
            "Privacy notice, consumer health data notice, nondiscrimination notice, language help."
        ),
    )

    # The wording with its language, as every page asks for both.
    select_related = ["logo", "default_social_image", "wording__locale"]

    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    FieldRowPanel(["organisation_name", "legal_name"]),
                    FieldRowPanel(["main_phone", "booking_url"]),
                    "enquiry_recipients",
                    FieldPanel("footer_links"),
                ],
                heading=_("Clinic"),
            ),
            ObjectList(
                [
                    "wording",
                    PrintedNowPanel(),
                    "crisis_panel",
                    "review_interval_months",
                    "counts_in_words",
                ],
                heading=_("Wording"),
            ),
            ObjectList(
                [
                    "logo",
                    "default_social_image",
                    MultiFieldPanel(["brand_colour", "brand_colour_dark"], heading=_("Colours")),
                ],
                heading=_("Brand"),
            ),
        ]
    )

    class Meta:
        verbose_name = _("clinic details")
        verbose_name_plural = _("clinic details")

    def __str__(self) -> str:
        return self.organisation_name or str(self._meta.verbose_name)

    @classmethod
    def for_site(cls, site: Site | None) -> Any:
        """The details of ``site``; those of a new site where there is none, as in some previews."""
        return cls() if site is None else super().for_site(site)

    def clean(self) -> None:
        super().clean()
        errors: dict[str, ValidationError] = {}
        for field, background in (
            ("brand_colour", LIGHT_BACKGROUND),
            ("brand_colour_dark", DARK_BACKGROUND),
        ):
            value = getattr(self, field)
            try:
                if value:
                    validate_contrast(value, background)
            except ValidationError as error:
                errors[field] = error
        if errors:
            raise ValidationError(errors)

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "ketamine_pages/site/previews/settings.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        return {**super().get_preview_context(request, mode_name), "clinic": self}
