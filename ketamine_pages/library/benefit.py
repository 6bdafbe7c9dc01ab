"""Benefits: what a treatment may do for people, with how sure that is."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldRowPanel
from wagtail.search import index

from ketamine_pages.library.choices import EvidenceLevel
from ketamine_pages.library.citing import HasEvidence, SourceLink, sources_panel
from ketamine_pages.library.item import LibraryItem
from ketamine_pages.library.time_limited import TimeLimited
from ketamine_pages.library.treatment import Treatment
from ketamine_pages.rules.page_facts import StatementKind


class Benefit(TimeLimited, HasEvidence, LibraryItem):
    """One benefit, printed with its evidence level, its caveat and its sources."""

    title = models.CharField(_("title"), max_length=120)
    text = models.TextField(
        _("text"), max_length=800, help_text=_("What was found, in whom, and for how long.")
    )
    treatment = models.ForeignKey(
        Treatment,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="benefits",
        verbose_name=_("treatment"),
        help_text=_(
            "In which it was studied. Empty: of any, so that only pages about one treatment show "
            "it."
        ),
    )
    caveat = models.CharField(
        _("caveat"),
        max_length=400,
        blank=True,
        help_text=_(
            "Printed under the text: what is not known, who was not studied, how long it lasts. "
            "Words such as “promising” or “pilot” are no caveat."
        ),
    )

    statement_kind = StatementKind.BENEFIT
    facts_prefetch = ("treatment",)
    preview_template = "ketamine_pages/library/previews/benefit.html"

    panels = [
        "title",
        "text",
        "caveat",
        FieldRowPanel(["evidence_level", "treatment"]),
        sources_panel(),
        *TimeLimited.time_panels,
        *LibraryItem.publishing_panels,
    ]
    search_fields = [
        index.SearchField("title"),
        index.AutocompleteField("title"),
        index.SearchField("text"),
        index.SearchField("caveat"),
        index.FilterField("treatment_id"),
        index.FilterField("evidence_level"),
        *LibraryItem.base_search_fields,
    ]

    class Meta(LibraryItem.Meta):
        verbose_name = _("benefit")
        verbose_name_plural = _("benefits")
        ordering = ["title"]

    def get_api_data(self) -> dict[str, Any]:
        return {
            **super().get_api_data(),
            "text": self.text,
            "caveat": self.caveat,
            "treatment": self.treatment.get_reference() if self.treatment else None,
            "evidence_level": self.printed_level,
            "sources": [source.get_api_data() for source in self.cited_sources],
        }

    @classmethod
    def sample(cls) -> Self:
        return cls(
            title=gettext("What may get better"),
            text=gettext("What was found, in whom, and for how long."),
            evidence_level=EvidenceLevel.LIMITED,
            caveat=gettext("What is not known yet."),
            live=True,
        )


class BenefitSource(SourceLink):
    """A source of a benefit."""

    item = ParentalKey(Benefit, related_name="source_links")
