"""Pages that list benefits or conditions, and which blocks elsewhere reuse."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject, cached_property, classproperty
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.api import APIField
from wagtail.search import index

from ketamine_pages import schema_org
from ketamine_pages.blocks import BenefitPicks, ConditionPicks
from ketamine_pages.blocks.base import picked, shown
from ketamine_pages.blocks.facts import merge, read_items
from ketamine_pages.blocks.lists import condition_entries
from ketamine_pages.fields import StreamField
from ketamine_pages.library.treatment import Treatment
from ketamine_pages.pages.editorial import EditorialPageMixin, page_types_with
from ketamine_pages.pages.outline import outline_block
from ketamine_pages.pages.preparing import prepare_page
from ketamine_pages.pages.treatment_page import TreatmentPageMixin, shown_treatment
from ketamine_pages.rules.findings import Spot
from ketamine_pages.rules.page_facts import Passage
from ketamine_pages.search_engines.entities import list_first, printed_entities
from ketamine_pages.search_engines.frame import Frame
from ketamine_pages.shown.kinds import ListsEntries


class ListPageMixin(ListsEntries, EditorialPageMixin):
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

    @cached_property
    def shown_items(self) -> list[Any]:
        """The items as visitors see them: published, translated, each once."""
        prepare_page(self)
        return shown(self.get_listed_items(), {"page": self})

    def get_count(self) -> int:
        return len(self.shown_items)

    def get_opening_facts(self) -> list[Passage]:
        field: Any = self._meta.get_field(self.items_field)
        where = Spot(field=self.items_field, label=str(capfirst(field.verbose_name)))
        listed = read_items(self.get_listed_items(), {"page": self}, where)
        return [replace(listed.as_passage(where), is_printed=bool(listed.passages))]


class BenefitListPageMixin(ListPageMixin):
    """Lists benefits, each with evidence, limits and sources, and the risks beside them."""

    benefits = StreamField(BenefitPicks(), verbose_name=_("benefits"))

    items_field = "benefits"
    page_template = "ketamine_pages/pages/benefit_list_page.html"
    page_description = _("A list of benefits with their evidence; other pages can reuse it.")
    page_panels = [FieldPanel("treatment"), "heading", "introduction", "benefits", "body"]
    page_search_fields = [
        *EditorialPageMixin.page_search_fields,
        index.SearchField("benefits"),
    ]
    page_api_fields = [
        *EditorialPageMixin.page_api_fields,
        APIField("benefits"),
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
        listed = [(benefit.title, "") for benefit in context.get("benefits") or ()]
        return list_first(frame, listed) + printed_entities(frame)


class ConditionListPageMixin(ListPageMixin):
    """Lists conditions, with evidence and disclosures where a treatment is chosen."""

    conditions = StreamField(ConditionPicks(), verbose_name=_("conditions"))

    items_field = "conditions"
    # Printed with what is known about the treatment; see ``blocks.content.Needs``.
    shows_indications = True
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
        APIField("conditions"),
    ]

    class Meta:
        abstract = True

    def get_opening_facts(self) -> list[Passage]:
        context = {"page": self}
        [passage] = super().get_opening_facts()
        ready = shown([self.treatment], context)
        if not ready:
            return [passage]
        entries = condition_entries(shown(self.get_listed_items(), context), ready[0])
        known = [entry.indication for entry in entries if entry.indication is not None]
        return [merge(passage, [item.get_facts(passage.spot) for item in [*ready, *known]])]

    @classproperty
    def subpage_types(cls) -> list[Any]:
        return page_types_with(TreatmentPageMixin)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        get_treatment = cache(lambda: shown_treatment(self))
        context["treatment"] = SimpleLazyObject(get_treatment) if self.treatment_id else None
        context["entries"] = SimpleLazyObject(
            lambda: condition_entries(self.shown_items, get_treatment())
        )
        return context

    def get_structured_entities(self, context: Mapping[str, Any]) -> list[schema_org.Node]:
        frame, treatment = Frame(self, context), context.get("treatment")
        entries = context.get("entries") or ()
        printed = [(entry.condition, entry.indication, treatment) for entry in entries]
        listed = [{"@id": frame.id_of(condition)} for condition, _known, _of in printed]
        return list_first(frame, listed) + printed_entities(frame, conditions=printed)
