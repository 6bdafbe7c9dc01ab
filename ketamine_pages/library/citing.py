"""How library items cite sources."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultipleChooserPanel
from wagtail.models import Orderable

from ketamine_pages.blocks.facts import item_ref, source_facts
from ketamine_pages.gate.facts import read_item
from ketamine_pages.library.choices import EvidenceLevel, Stance, label_of
from ketamine_pages.library.source import Source
from ketamine_pages.rules.findings import Spot
from ketamine_pages.rules.page_facts import Chosen, Passage, SourceFacts, Statement, StatementKind
from ketamine_pages.shown.kinds import Citing

if TYPE_CHECKING:
    from ketamine_pages.library.treatment import Treatment


class SourceLink(Orderable):
    """One citation: which source, and whether it speaks for or against the statement.

    Each model that cites sources has a subclass, whose ``item`` is a ``ParentalKey`` to it with the
    related name ``source_links``.
    """

    source = models.ForeignKey(
        Source, on_delete=models.PROTECT, related_name="+", verbose_name=_("source")
    )
    stance = models.CharField(_("stance"), max_length=10, choices=Stance, default=Stance.SUPPORTS)

    panels = [FieldPanel("source"), FieldPanel("stance")]

    class Meta(Orderable.Meta):
        abstract = True

    def __str__(self) -> str:
        return str(self.source)


def sources_panel() -> MultipleChooserPanel:
    """The panel in which an editor picks several sources at once and orders them."""
    return MultipleChooserPanel(
        "source_links",
        chooser_field_name="source",
        heading=_("Sources for and against"),
        label=_("source"),
        help_text=_("Readers see these as numbered references, in this order."),
    )


class CitesSources(Citing, models.Model):
    """A library item with sources, ordered, each for or against it."""

    class Meta:
        abstract = True

    def _sources(self, stance: str) -> list[Source]:
        links = self.source_links.all()
        return [
            link.source
            for link in links
            if link.stance == stance and link.source.is_public and not link.source.is_withdrawn
        ]

    @property
    def supporting_sources(self) -> list[Source]:
        """Public sources, not withdrawn, that speak for it, in the editor's order."""
        return self._sources(Stance.SUPPORTS)

    @property
    def opposing_sources(self) -> list[Source]:
        """Public sources, not withdrawn, that speak against it, in the editor's order."""
        return self._sources(Stance.OPPOSES)

    @property
    def cited_sources(self) -> list[Source]:
        """All public sources in the order in which a page numbers them: for, then against."""
        return [*self.supporting_sources, *self.opposing_sources]

    def get_source_facts(self) -> tuple[SourceFacts, ...]:
        """All sources that the item names, whether they can be relied on or not."""
        return tuple(
            source_facts(link.source, supports=link.stance == Stance.SUPPORTS)
            for link in self.source_links.all()
        )

    def get_unpublished_sources(self, where: Spot | None) -> tuple[Chosen, ...]:
        """Sources that are drafts; on a page (``where``) these are no concern of its editor."""
        if where is not None:
            return ()
        spot = Spot(field="source_links", item=item_ref(self))
        return tuple(
            Chosen(source.title, spot) for source in self.get_source_facts() if not source.is_public
        )


class HasEvidence(CitesSources):
    """A library item with sources and an evidence level that sums them up."""

    evidence_level = models.CharField(
        _("evidence"),
        max_length=10,
        choices=EvidenceLevel,
        help_text=_("Strong or moderate needs at least one randomised trial or systematic review."),
    )

    class Meta:
        abstract = True

    @property
    def evidence_label(self) -> str:
        """The evidence level in words."""
        return label_of(EvidenceLevel, self.evidence_level)

    def read_statement(
        self, where: Spot | None, kind: StatementKind, treatment: Treatment | None
    ) -> Passage:
        """The item as a statement about an effect of ``treatment``."""
        sources = self.get_source_facts()
        known = treatment.as_treatment_facts() if treatment and treatment.is_public else None
        passage = read_item(
            self,
            where,
            sources=sources,
            on_approved_product=known is not None and known.is_approved,
            treatments=(known,) if known else (),
            chosen=self.get_unpublished_sources(where),
        )
        statement = Statement(kind, str(self), sources, self.evidence_level, passage.spot)
        return replace(passage, statements=(statement,))
