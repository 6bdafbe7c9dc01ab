"""The page types, as mixins.

The thin concrete pages are in :mod:`ketamine_pages.page_types`; a site with a base page of its
own subclasses the mixins instead.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject, cached_property, classproperty
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail.images import get_image_model_string
from wagtail.search import index

from .. import schema_org
from ..blocks import BenefitPicks, ConditionPicks, SafetyBlock
from ..blocks.base import picked, shown
from ..blocks.facts import merge, read_items
from ..blocks.lists import condition_entries
from ..blocks.visibility import visible_pages
from ..evidence.findings import Location
from ..evidence.page_facts import Place
from ..fields import StreamField
from .choices import RegulatoryStatus
from .pages import EditorialPageMixin, page_types_with
from .preparing import forget_prepared, prepare_page
from .structured_entities import list_first, printed_entities
from .structured_frame import Frame
from .treatment import Treatment


def outline_block(kind: str, heading: str, **values: Any) -> dict[str, Any]:
    """One block of an outline: a heading, and everything else empty."""
    return {"type": kind, "value": {"heading": heading, **values}}


def shown_treatment(page: Any) -> Treatment | None:
    """The treatment of ``page`` as visitors see it, published and translated; else ``None``."""
    ready = shown([page.treatment], {"page": page})
    return ready[0] if ready else None


class TreatmentIndexPageMixin(EditorialPageMixin):
    """Introduces the treatments of a clinic and leads to their pages."""

    schema_type = "MedicalWebPage"
    page_template = "ketamine_pages/pages/treatment_index_page.html"
    page_description = _("The start of the treatment section: introduces and lists its pages.")

    class Meta:
        abstract = True

    # By mixin rather than by name, so that a site's own page types find their place as well.
    @classproperty
    def subpage_types(cls) -> list[Any]:
        return page_types_with(TreatmentPageMixin, ListPageMixin)

    def lists_page(self, page: Any) -> bool:
        return bool(page.depth == self.depth + 1)

    def get_listed_pages(self, request: HttpRequest | None = None) -> list[Any]:
        """Published pages below this one that everybody may see, in the order of the tree."""
        pages = list(visible_pages(self.get_children(), request).specific())
        for name in ("treatment", "hero_image__renditions"):
            field = name.partition("__")[0]
            having = [page for page in pages if getattr(page, f"{field}_id", None)]
            models.prefetch_related_objects(having, name)
        return pages

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["pages"] = SimpleLazyObject(lambda: self.get_listed_pages(request))
        return context

    def get_structured_entities(self, context: Mapping[str, Any]) -> list[schema_org.Node]:
        frame = Frame(self, context)
        listed = [(page.title, frame.address_of(page)) for page in context.get("pages") or ()]
        return list_first(frame, listed) + printed_entities(frame)


class TreatmentPageMixin(EditorialPageMixin):
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

    checked_fields = (*EditorialPageMixin.checked_fields, "hero_image_alt")
    card_fields = ("treatment", "hero_image")
    needs_treatment = True
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
        treatment = self.treatment
        return treatment.get_api_data() if treatment and treatment.is_public else None

    def get_outline(self) -> list[dict[str, Any]]:
        return [
            outline_block("section", gettext("What is this treatment?")),
            outline_block("conditions", gettext("{count} conditions it is used for")),
            outline_block("steps", gettext("What happens at a visit")),
            outline_block("benefits", gettext("{count} possible benefits")),
            outline_block("safety", gettext("Risks and safety")),
            outline_block("questions", gettext("Common questions")),
            outline_block("call_to_action", gettext("Talk to us first")),
        ]

    def get_derived_notices(self, treatment: Treatment | None) -> list[Any]:
        """Safety notices that the page prints by itself.

        An approved product brings all of its own unless the body shows them anyway.
        """
        if treatment is None or treatment.regulatory_status != RegulatoryStatus.APPROVED:
            return []
        for child in self.body:
            if isinstance(child.block, SafetyBlock):
                own = child.value.get("treatment") or treatment
                if own.translation_key == treatment.translation_key:
                    return []
        return treatment.public_notices()

    def get_printed_notices(self, treatment: Treatment | None) -> list[Any]:
        """``get_derived_notices`` of a page that is about to be printed: fetches the rest too."""
        prepare_page(self)
        return self.get_derived_notices(treatment)

    def get_opening_facts(self) -> list[Place]:
        where = Location(field="treatment", label=gettext("Treatment"))
        context = {"page": self}
        ready = shown([self.treatment], context)
        notices = self.get_derived_notices(ready[0] if ready else None)
        return [
            read_items([item], context, where).as_place(where)
            for item in [self.treatment]
            if item is not None
        ] + [read_items(notices, context, where).as_place(where)]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        forget_prepared(self)
        get_treatment = cache(lambda: shown_treatment(self))
        context["treatment"] = SimpleLazyObject(get_treatment) if self.treatment_id else None
        context["derived_notices"] = SimpleLazyObject(
            lambda: self.get_printed_notices(get_treatment())
        )
        return context

    def get_structured_entities(self, context: Mapping[str, Any]) -> list[schema_org.Node]:
        notices = context.get("derived_notices") or ()
        return printed_entities(
            Frame(self, context), main=context.get("treatment"), notices=notices
        )


class ListPageMixin(EditorialPageMixin):
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

    items_field: ClassVar[str]
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

    def get_opening_facts(self) -> list[Place]:
        field: Any = self._meta.get_field(self.items_field)
        where = Location(field=self.items_field, label=str(capfirst(field.verbose_name)))
        listed = read_items(self.get_listed_items(), {"page": self}, where)
        return [replace(listed.as_place(where), is_printed=bool(listed.places))]


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

    def get_opening_facts(self) -> list[Place]:
        context = {"page": self}
        [place] = super().get_opening_facts()
        ready = shown([self.treatment], context)
        if not ready:
            return [place]
        entries = condition_entries(shown(self.get_listed_items(), context), ready[0])
        known = [entry.indication for entry in entries if entry.indication is not None]
        return [merge(place, [item.get_facts(place.location) for item in [*ready, *known]])]

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
