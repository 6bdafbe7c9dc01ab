"""Safety notices: the risks that stand beside every benefit."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Self

from django.db import models
from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from ketamine_pages.fields import RichTextField
from ketamine_pages.gate.facts import read_item
from ketamine_pages.library.choices import NoticeKind, label_of
from ketamine_pages.library.citing import CitesSources, SourceLink, sources_panel
from ketamine_pages.library.item import LibraryItem
from ketamine_pages.library.time_limited import TimeLimited
from ketamine_pages.library.treatment import Treatment
from ketamine_pages.rich_text.reading import get_lines
from ketamine_pages.rules.findings import Spot
from ketamine_pages.rules.page_facts import NoticeFacts, Passage
from ketamine_pages.shown.kinds import NoticeBase, TreatmentBase


class SafetyNotice(TimeLimited, NoticeBase, CitesSources, LibraryItem):
    """A risk, a warning, a reason not to treat, or a rule for afterwards."""

    title = models.CharField(_("title"), max_length=160)
    kind = models.CharField(_("kind"), max_length=20, choices=NoticeKind)
    text = RichTextField(_("text"), max_length=4000)
    treatments = ParentalManyToManyField(
        Treatment,
        blank=True,
        related_name="safety_notices",
        verbose_name=_("treatments"),
        help_text=_("Pages about these treatments show the notice by themselves."),
    )
    sort_order = models.IntegerField(null=True, blank=True, editable=False)

    sort_order_field = "sort_order"
    # Better a warning too many: it stays on the pages, and editors are told.
    hides_when_expired = False
    facts_prefetch = ("treatments",)
    unread_fields = ("treatments",)
    same_in_all_languages = ("treatments",)
    shown_by_treatment = "treatments"
    page_prefetch = ("treatments",)
    preview_template = "ketamine_pages/library/previews/safety_notice.html"

    panels = [
        "title",
        "kind",
        "text",
        # Checkboxes: a multiple select hides what is chosen, and treatments are few.
        FieldPanel("treatments", widget=CheckboxSelectMultiple),
        sources_panel(),
        *TimeLimited.time_panels,
        *LibraryItem.publishing_panels,
    ]
    search_fields = [
        index.SearchField("title"),
        index.AutocompleteField("title"),
        index.SearchField("text"),
        index.FilterField("kind"),
        *LibraryItem.base_search_fields,
    ]

    class Meta(LibraryItem.Meta):
        verbose_name = _("safety notice")
        verbose_name_plural = _("safety notices")
        ordering = ["sort_order", "pk"]

    @property
    def print_order(self) -> tuple[int, int, int]:
        """Sort key: boxed warnings first, then as in ``NoticeKind``, then the editor's order."""
        position = NoticeKind.values.index(self.kind) if self.kind in NoticeKind.values else 99
        return (position, self.sort_order or 0, self.pk or 0)

    def get_kind_display(self) -> str:  # type: ignore[no-redef]
        return label_of(NoticeKind, self.kind)

    def as_notice_facts(self, *of: TreatmentBase) -> NoticeFacts:
        keys = {treatment.translation_key for treatment in (*self.treatments.all(), *of)}
        return NoticeFacts(
            self.kind, frozenset(keys), is_complete=self.is_complete, title=str(self)
        )

    @property
    def is_complete(self) -> bool:
        """Whether it tells a risk: it has a text that can be read, and a source that holds."""
        return bool(self.cited_sources) and any(line.strip() for line in get_lines(self.text))

    def get_facts(self, where: Spot | None = None) -> Passage:
        treatments = [treatment.as_treatment_facts() for treatment in self.treatments.all()]
        passage = read_item(
            self,
            where,
            sources=self.get_source_facts(),
            on_approved_product=any(treatment.is_approved for treatment in treatments),
            chosen=self.get_unpublished_sources(where),
        )
        notice = replace(self.as_notice_facts(), spot=passage.spot)
        return replace(passage, notices=(notice,), sources=self.get_source_facts())

    def get_api_data(self) -> dict[str, Any]:
        return {
            **super().get_api_data(),
            "kind": self.kind,
            "text": self.text,
            "sources": [source.get_api_data() for source in self.cited_sources],
        }

    @classmethod
    def sample(cls) -> Self:
        return cls(
            title=gettext("Common effects"),
            kind=NoticeKind.COMMON_EFFECTS,
            text="<p>{}</p>".format(gettext("What people often feel, and what to do about it.")),
            live=True,
        )


class SafetyNoticeSource(SourceLink):
    """A source of a safety notice."""

    item = ParentalKey(SafetyNotice, related_name="source_links")
