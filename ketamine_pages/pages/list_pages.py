"""Pages that list benefits or conditions, and which blocks elsewhere reuse."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject, classproperty
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.api import APIField
from wagtail.search import index

from ketamine_pages import schema_org
from ketamine_pages.blocks import BenefitPicks, ConditionPicks
from ketamine_pages.fields import StreamField
from ketamine_pages.library.treatment import Treatment
from ketamine_pages.pages.editorial import EditorialPageMixin, page_types_with
from ketamine_pages.pages.outline import outline_block
from ketamine_pages.pages.serializers import ShownSerializer
from ketamine_pages.pages.treatment_page import TreatmentPageMixin
from ketamine_pages.search_engines.entities import list_first, printed_entities
from ketamine_pages.search_engines.frame import Frame
from ketamine_pages.shown.brings import Lists, ListsConditions, picked
from ketamine_pages.shown.kinds import AboutTreatment, ListsEntries


class ListPageMixin(AboutTreatment, ListsEntries, EditorialPageMixin):
    """A page that lists library items, which blocks on other pages can reuse."""

    treatment = models.ForeignKey(
        Treatment,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("treatment"),
        help_text=_(
            "Brings approval, evidence and safety notices from the library. May stay empty."
        ),
    )

    schema_type = "MedicalWebPage"
    og_type = "article"

    class Meta:
        abstract = True

    def get_listed_items(self) -> list[Any]:
        """The picked items in order; ``None`` for deleted ones, drafts included."""
        return picked(getattr(self, self.items_field))

    @property
    def shown_items(self) -> list[Any]:
        """The items as visitors see them: published, translated, each once."""
        names = self.get_shown(self.shelf).names
        return list(names.get(self.items_field) or ())

    def get_count(self) -> int:
        return len(self.shown_items)


class BenefitListPageMixin(ListPageMixin):
    """Lists benefits, each with evidence, limits and sources, and the risks beside them."""

    benefits = StreamField(BenefitPicks(), verbose_name=_("benefits"))

    items_field = "benefits"
    brings = (*EditorialPageMixin.brings, Lists("benefits"))
    page_template = "ketamine_pages/pages/benefit_list_page.html"
    page_description = _("A list of benefits with their evidence; other pages can reuse it.")
    page_panels = [FieldPanel("treatment"), "heading", "introduction", "benefits", "body"]
    page_search_fields = [
        *EditorialPageMixin.page_search_fields,
        index.SearchField("benefits"),
    ]
    page_api_fields = [
        *EditorialPageMixin.page_api_fields,
        APIField("benefits", serializer=ShownSerializer()),
    ]

    class Meta:
        abstract = True

    def get_outline(self) -> list[dict[str, Any]]:
        return [outline_block("safety", gettext("Risks and safety"))]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["benefits"] = SimpleLazyObject(lambda: self.shown_items)
        return context

    def get_structured_entities(self, context: Mapping[str, Any]) -> list[schema_org.Node]:
        frame = Frame(self, context)
        benefits = [each for each in context.get("benefits") or () if frame.was_printed(each)]
        listed = [(benefit.title, "") for benefit in benefits]
        return list_first(frame, listed) + printed_entities(frame)


class ConditionListPageMixin(ListPageMixin):
    """Lists conditions, with evidence and disclosures where a treatment is chosen."""

    conditions = StreamField(ConditionPicks(), verbose_name=_("conditions"))

    items_field = "conditions"
    brings = (
        *EditorialPageMixin.brings,
        ListsConditions("conditions", treatment="treatment"),
    )
    page_template = "ketamine_pages/pages/condition_list_page.html"
    page_description = _("A list of conditions with what is known for each; can be reused.")
    page_panels = [
        FieldPanel("treatment"),
        "heading",
        "introduction",
        "conditions",
        "body",
    ]
    page_search_fields = [
        *EditorialPageMixin.page_search_fields,
        index.SearchField("conditions"),
    ]
    page_api_fields = [
        *EditorialPageMixin.page_api_fields,
        APIField("conditions", serializer=ShownSerializer()),
        APIField("entries", serializer=ShownSerializer()),
    ]

    class Meta:
        abstract = True

    @classproperty
    def subpage_types(cls) -> list[Any]:
        return page_types_with(TreatmentPageMixin)

    def get_outline(self) -> list[dict[str, Any]]:
        return [outline_block("safety", gettext("Risks and safety"))]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        get_shown = cache(lambda: self.get_shown(self.shelf))
        context["treatment"] = (
            SimpleLazyObject(lambda: get_shown().names["treatment"]) if self.treatment_id else None
        )
        context["entries"] = SimpleLazyObject(lambda: get_shown().names["entries"])
        return context

    def get_structured_entities(self, context: Mapping[str, Any]) -> list[schema_org.Node]:
        frame, treatment = Frame(self, context), context.get("treatment")
        entries = context.get("entries") or ()
        printed = [
            (entry.condition, entry.indication, treatment)
            for entry in entries
            if frame.was_printed(entry.condition)
        ]
        listed = [{"@id": frame.id_of(condition)} for condition, _known, _of in printed]
        return list_first(frame, listed) + printed_entities(frame, conditions=printed)
