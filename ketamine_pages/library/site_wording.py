"""Site wording: the texts that make statements for a whole site, in one entry."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Self

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import Locale
from wagtail.search import index

from ketamine_pages.addresses import validate_web_url
from ketamine_pages.fields import RichTextField
from ketamine_pages.library.item import LibraryItem
from ketamine_pages.library.wording import CRISIS_LINES, TEXTS, fill, own_wording
from ketamine_pages.library.wording_in_use import Withheld, find_in_use, why_withheld
from ketamine_pages.site.settings import ClinicSettings
from ketamine_pages.validators import validate_dialled

EMPTY = _("Empty: what the package says by itself, which the preview shows.")


def _line(label: Any, **kwargs: Any) -> Any:
    return models.CharField(
        label, max_length=20, blank=True, validators=[validate_dialled], **kwargs
    )


class SiteWording(LibraryItem):
    """Crisis panel, disclaimers, notice about estimates and labels of actions.

    Clinic details choose one for each site. Where it does not count, and for each text that it
    leaves empty, the package's own wording is printed: see ``library.wording_in_use``.
    """

    name = models.CharField(_("name"), max_length=120, help_text=_("For editors only."))
    crisis_heading = models.CharField(_("heading"), max_length=160, blank=True)
    crisis_text = RichTextField(_("text"), max_length=1500, blank=True)
    crisis_phone = _line(_("phone"))
    crisis_text_number = _line(_("text message"))
    crisis_chat_url = models.URLField(
        _("chat"), max_length=500, blank=True, validators=[validate_web_url]
    )
    emergency_phone = _line(_("emergency number"))
    crisis_reviewed_on = models.DateField(
        _("wording checked on"),
        null=True,
        blank=True,
        help_text=_("When somebody last tried the numbers and read the wording."),
    )
    off_label_disclaimer = RichTextField(_("off-label disclaimer"), max_length=2000, blank=True)
    general_disclaimer = RichTextField(_("general disclaimer"), max_length=2000, blank=True)
    good_faith_estimate = RichTextField(
        _("good faith estimate"),
        max_length=2000,
        blank=True,
        help_text=_("Printed wherever a price is for people who pay themselves."),
    )
    book_label = models.CharField(_("label of the button that books"), max_length=40, blank=True)
    call_label = models.CharField(
        _("label of the button that calls"),
        max_length=40,
        blank=True,
        help_text=_("The number follows it."),
    )

    title_field = "name"
    fields_without_words = ("name",)
    # Visitors read neither what editors call it nor when its numbers were tried.
    unread_fields = ("name", "crisis_reviewed_on")
    preview_template = "ketamine_pages/library/previews/site_wording.html"

    panels = [
        "name",
        MultiFieldPanel(
            [
                "crisis_heading",
                "crisis_text",
                FieldRowPanel(["crisis_phone", "crisis_text_number"]),
                FieldRowPanel(["crisis_chat_url", "emergency_phone"]),
                "crisis_reviewed_on",
            ],
            heading=_("Crisis panel"),
            help_text=_(
                "A text that is empty is the package’s own. Its own numbers, 988 and 911, stand "
                "there as long as all four are empty; once one is filled in, only those are shown "
                "that you have filled in."
            ),
        ),
        MultiFieldPanel(
            [
                FieldPanel("off_label_disclaimer", help_text=EMPTY),
                FieldPanel("general_disclaimer", help_text=EMPTY),
                "good_faith_estimate",
            ],
            heading=_("Disclaimers"),
        ),
        MultiFieldPanel(
            [FieldRowPanel(["book_label", "call_label"])],
            heading=_("Labels of actions"),
            help_text=EMPTY,
        ),
        *LibraryItem.publishing_panels,
    ]
    search_fields = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
        index.SearchField("crisis_text"),
        index.SearchField("off_label_disclaimer"),
        index.SearchField("general_disclaimer"),
        *LibraryItem.base_search_fields,
    ]

    class Meta(LibraryItem.Meta):
        verbose_name = _("site wording")
        verbose_name_plural = _("site wording")
        ordering = ["name"]

    def get_withheld(self) -> tuple[str, ...]:
        """A sentence for each site that has chosen it and prints the package's own wording.

        About the language of this entry. The one that was chosen answers for those languages as
        well into which nobody has translated it.
        """
        if not self.pk:
            return ()
        clinics = ClinicSettings.objects.filter(wording__translation_key=self.translation_key)
        return tuple(
            gettext("On %(site)s in %(language)s visitors read the package’s own wording: %(why)s.")
            % {"site": clinic.site, "language": locale, "why": withheld.label}
            for clinic in clinics.select_related("site", "wording__locale")
            for locale, withheld in self._withheld_on(clinic)
        )

    def _withheld_on(self, clinic: ClinicSettings) -> Iterator[tuple[Locale, Withheld]]:
        for used in find_in_use(clinic):
            answers = used.entry.pk if used.entry else clinic.wording_id
            if answers == self.pk:
                # As it is in memory: a draft may have mended what is wrong.
                entry = self if used.entry else None
                if withheld := why_withheld(clinic.wording, entry):
                    yield used.locale, withheld

    def get_api_data(self) -> dict[str, Any]:
        texts = {name: str(getattr(self, name)) for name in (*TEXTS, *CRISIS_LINES)}
        return {**super().get_api_data(), **texts}

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        return {**super().get_preview_context(request, mode_name), "wording": fill(self)}

    @classmethod
    def sample(cls) -> Self:
        own = own_wording()
        texts = {name: getattr(own, name) for name in (*TEXTS, *CRISIS_LINES)}
        return cls(name=gettext("Wording of the site"), live=True, **texts)


def wordings_at_stake(instance: models.Model) -> models.QuerySet[SiteWording]:
    """Those of which something else is to be said once ``instance`` is saved or deleted."""
    if isinstance(instance, ClinicSettings):
        # The one that was chosen until now as well, and there are but a few.
        return SiteWording.objects.all()
    if isinstance(instance, SiteWording):
        return SiteWording.objects.filter(translation_key=instance.translation_key)
    return SiteWording.objects.none()
