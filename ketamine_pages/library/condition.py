"""Conditions, and what is known about a treatment for each of them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Self

import swapper
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.images import get_image_model_string
from wagtail.search import index

from ketamine_pages.gate.facts import missing_values
from ketamine_pages.library.choices import (
    LABELS,
    CodeSystem,
    EvidenceLevel,
    IndicationStatus,
    RegulatoryStatus,
)
from ketamine_pages.library.citing import HasEvidence, SourceLink, sources_panel
from ketamine_pages.library.item import LibraryItem
from ketamine_pages.library.time_limited import TimeLimited
from ketamine_pages.library.treatment import Treatment
from ketamine_pages.rules.disclosures import Approval, indication_disclosure
from ketamine_pages.rules.findings import Spot
from ketamine_pages.rules.page_facts import ApprovalFacts, Passage, StatementKind
from ketamine_pages.shown.kinds import ConditionBase

swapper.set_app_prefix("wagtailcore", "wagtail")


class Condition(ConditionBase, LibraryItem):
    """A condition that people seek treatment for."""

    name = models.CharField(_("name"), max_length=120)
    abbreviation = models.CharField(_("abbreviation"), max_length=20, blank=True)
    sentence_name = models.CharField(
        _("name inside sentences"),
        max_length=120,
        blank=True,
        help_text=_("For example: post-traumatic stress disorder. Empty: the name as it is."),
    )
    summary = models.TextField(
        _("summary"), max_length=600, help_text=_("What it is, in two or three plain sentences.")
    )
    code_system = models.CharField(_("code system"), max_length=10, choices=CodeSystem, blank=True)
    code = models.CharField(_("code"), max_length=20, blank=True)
    image = models.ForeignKey(
        get_image_model_string(),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("image"),
    )
    detail_page = models.ForeignKey(
        swapper.get_model_name("wagtailcore", "Page"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("detail page"),
        help_text=_("Where the condition’s name links to."),
    )

    title_field = "name"
    same_in_all_languages = ("code",)
    fields_without_words = ("code",)
    preview_template = "ketamine_pages/library/previews/condition.html"
    page_select = ("detail_page", "image")
    page_prefetch = ("detail_page", "image__renditions")
    facts_prefetch = ("image",)

    panels = [
        FieldRowPanel(["name", "abbreviation"]),
        "sentence_name",
        "summary",
        FieldPanel("image"),
        FieldPanel("detail_page"),
        MultiFieldPanel(
            [FieldRowPanel(["code_system", "code"])],
            heading=_("Code for search engines"),
            classname="collapsed",
        ),
        *LibraryItem.publishing_panels,
    ]
    search_fields = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
        index.SearchField("abbreviation"),
        index.AutocompleteField("abbreviation"),
        index.SearchField("summary"),
        *LibraryItem.base_search_fields,
    ]

    class Meta(LibraryItem.Meta):
        verbose_name = _("condition")
        verbose_name_plural = _("conditions")
        ordering = ["name"]

    def clean(self) -> None:
        super().clean()
        if self.code and not self.code_system:
            raise ValidationError({"code_system": gettext("Say which system the code is from.")})
        if self.code_system and not self.code:
            raise ValidationError({"code": gettext("Enter the code.")})

    @property
    def name_in_sentences(self) -> str:
        """The name as it is written in the middle of a sentence."""
        return self.sentence_name or self.name

    def get_api_data(self) -> dict[str, Any]:
        return {
            **super().get_api_data(),
            "abbreviation": self.abbreviation,
            "summary": self.summary,
        }

    @classmethod
    def sample(cls) -> Self:
        return cls(
            name=gettext("Name of the condition"),
            summary=gettext("What the condition is, in two or three plain sentences."),
            live=True,
        )


class Indication(TimeLimited, HasEvidence, LibraryItem):
    """What is known about one treatment for one condition."""

    treatment = models.ForeignKey(
        Treatment,
        on_delete=models.PROTECT,
        related_name="indications",
        verbose_name=_("treatment"),
    )
    condition = models.ForeignKey(
        Condition,
        on_delete=models.PROTECT,
        related_name="indications",
        verbose_name=_("condition"),
    )
    status = models.CharField(_("regulatory status"), max_length=12, choices=IndicationStatus)
    approved_use = models.CharField(
        _("approved to treat"),
        max_length=200,
        blank=True,
        help_text=_(
            "As the label has it, to complete “approved by the FDA to treat …”, for example: "
            "treatment-resistant depression."
        ),
    )
    population = models.CharField(
        _("in whom"),
        max_length=200,
        blank=True,
        help_text=_("For whom it is approved, for example: adults."),
    )
    together_with = models.CharField(
        _("together with"),
        max_length=200,
        blank=True,
        help_text=_(
            "What the label says it is given with, for example: together with an oral "
            "antidepressant. Empty if the label says nothing about it."
        ),
    )
    statement = models.TextField(
        _("plain statement"),
        max_length=600,
        help_text=_("What research shows for this condition, good and bad, in plain words."),
    )
    sort_order = models.IntegerField(null=True, blank=True, editable=False)

    sort_order_field = "sort_order"
    statement_kind = StatementKind.INDICATION
    facts_prefetch = ("treatment",)
    read_with = ("treatment", "condition")
    shown_by_treatment = "treatment"
    preview_template = "ketamine_pages/library/previews/indication.html"
    page_prefetch = ("condition",)

    panels = [
        FieldRowPanel(["treatment", "condition"]),
        FieldRowPanel(["status", "evidence_level"]),
        MultiFieldPanel(
            ["approved_use", FieldRowPanel(["population", "together_with"])],
            heading=_("What the label says, where it is approved"),
        ),
        "statement",
        sources_panel(),
        *TimeLimited.time_panels,
        *LibraryItem.publishing_panels,
    ]
    search_fields = [
        index.SearchField("statement"),
        # Without one of its own, an item would be found by whole words only.
        index.AutocompleteField("statement"),
        index.RelatedFields(
            "treatment", [index.SearchField("name"), index.AutocompleteField("name")]
        ),
        index.RelatedFields(
            "condition", [index.SearchField("name"), index.AutocompleteField("name")]
        ),
        index.FilterField("treatment_id"),
        index.FilterField("condition_id"),
        index.FilterField("status"),
        index.FilterField("evidence_level"),
        *LibraryItem.base_search_fields,
    ]

    class Meta(LibraryItem.Meta):
        verbose_name = _("indication")
        verbose_name_plural = _("indications")
        ordering = ["treatment", "sort_order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["treatment", "condition", "locale"],
                name="ketamine_pages_one_indication_per_pair",
            )
        ]

    def __str__(self) -> str:
        return gettext("%(treatment)s for %(condition)s") % {
            "treatment": self.treatment,
            "condition": self.condition,
        }

    def clean(self) -> None:
        super().clean()
        self._check_status()
        # Forms leave out the locale, so Django skips the constraint: ask before the database does.
        if self.treatment_id and self.condition_id:
            # Without translation, Wagtail sets the locale only when it saves.
            locale = self.locale_id or self.get_default_locale().pk
            twins = Indication.objects.filter(
                treatment=self.treatment_id, condition=self.condition_id, locale=locale
            ).exclude(pk=self.pk)
            if twins.exists():
                raise ValidationError(
                    {
                        "condition": gettext(
                            "There is already an entry for %(treatment)s and %(condition)s. "
                            "Edit that one instead."
                        )
                        % {"treatment": self.treatment, "condition": self.condition}
                    }
                )

    def _check_status(self) -> None:
        # Else one page says that the product is not approved and, further down, that it is.
        product_status = self.treatment.regulatory_status if self.treatment_id else ""
        contradicts = product_status in {RegulatoryStatus.OFF_LABEL, RegulatoryStatus.COMPOUNDED}
        if self.status == IndicationStatus.APPROVED and contradicts:
            raise ValidationError(
                {
                    "status": gettext(
                        "The library says of %(treatment)s: %(status)s. Choose off-label here, or "
                        "correct the treatment first."
                    )
                    % {
                        "treatment": self.treatment,
                        "status": self.treatment.get_regulatory_status_display(),
                    }
                }
            )

    def get_facts(self, where: Spot | None = None) -> Passage:
        passage = super().get_facts(where)
        if self.status != IndicationStatus.APPROVED or not self.treatment_id:
            return passage
        missing = missing_values(self, ("approved_use", "population"))
        if not self.names_label:
            missing = (*missing, gettext("a product label or regulator among the sources"))
        product = self.treatment
        contradicting: tuple[str, ...] = ()
        # Where nobody has looked up the status, there is nothing to contradict.
        if product.regulatory_status in {RegulatoryStatus.APPROVED, ""}:
            needed = ("regulatory_status", "label_url", "label_date")
            missing = (*missing, *missing_values(product, needed))
        else:
            contradicting = (str(product),)
        approval = ApprovalFacts(str(self), missing, contradicting, is_of_use=True)
        return replace(passage, approvals=(replace(approval, spot=passage.spot),))

    @property
    def disclosure(self) -> str:
        """The sentence about regulatory status for this condition, derived."""
        return indication_disclosure(
            self.treatment.name_in_sentences,
            self.condition.name_in_sentences,
            self.status,
            self.treatment.known_status,
            approval=self.approval if self.names_label else None,
            has_label=self.treatment.has_label,
        )

    @property
    def names_label(self) -> bool:
        """Whether a product label or regulator that holds is among its sources."""
        return any(source.kind in LABELS and source.holds for source in self.get_source_facts())

    @property
    def is_approval_known(self) -> bool:
        """Whether all is known that the sentence about the approval needs."""
        return self.treatment.has_label and self.approval.is_complete and self.names_label

    @property
    def approval(self) -> Approval:
        """What the product is approved for, as far as it is recorded."""
        return Approval(self.approved_use, self.population, self.together_with)

    @property
    def printed_status(self) -> str:
        """The status for this condition that does not promise more than the product has."""
        product = self.treatment.known_status
        if product == RegulatoryStatus.COMPOUNDED:
            return IndicationStatus.NOT_APPROVED.value
        if self.status == IndicationStatus.APPROVED and product != RegulatoryStatus.APPROVED:
            return IndicationStatus.OFF_LABEL.value if product else ""
        if self.status == IndicationStatus.APPROVED and not self.is_approval_known:
            return ""
        return self.status

    def get_api_data(self) -> dict[str, Any]:
        return {
            **super().get_api_data(),
            "condition": self.condition.get_api_data(),
            "status": self.printed_status,
            "evidence_level": self.printed_level,
            "statement": self.statement,
            "disclosure": self.disclosure,
            "sources": [source.get_api_data() for source in self.cited_sources],
        }

    @classmethod
    def sample(cls) -> Self:
        return cls(
            treatment=Treatment.sample(),
            condition=Condition.sample(),
            status=IndicationStatus.OFF_LABEL,
            evidence_level=EvidenceLevel.MODERATE,
            statement=gettext("What research shows for this condition, good and bad."),
            live=True,
        )


class IndicationSource(SourceLink):
    """A source of an indication."""

    item = ParentalKey(Indication, related_name="source_links")
