"""The page about one treatment."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail.images import get_image_model_string
from wagtail.search import index

from ketamine_pages import schema_org
from ketamine_pages.library.treatment import Treatment
from ketamine_pages.pages.editorial import EditorialPageMixin
from ketamine_pages.pages.outline import outline_block
from ketamine_pages.search_engines.entities import printed_entities
from ketamine_pages.search_engines.frame import Frame
from ketamine_pages.shown.brings import TreatmentFacts
from ketamine_pages.shown.kinds import AboutTreatment


class TreatmentPageMixin(AboutTreatment, EditorialPageMixin):
    """Explains one treatment: what it is, for whom, what to hope for and what to fear."""

    treatment = models.ForeignKey(
        Treatment,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("treatment"),
        help_text=_("Brings approval, safety notices and facts at a glance from the library."),
    )
    hero_image = models.ForeignKey(
        get_image_model_string(),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("image"),
    )
    hero_image_alt = models.CharField(
        _("image description"),
        max_length=250,
        blank=True,
        help_text=_("What the image shows, for people who cannot see it. Empty if decorative."),
    )

    card_fields = ("treatment", "hero_image")
    needs_treatment = True
    brings = (TreatmentFacts(), *EditorialPageMixin.brings)
    schema_type = "MedicalWebPage"
    og_type = "article"
    sitemap_images = ("hero_image",)
    page_template = "ketamine_pages/pages/treatment_page.html"
    page_description = _("Everything about one treatment, with its risks beside its benefits.")
    page_panels = [
        FieldPanel("treatment"),
        *EditorialPageMixin.page_panels[:2],
        MultiFieldPanel(
            [FieldRowPanel(["hero_image", "hero_image_alt"])], heading=_("Image at the top")
        ),
        "body",
    ]
    page_search_fields = [
        *EditorialPageMixin.page_search_fields,
        index.FilterField("treatment_id"),
    ]
    page_api_fields = [
        *EditorialPageMixin.page_api_fields,
        APIField("treatment_data"),
    ]

    class Meta:
        abstract = True

    @property
    def treatment_data(self) -> dict[str, Any] | None:
        """The treatment as plain values for the API, or ``None`` if it is not public."""
        treatment = self.get_shown(self.shelf).names["treatment"]
        return treatment.get_api_data() if treatment else None

    def get_outline(self) -> list[dict[str, Any]]:
        return [
            outline_block("section", gettext("What is this treatment?")),
            outline_block("conditions", gettext("{count} conditions people ask about")),
            outline_block("steps", gettext("What happens at a visit")),
            outline_block("benefits", gettext("{count} possible benefits")),
            outline_block("safety", gettext("Risks and safety")),
            outline_block("questions", gettext("Common questions")),
            outline_block("call_to_action", gettext("Talk to us first")),
        ]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        get_shown = cache(lambda: self.get_shown(self.shelf))
        context["treatment"] = (
            SimpleLazyObject(lambda: get_shown().names["treatment"]) if self.treatment_id else None
        )
        return context

    def get_top_image(self) -> tuple[Any, str]:
        return self.hero_image, self.hero_image_alt

    def get_structured_entities(self, context: Mapping[str, Any]) -> list[schema_org.Node]:
        return printed_entities(Frame(self, context), main=context.get("treatment"))
