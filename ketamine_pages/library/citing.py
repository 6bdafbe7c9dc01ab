"""How library items cite sources."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultipleChooserPanel
from wagtail.models import Orderable

from ketamine_pages.blocks.facts import item_ref
from ketamine_pages.gate.facts import read_item
from ketamine_pages.library.choices import EvidenceLevel, Stance, label_of
from ketamine_pages.library.source import Source
from ketamine_pages.rules.findings import Spot
from ketamine_pages.rules.may_stand import get_printed_level
from ketamine_pages.rules.page_facts import Chosen, Passage, SourceFacts, Statement, StatementKind
from ketamine_pages.shown.kinds import Citing, Stating

if TYPE_CHECKING:
    from ketamine_pages.library.treatment import Treatment
    from ketamine_pages.shown.kinds import TreatmentBase


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
            link.source.as_source_facts(supports=link.stance == Stance.SUPPORTS)
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


class HasEvidence(Stating, CitesSources):
    """A library item that states something, with sources and an evidence level that sums them up.

    Subclasses have a ``treatment``, and say in ``statement_kind`` what they state.
    """

    statement_kind: ClassVar[StatementKind]

    evidence_level = models.CharField(
        _("evidence"),
        max_length=10,
        choices=EvidenceLevel,
        help_text=_("Strong or moderate needs at least one randomised trial or systematic review."),
    )

    class Meta:
        abstract = True

    @property
    def printed_level(self) -> str:
        """The evidence level that pages print: the chosen one, or what the sources allow."""
        if not self.pk and not self.source_links.all():
            # An example in a preview.
            return self.evidence_level
        return get_printed_level(self.evidence_level, self.get_source_facts())

    @property
    def evidence_label(self) -> str:
        """The printed evidence level in words."""
        return label_of(EvidenceLevel, self.printed_level)

    def as_statement(self, treatment: TreatmentBase | None) -> Statement:
        return Statement(
            self.statement_kind,
            str(self),
            self.get_source_facts(),
            self.evidence_level,
            treatment=treatment.as_treatment_facts() if treatment else None,
            has_hidden_treatment=bool(self.treatment_id) and treatment is None,
        )

    def get_facts(self, where: Spot | None = None) -> Passage:
        sources = self.get_source_facts()
        treatment: Treatment | None = self.treatment if self.treatment_id else None
        treatment = treatment if treatment and treatment.is_public else None
        known = treatment.as_treatment_facts() if treatment else None
        passage = read_item(
            self,
            where,
            sources=sources,
            on_approved_product=known is not None and known.is_approved,
            treatments=(known,) if known else (),
            chosen=self.get_unpublished_sources(where),
        )
        statement = replace(self.as_statement(treatment), spot=passage.spot)
        return replace(passage, statements=(statement,))
