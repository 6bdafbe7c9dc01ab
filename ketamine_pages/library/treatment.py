"""Treatments: what is offered, and what the regulator says about it."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from copy import copy
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldRowPanel, MultiFieldPanel
from wagtail.search import index

from ketamine_pages.addresses import validate_web_url
from ketamine_pages.blocks.facts import item_ref
from ketamine_pages.gate.facts import missing_values, read_item
from ketamine_pages.library.about_treatments import (
    find_approvals,
    find_indications,
    find_notices,
)
from ketamine_pages.library.choices import (
    ControlledSchedule,
    IndicationStatus,
    RegulatoryStatus,
    Route,
    label_of,
)
from ketamine_pages.library.item import LibraryItem
from ketamine_pages.rules.disclosures import Approval, treatment_disclosure
from ketamine_pages.rules.findings import Spot
from ketamine_pages.rules.page_facts import ApprovalFacts, Passage, TreatmentFacts
from ketamine_pages.shown.kinds import TreatmentBase
from ketamine_pages.shown.shelf import Shelf

if TYPE_CHECKING:
    from ketamine_pages.library.condition import Condition, Indication
    from ketamine_pages.library.safety_notice import SafetyNotice


class Treatment(TreatmentBase, LibraryItem):
    """A medicine given in a certain way, with what a visitor must know about it."""

    name = models.CharField(
        _("name"), max_length=120, help_text=_("In full, for example: Ketamine infusion therapy.")
    )
    short_name = models.CharField(
        _("short name"),
        max_length=60,
        blank=True,
        help_text=_("Used inside sentences, for example: Ketamine infusion."),
    )
    summary = models.TextField(
        _("summary"), max_length=600, help_text=_("What it is, in two or three plain sentences.")
    )
    route = models.CharField(_("how it is given"), max_length=10, choices=Route)
    regulatory_status = models.CharField(
        _("regulatory status"), max_length=12, choices=RegulatoryStatus
    )
    approved_for = models.CharField(
        _("medicine approved for"),
        max_length=500,
        blank=True,
        help_text=_(
            "Where it is used off-label: what the medicine itself is approved for, for example: "
            "general anaesthesia. What an approved product is approved for stands in its "
            "indications."
        ),
    )
    label_url = models.URLField(
        _("product label"),
        max_length=500,
        blank=True,
        validators=[validate_web_url],
        help_text=_("Web address of the current prescribing information."),
    )
    label_date = models.DateField(_("label date"), null=True, blank=True)
    session_length = models.CharField(
        _("length of a session"), max_length=120, blank=True, help_text=_("About 40 minutes.")
    )
    monitoring_time = models.CharField(
        _("monitoring"), max_length=120, blank=True, help_text=_("At least 2 hours.")
    )
    course = models.TextField(
        _("course of treatment"),
        max_length=600,
        blank=True,
        help_text=_("How often and for how long, in plain words."),
    )
    schedule = models.CharField(
        _("controlled substance"), max_length=4, choices=ControlledSchedule, blank=True
    )

    title_field = "name"
    preview_template = "ketamine_pages/library/previews/treatment.html"

    panels = [
        FieldRowPanel(["name", "short_name"]),
        "summary",
        MultiFieldPanel(
            [
                "regulatory_status",
                "approved_for",
                FieldRowPanel(["label_url", "label_date"]),
                "schedule",
            ],
            heading=_("What the regulator says"),
        ),
        MultiFieldPanel(
            ["route", FieldRowPanel(["session_length", "monitoring_time"]), "course"],
            heading=_("How treatment goes"),
        ),
        *LibraryItem.publishing_panels,
    ]
    search_fields = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
        index.SearchField("short_name"),
        index.SearchField("summary"),
        index.FilterField("route"),
        index.FilterField("regulatory_status"),
        *LibraryItem.base_search_fields,
    ]

    class Meta(LibraryItem.Meta):
        verbose_name = _("treatment")
        verbose_name_plural = _("treatments")
        ordering = ["name"]

    def get_route_display(self) -> str:  # type: ignore[no-redef]
        return label_of(Route, self.route)

    def get_regulatory_status_display(self) -> str:  # type: ignore[no-redef]
        return label_of(RegulatoryStatus, self.regulatory_status)

    def get_schedule_display(self) -> str:  # type: ignore[no-redef]
        return label_of(ControlledSchedule, self.schedule)

    @property
    def name_in_sentences(self) -> str:
        """The short name, or the name where there is none."""
        return self.short_name or self.name

    @property
    def disclosure(self) -> str:
        """The sentence about regulatory status, derived; empty where it is not known in full."""
        return treatment_disclosure(
            self.name_in_sentences,
            self.known_status,
            self.approved_for,
            approvals=self.approvals,
            has_label=self.has_label,
            has_address=bool(self.label_url),
        )

    @property
    def known_status(self) -> str:
        """The regulatory status; empty for one that nobody knows, from an import for example."""
        is_known = self.regulatory_status in RegulatoryStatus.values
        return str(self.regulatory_status) if is_known else ""

    @property
    def printed_status(self) -> str:
        """The status that pages print: none of an approved product without a label to look up."""
        status = self.known_status
        return "" if status == RegulatoryStatus.APPROVED and not self.has_label else status

    @property
    def status_label(self) -> str:
        """The printed status in words."""
        return label_of(RegulatoryStatus, self.printed_status)

    @property
    def has_label(self) -> bool:
        """Whether its label has a web address and a date."""
        return bool(self.label_url and self.label_date)

    @cached_property
    def approvals(self) -> list[Approval]:
        """What its published indications say that it is approved for; one query if not fetched."""
        if self.regulatory_status != RegulatoryStatus.APPROVED or not self.pk:
            return []
        return find_approvals([self])[self.translation_key]

    @classmethod
    def fetch_approvals(cls, treatments: Sequence[Any]) -> None:
        products = [t for t in treatments if t.regulatory_status == RegulatoryStatus.APPROVED]
        found = find_approvals(products) if products else {}
        for product in products:
            product.__dict__["approvals"] = found[product.translation_key]

    def get_reference(self) -> dict[str, Any]:
        """The treatment in short, where the API tells something else of it."""
        return {"id": self.pk, "title": str(self)}

    @classmethod
    def find_notices(cls, treatments: Sequence[Any], locale_id: int) -> dict[Hashable, list[Any]]:
        return find_notices(treatments, locale_id)

    @classmethod
    def find_indications(
        cls, treatments: Sequence[Any], condition_keys: Iterable[Hashable], locale_id: int
    ) -> dict[Hashable, list[Any]]:
        return find_indications(treatments, condition_keys, locale_id)

    def choose_indications(
        self, found: Sequence[Indication], shelf: Shelf, locale_id: int
    ) -> list[Indication]:
        """One of ``found`` for each condition, which is in the language of the page as well."""
        by_condition: dict[Any, Indication] = {}
        for indication in found:
            key = indication.condition.translation_key
            if key not in by_condition or indication.locale_id == locale_id:
                by_condition[key] = indication
        # Of their own, as a page in another language may show the same for want of a translation.
        indications = [copy(indication) for indication in by_condition.values()]
        conditions = [indication.condition for indication in indications]
        localised = shelf.localise(conditions, locale_id)
        for indication, condition in zip(indications, localised, strict=True):
            indication.treatment, indication.condition = self, condition
        return indications

    def indications_for(self, conditions: Sequence[Condition]) -> dict[int, Indication]:
        """Published indications for ``conditions``, by the condition's primary key.

        At most 7 queries, whatever their number; none for a treatment that is not saved.
        """
        return Shelf().indications(self, conditions)

    def public_notices(self) -> list[SafetyNotice]:
        """Published safety notices, boxed warnings first; queries as for indications."""
        return Shelf().notices(self)

    def as_treatment_facts(self) -> TreatmentFacts:
        """The treatment as rules know it, wherever it is shown."""
        spot = Spot(item=item_ref(self))
        return TreatmentFacts(self.translation_key, self.name_in_sentences, self.known_status, spot)

    def get_facts(self, where: Spot | None = None) -> Passage:
        known = self.as_treatment_facts()
        passage = read_item(self, where, on_approved_product=known.is_approved, treatments=(known,))
        missing = () if not known.is_approved else missing_values(self, ("label_url", "label_date"))
        approval = ApprovalFacts(
            str(self),
            missing,
            # Asked where it is mended; pages find it at the indication.
            contradicting=() if where or known.is_approved else self._approved_indications(),
            spot=passage.spot,
        )
        return replace(passage, approvals=(approval,))

    def _approved_indications(self) -> tuple[str, ...]:
        """Published indications that call approved what this treatment is not."""
        if not self.pk or self.lacks_status:
            return ()
        own = self.indications.filter(live=True, status=IndicationStatus.APPROVED)
        return tuple(map(str, own.select_related("treatment", "condition")))

    @property
    def lacks_status(self) -> bool:
        return not self.known_status

    @classmethod
    def get_approved_names(cls) -> Iterable[str]:
        approved = cls.objects.filter(live=True, regulatory_status=RegulatoryStatus.APPROVED)
        for names in approved.values_list("name", "short_name"):
            yield from names

    def get_api_data(self) -> dict[str, Any]:
        return {
            **super().get_api_data(),
            "summary": self.summary,
            "route": self.route,
            "regulatory_status": self.printed_status,
            "disclosure": self.disclosure,
            "label_url": self.label_url,
            "label_date": self.label_date,
        }

    @classmethod
    def sample(cls) -> Self:
        return cls(
            name=gettext("Name of the treatment"),
            summary=gettext("What the treatment is, in two or three plain sentences."),
            route=Route.INTRAVENOUS,
            regulatory_status=RegulatoryStatus.OFF_LABEL,
            approved_for=gettext("general anaesthesia"),
            label_url="https://www.fda.gov/",
            session_length=gettext("About 40 minutes"),
            monitoring_time=gettext("At least 1 hour"),
            course=gettext("Your clinician plans the course with you."),
            schedule=ControlledSchedule.III,
            live=True,
        )
