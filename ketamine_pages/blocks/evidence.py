"""Numbers, safety and facts at a glance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks import BlockGroup, StructBlockValidationError, StructValue

from ketamine_pages.blocks.base import (
    ContentBlock,
    HeadingBlock,
    LibraryChooserBlock,
)
from ketamine_pages.blocks.picks import SafetyNoticePicks, SourcePicks
from ketamine_pages.blocks.share import CountedShare, counted
from ketamine_pages.blocks.texts import CharBlock, TextBlock
from ketamine_pages.rules.page_facts import Passage
from ketamine_pages.shown.brings import Cites, Notices, States, TreatmentFacts


class StatisticValue(StructValue):
    """A result with what it is compared to."""

    @property
    def share(self) -> CountedShare | None:
        """The result; ``None`` where the numbers are incomplete or impossible."""
        return counted(part=self.get("numerator"), whole=self.get("denominator"))

    @property
    def comparison_share(self) -> CountedShare | None:
        """What it is compared to; ``None`` as above."""
        return counted(
            part=self.get("comparison_numerator"), whole=self.get("comparison_denominator")
        )


class StatisticBlock(ContentBlock):
    """A result as people can picture it: so many of so many, against whom, after how long."""

    heading = HeadingBlock()
    outcome = CharBlock(
        label=_("What happened to them"),
        max_length=200,
        help_text=_("For example: had clearly fewer symptoms."),
    )
    numerator = blocks.IntegerBlock(label=_("People it happened to"), min_value=0)
    denominator = blocks.IntegerBlock(label=_("People in the group"), min_value=1)
    group = CharBlock(
        label=_("Which group"), max_length=120, help_text=_("For example: after ketamine.")
    )
    comparison_numerator = blocks.IntegerBlock(label=_("People it happened to"), min_value=0)
    comparison_denominator = blocks.IntegerBlock(label=_("People in the group"), min_value=1)
    comparison_group = CharBlock(
        label=_("Which group"), max_length=120, help_text=_("For example: after placebo.")
    )
    time = CharBlock(
        label=_("After how long"), max_length=120, help_text=_("For example: one week later.")
    )
    caveat = CharBlock(label=_("Caveat"), required=False, max_length=300)
    treatment = LibraryChooserBlock(
        "ketamine_pages.Treatment",
        label=_("Treatment"),
        required=False,
        help_text=_("In which it was found. Empty: the page’s own treatment."),
    )
    sources = SourcePicks(label=_("Sources"))

    brings = (
        Cites(),
        States(
            "treatment",
            title="heading",
            counts=(
                ("numerator", "denominator"),
                ("comparison_numerator", "comparison_denominator"),
            ),
        ),
    )

    class Meta:
        icon = "order"
        group = _("Evidence")
        label = _("Statistic")
        description = _("A result in people, not only in per cent, with its comparison and source.")
        template = "ketamine_pages/blocks/statistic.html"
        label_format = "{heading}"
        value_class = StatisticValue
        form_layout = BlockGroup(
            children=[
                "heading",
                "outcome",
                BlockGroup(["numerator", "denominator", "group"], heading=_("The result")),
                BlockGroup(
                    ["comparison_numerator", "comparison_denominator", "comparison_group"],
                    heading=_("Compared with"),
                ),
                "time",
                "sources",
            ],
            settings=["caveat", "treatment"],
        )

    def clean(self, value: StructValue) -> Any:
        result = super().clean(value)
        message = gettext("There cannot be more people than in the group.")
        errors = {
            part: ValidationError(message)
            for part, whole in (
                ("numerator", "denominator"),
                ("comparison_numerator", "comparison_denominator"),
            )
            if result[part] is not None
            and result[whole] is not None
            and result[part] > result[whole]
        }
        if errors:
            raise StructBlockValidationError(block_errors=errors)
        return result

    def get_preview_value(self) -> Any:
        return self.normalize(
            {
                "heading": _("A small trial"),
                "outcome": _("had clearly fewer symptoms"),
                "numerator": 4,
                "denominator": 8,
                "group": _("after one infusion"),
                "comparison_numerator": 0,
                "comparison_denominator": 7,
                "comparison_group": _("after placebo"),
                "time": _("one week later"),
                "caveat": _("Fifteen people are too few to be sure."),
                "sources": self.child_blocks["sources"].get_samples(),
            }
        )


class SafetyBlock(ContentBlock):
    """Risks of a treatment, printed in full and never folded away."""

    heading = HeadingBlock(default=_("Risks and safety"))
    introduction = TextBlock(label=_("Introduction"), required=False, max_length=600, rows=2)
    treatment = LibraryChooserBlock(
        "ketamine_pages.Treatment",
        label=_("Treatment"),
        required=False,
        help_text=_("Its safety notices appear by themselves. Empty: the page’s own treatment."),
    )
    notices = SafetyNoticePicks(
        label=_("More safety notices"),
        required=False,
        help_text=_("In addition to those of the treatment."),
    )

    brings = (Notices("treatment", more="notices"),)
    needs_entries = True

    def get_count(self, value: StructValue, context: Mapping[str, Any]) -> int | None:
        return len(self.get_shown(value, context).names["notices"])

    def get_facts(self, value: StructValue, context: Mapping[str, Any]) -> Passage:
        passage = super().get_facts(value, context)
        return replace(passage, is_empty_safety=not passage.notices)

    class Meta:
        icon = "warning"
        group = _("Evidence")
        label = _("Safety information")
        description = _("Warnings, common effects, and who should not have the treatment.")
        template = "ketamine_pages/blocks/safety.html"
        label_format = "{heading}"
        form_layout = BlockGroup(
            children=["heading", "introduction", "notices"], settings=["treatment"]
        )

    def get_preview_value(self) -> Any:
        return self.normalize(
            {
                "heading": _("Risks and safety"),
                "notices": self.child_blocks["notices"].get_samples(),
            }
        )


class AtAGlanceBlock(ContentBlock):
    """The facts of a treatment in a small panel."""

    heading = HeadingBlock(default=_("At a glance"))
    treatment = LibraryChooserBlock(
        "ketamine_pages.Treatment",
        label=_("Treatment"),
        required=False,
        help_text=_("Empty: the page’s own treatment."),
    )

    brings = (TreatmentFacts("treatment"),)
    needs_entries = True

    class Meta:
        icon = "list-ul"
        group = _("Evidence")
        label = _("At a glance")
        description = _("Approval, how it is given, how long it takes: straight from the library.")
        template = "ketamine_pages/blocks/at_a_glance.html"
        label_format = "{heading}"

    def get_preview_value(self) -> Any:
        model = self.child_blocks["treatment"].target_model
        treatment = model.objects.filter(live=True).first() or model.sample()
        return self.normalize({"heading": _("At a glance"), "treatment": treatment})
