"""Somebody's words: those of staff, of a published source, or of a patient.

A patient's words sell more than any number, and say least. They are printed only where a site has
switched that on (``PATIENT_QUOTES``), with consent, with how the patient is related to the clinic,
with what is typical and where that comes from, and only until a date. There are no stars, and
nothing is told to search engines.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks import BlockGroup, StructBlockValidationError, StructValue

from ketamine_pages.addresses import validate_web_url
from ketamine_pages.blocks.picks import SourcePicks
from ketamine_pages.blocks.texts import CharBlock, TextBlock
from ketamine_pages.blocks.time_limited import TimeLimitedBlock, is_over
from ketamine_pages.conf import conf
from ketamine_pages.rules.may_stand import Reason
from ketamine_pages.rules.page_facts import Passage, QuoteFacts, Speaker
from ketamine_pages.shown.brings import Cites, picked
from ketamine_pages.shown.declares import Get
from ketamine_pages.shown.visitors import Shown, Visitors, Withheld

SPEAKERS = [
    (Speaker.STAFF.value, _("Somebody of the clinic")),
    (Speaker.PUBLISHED.value, _("A published text or recording")),
]
PATIENT = (Speaker.PATIENT.value, _("A patient"))

# What is needed before a quotation may be printed.
NEEDED: dict[Speaker, tuple[str, ...]] = {
    Speaker.STAFF: (),
    Speaker.PUBLISHED: ("source_url",),
    Speaker.PATIENT: ("consent_on", "relation", "typical", "typical_sources", "expires_on"),
}


def get_speakers() -> list[tuple[str, Any]]:
    """Whose words an editor may choose."""
    return [*SPEAKERS, PATIENT] if conf.patient_quotes else SPEAKERS


class QuoteValue(StructValue):
    """A quotation, which knows whether it may be printed."""

    @property
    def speaker(self) -> Speaker:
        """Who speaks. Older quotations do not say: then it is what their other fields tell."""
        if chosen := self.get("speaker"):
            # What nobody knows needs as much care as can be had.
            return Speaker(chosen) if chosen in list(Speaker) else Speaker.PATIENT
        if any(self._has(name) for name in NEEDED[Speaker.PATIENT]):
            return Speaker.PATIENT
        return Speaker.PUBLISHED if self._has("source_url") else Speaker.STAFF

    @property
    def is_patient(self) -> bool:
        """Whether a patient speaks."""
        return self.speaker is Speaker.PATIENT

    @property
    def missing(self) -> list[str]:
        """The fields that this speaker needs and that are empty."""
        return [name for name in NEEDED[self.speaker] if not self._has(name)]

    @property
    def is_consent_ahead(self) -> bool:
        """Whether the day of the consent has not come yet."""
        consent_on: date | None = self.get("consent_on")
        return self.is_patient and consent_on is not None and consent_on > timezone.localdate()

    @property
    def may_be_printed(self) -> bool:
        """Whether it has all that its speaker needs, and the site allows it."""
        if self.is_patient and not conf.patient_quotes:
            return False
        return not self.missing and not self.is_consent_ahead

    def _has(self, name: str) -> bool:
        value = self.get(name)
        return any(picked(value)) if name == "typical_sources" else bool(value)


class CitesWhatIsTypical(Cites):
    """Sources beside a patient's words; other speakers have none."""

    def show(self, get: Get, visitors: Visitors, shown: Shown) -> None:
        if get("speaker") in (Speaker.STAFF, Speaker.PUBLISHED):
            shown.names[self.part] = []
            return
        super().show(get, visitors, shown)
        chosen = picked(get(self.part))
        if chosen and not any(source.as_source_facts().holds for source in shown.cited):
            by = str(get("attribution") or "")
            shown.withheld.append(Withheld(None, (Reason.NO_SOURCE,), self.part, by))


class QuoteBlock(TimeLimitedBlock):
    """Somebody's words, with who said them."""

    text = TextBlock(label=_("Quote"), max_length=800, rows=3)
    speaker = blocks.ChoiceBlock(
        label=_("Who speaks"),
        choices=get_speakers,
        help_text=_("Patients’ words need more than a name: see the editor guide."),
    )
    attribution = CharBlock(label=_("Who said it"), max_length=160, help_text=_("Name and role."))
    source_url = blocks.URLBlock(
        label=_("Where it was published"),
        required=False,
        max_length=500,
        validators=[validate_web_url],
    )
    consent_on = blocks.DateBlock(
        label=_("Written consent of"),
        required=False,
        help_text=_("For patients: the day they signed. Keep the paper on file."),
    )
    relation = CharBlock(
        label=_("Relation to the clinic"),
        required=False,
        max_length=200,
        help_text=_("For patients: paid, treated for free, related to staff, or none of it."),
    )
    typical = TextBlock(
        label=_("What is typical"),
        required=False,
        max_length=400,
        rows=2,
        help_text=_("For patients: what most people experience, as the sources say."),
    )
    typical_sources = SourcePicks(label=_("Sources of what is typical"), required=False)
    expires_on = blocks.DateBlock(
        label=_("Shown until"),
        required=False,
        help_text=_("For patients: the last day on which their words are shown."),
    )

    brings = (CitesWhatIsTypical("typical_sources"),)

    class Meta:
        icon = "openquote"
        group = _("Text")
        label = _("Quote")
        description = _("Somebody’s words and who said them.")
        template = "ketamine_pages/blocks/quote.html"
        label_format = "{attribution}"
        value_class = QuoteValue
        form_layout = BlockGroup(
            children=["text", "speaker", "attribution", "source_url"],
            settings=["consent_on", "relation", "typical", "typical_sources", "expires_on"],
        )
        preview_value = {
            "text": _("We tell people what is known and what is not, and then we listen."),
            "speaker": Speaker.STAFF.value,
            "attribution": _("A clinician of the team"),
        }

    def clean(self, value: StructValue) -> Any:
        result: QuoteValue = super().clean(value)
        needed = {} if self.is_deferred_validation else dict.fromkeys(result.missing, _needed())
        if result.is_consent_ahead:
            needed["consent_on"] = gettext("This day has not come yet.")
        if needed:
            errors = {name: ValidationError(message) for name, message in needed.items()}
            raise StructBlockValidationError(block_errors=errors)
        return result

    def is_printed(self, value: QuoteValue) -> bool:
        return value.may_be_printed and not is_over(value)

    def get_facts(self, value: QuoteValue, context: Mapping[str, Any]) -> Passage:
        passage = super().get_facts(value, context)
        missing = list(value.missing)
        if value.is_patient and not any(source.holds for source in passage.sources):
            missing += [] if "typical_sources" in missing else ["typical_sources"]
        labels = [str(self.child_blocks[name].label) for name in missing]
        quote = QuoteFacts(
            value.speaker,
            by=value.get("attribution") or "",
            missing=tuple(labels),
            is_allowed=not value.is_patient or conf.patient_quotes,
            is_consent_ahead=value.is_consent_ahead,
            spot=passage.spot,
        )
        return replace(passage, quotes=(quote,))


def _needed() -> str:
    return gettext("This speaker needs it.")
