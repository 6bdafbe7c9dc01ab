"""Sources: the documents that statements rely on."""

from __future__ import annotations

from typing import Any, Self
from urllib.parse import quote

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldRowPanel, MultiFieldPanel
from wagtail.search import index

from ketamine_pages.addresses import validate_web_url
from ketamine_pages.gate.facts import read_item
from ketamine_pages.library.choices import SourceKind, label_of
from ketamine_pages.library.item import LibraryItem
from ketamine_pages.rules.findings import Spot
from ketamine_pages.rules.identifiers import normalise_doi, normalise_pmid
from ketamine_pages.rules.page_facts import Passage, SourceFacts
from ketamine_pages.shown.kinds import Dated
from ketamine_pages.validators import validate_doi, validate_pmid, validate_year


class Source(Dated, LibraryItem):
    """A document that a statement relies on: a trial, a review, a label, a guideline."""

    title = models.CharField(_("title"), max_length=500)
    authors = models.CharField(
        _("authors"), max_length=500, blank=True, help_text=_("For example: Anand A et al.")
    )
    publisher = models.CharField(_("journal or publisher"), max_length=255, blank=True)
    year = models.PositiveSmallIntegerField(
        _("year"), null=True, blank=True, validators=[validate_year]
    )
    kind = models.CharField(_("kind of source"), max_length=20, choices=SourceKind)
    participants = models.PositiveIntegerField(
        _("number of participants"), null=True, blank=True, help_text=_("People, not infusions.")
    )
    comparator = models.CharField(
        _("compared with"), max_length=255, blank=True, help_text=_("For example: placebo.")
    )
    follow_up = models.CharField(
        _("follow-up"), max_length=255, blank=True, help_text=_("For example: 4 weeks.")
    )
    result = models.TextField(
        _("result"),
        max_length=2000,
        blank=True,
        help_text=_("What was found, in one or two plain sentences, with the numbers."),
    )
    funding = models.CharField(_("funding"), max_length=255, blank=True)
    doi = models.CharField(
        _("DOI"),
        max_length=255,
        blank=True,
        validators=[validate_doi],
        help_text=_("For example: 10.1056/NEJMoa2302399. A pasted link is fine."),
    )
    pmid = models.CharField(
        _("PubMed ID"),
        # Room for the link that people paste; only its digits are stored.
        max_length=100,
        blank=True,
        validators=[validate_pmid],
        help_text=_("For example: 37224232. A pasted link is fine."),
    )
    url = models.URLField(
        _("web address"), max_length=500, blank=True, validators=[validate_web_url]
    )
    withdrawn_on = models.DateField(
        _("withdrawn on"),
        null=True,
        blank=True,
        help_text=_("Set when the source was retracted or replaced. It then supports nothing."),
    )
    withdrawn_reason = models.CharField(_("reason"), max_length=500, blank=True)

    first_days = ("withdrawn_on",)
    same_in_all_languages = ("authors", "doi", "pmid")
    fields_without_words = ("doi", "pmid", "withdrawn_reason")
    # Read together with what cites it.
    needs_review = False
    preview_template = "ketamine_pages/library/previews/source.html"

    panels = [
        "title",
        FieldRowPanel(["authors", "publisher"]),
        FieldRowPanel(["kind", "year"]),
        MultiFieldPanel(["doi", "pmid", "url"], heading=_("Where to read it")),
        MultiFieldPanel(
            [
                FieldRowPanel(["participants", "comparator"]),
                FieldRowPanel(["follow_up", "funding"]),
                "result",
            ],
            heading=_("What was found"),
        ),
        MultiFieldPanel(
            ["withdrawn_on", "withdrawn_reason"], heading=_("Withdrawal"), classname="collapsed"
        ),
        *LibraryItem.publishing_panels,
    ]
    search_fields = [
        index.SearchField("title"),
        index.AutocompleteField("title"),
        index.SearchField("authors"),
        index.AutocompleteField("authors"),
        index.SearchField("publisher"),
        index.SearchField("result"),
        index.SearchField("doi"),
        index.SearchField("pmid"),
        index.FilterField("kind"),
        index.FilterField("year"),
        *LibraryItem.base_search_fields,
    ]

    class Meta(LibraryItem.Meta):
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["title"]

    def clean(self) -> None:
        super().clean()
        self.doi = normalise_doi(self.doi)
        self.pmid = normalise_pmid(self.pmid)
        errors = {}
        if self.withdrawn_on and not self.withdrawn_reason:
            errors["withdrawn_reason"] = gettext("Say why the source was withdrawn.")
        if self.withdrawn_reason and not self.withdrawn_on:
            errors["withdrawn_on"] = gettext("Give the date on which the source was withdrawn.")
        if errors:
            raise ValidationError(errors)

    def get_kind_display(self) -> str:  # type: ignore[no-redef]
        return label_of(SourceKind, self.kind)

    def get_facts(self, where: Spot | None = None) -> Passage:
        # It is its own source.
        return read_item(self, where, sources=[self.as_source_facts()])

    def as_source_facts(self, *, supports: bool = True) -> SourceFacts:
        """The source as rules judge it, where it speaks for a statement or against it."""
        return SourceFacts(
            str(self),
            self.kind,
            self.is_public,
            self.is_withdrawn,
            supports=supports,
            has_identifier=bool(self.doi or self.pmid),
            has_address=bool(self.url),
        )

    @property
    def is_withdrawn(self) -> bool:
        """Whether the source had been withdrawn by today."""
        return self.withdrawn_on is not None and self.withdrawn_on <= timezone.localdate()

    @property
    def link(self) -> str:
        """The most lasting web address: DOI, then PubMed, then ``url``; empty if none."""
        if self.doi:
            return f"https://doi.org/{quote(self.doi, safe='/:;()')}"
        if self.pmid:
            return f"https://pubmed.ncbi.nlm.nih.gov/{self.pmid}/"
        return self.url

    def get_api_data(self) -> dict[str, Any]:
        return {
            **super().get_api_data(),
            "authors": self.authors,
            "publisher": self.publisher,
            "year": self.year,
            "kind": self.kind,
            "url": self.link,
            "withdrawn": self.is_withdrawn,
        }

    @classmethod
    def sample(cls) -> Self:
        return cls(
            title=gettext("Title of a randomised trial"),
            authors=gettext("Author A et al."),
            publisher=gettext("Name of the journal"),
            year=2023,
            kind=SourceKind.RANDOMISED_TRIAL,
            live=True,
        )
