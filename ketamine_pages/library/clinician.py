"""Clinicians: the people who read pages before visitors do."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.images import get_image_model_string
from wagtail.search import index

from ketamine_pages.addresses import validate_web_url
from ketamine_pages.library.item import LibraryItem


class Clinician(LibraryItem):
    """A clinician, as introduced to visitors."""

    name = models.CharField(_("name"), max_length=120)
    credentials = models.CharField(
        _("credentials"), max_length=120, help_text=_("For example: MD, board-certified.")
    )
    role = models.CharField(
        _("role"), max_length=160, blank=True, help_text=_("For example: Medical director.")
    )
    profile_url = models.URLField(
        _("profile"),
        max_length=500,
        blank=True,
        validators=[validate_web_url],
        help_text=_("Where visitors can check the licence or read about the person."),
    )
    photo = models.ForeignKey(
        get_image_model_string(),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("photo"),
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("user account"),
        help_text=_("With whose log-in this person records reviews."),
    )
    active = models.BooleanField(
        _("active"), default=True, help_text=_("Untick when the person no longer reviews pages.")
    )

    # Those who review are not reviewed.
    needs_review = False

    title_field = "name"
    same_in_all_languages = ("name",)
    preview_template = "ketamine_pages/library/previews/clinician.html"

    panels = [
        FieldRowPanel(["name", "credentials"]),
        "role",
        "profile_url",
        FieldPanel("photo"),
        # Only superusers: whoever is linked here may approve texts.
        FieldPanel("user", permission="superuser"),
        "active",
        *LibraryItem.publishing_panels,
    ]
    search_fields = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
        index.SearchField("credentials"),
        index.SearchField("role"),
        index.FilterField("active"),
        *LibraryItem.base_search_fields,
    ]

    class Meta(LibraryItem.Meta):
        verbose_name = _("clinician")
        verbose_name_plural = _("clinicians")
        ordering = ["name"]

    def get_api_data(self) -> dict[str, Any]:
        return {
            **super().get_api_data(),
            "credentials": self.credentials,
            "role": self.role,
            "profile_url": self.profile_url,
        }

    @classmethod
    def sample(cls) -> Self:
        return cls(
            name=gettext("Name of the clinician"),
            credentials=gettext("MD"),
            role=gettext("Medical director"),
            live=True,
        )
