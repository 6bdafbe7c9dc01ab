"""Lists: benefits, conditions, steps, questions, do and don't."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks import BlockGroup, StructBlockValidationError, StructValue

from ketamine_pages.blocks.base import (
    COUNT_HELP,
    ContentBlock,
    HeadingBlock,
    LibraryChooserBlock,
    MixinPageChooserBlock,
)
from ketamine_pages.blocks.picks import BenefitPicks, ConditionPicks, SourcePicks
from ketamine_pages.blocks.texts import CharBlock, TextBlock
from ketamine_pages.rich_text import INLINE_FEATURES, RichTextBlock
from ketamine_pages.shown.brings import Asks, Cites, Lists, ListsConditions


class ListOrPicksBlock(ContentBlock):
    """Items of a chosen list page, or items picked here, but not both.

    Subclasses have a child block ``list_page`` and name the picks in ``picks_name``.
    """

    picks_name: str
    needs_entries = True

    def clean(self, value: StructValue) -> Any:
        result = super().clean(value)
        has_page, has_picks = bool(result["list_page"]), bool(len(result[self.picks_name]))
        if has_page and has_picks:
            message = gettext("Choose a list page or pick items here, but not both.")
            raise StructBlockValidationError(block_errors={"list_page": ValidationError(message)})
        if not has_page and not has_picks and not self.is_deferred_validation:
            message = gettext("Pick at least one item, or choose a list page to reuse.")
            raise StructBlockValidationError(
                block_errors={self.picks_name: ValidationError(message)}
            )
        return result

    def get_count(self, value: StructValue, context: Mapping[str, Any]) -> int | None:
        return len(self.get_shown(value, context).names[self.picks_name])


class BenefitsBlock(ListOrPicksBlock):
    """Benefits with their evidence, caveats and sources."""

    heading = HeadingBlock(help_text=COUNT_HELP)
    introduction = TextBlock(label=_("Introduction"), required=False, max_length=600, rows=2)
    benefits = BenefitPicks(label=_("Benefits"), required=False)
    list_page = MixinPageChooserBlock(
        "BenefitListPageMixin",
        label=_("Reuse a list"),
        required=False,
        help_text=_("Shows the benefits of that page, always as they are there."),
    )

    picks_name = "benefits"
    brings = (Lists("benefits", reuse="list_page"),)

    class Meta:
        icon = "pick"
        group = _("Lists")
        label = _("Benefits")
        description = _("What may get better, each with its evidence, its limits and its sources.")
        template = "ketamine_pages/blocks/benefits.html"
        label_format = "{heading}"
        form_layout = BlockGroup(
            children=["heading", "introduction", "benefits"], settings=["list_page"]
        )

    def get_preview_value(self) -> Any:
        return self.normalize(
            {
                "heading": _("{count} possible benefits"),
                "benefits": self.child_blocks["benefits"].get_samples(),
            }
        )


class ConditionsBlock(ListOrPicksBlock):
    """Conditions, with evidence labels and derived disclosures for one treatment."""

    heading = HeadingBlock(help_text=COUNT_HELP)
    introduction = TextBlock(label=_("Introduction"), required=False, max_length=600, rows=2)
    conditions = ConditionPicks(label=_("Conditions"), required=False)
    list_page = MixinPageChooserBlock(
        "ConditionListPageMixin",
        label=_("Reuse a list"),
        required=False,
        help_text=_("Shows the conditions of that page, always as they are there."),
    )
    treatment = LibraryChooserBlock(
        "ketamine_pages.Treatment",
        label=_("Treatment"),
        required=False,
        help_text=_("Brings evidence and approval for each condition. Empty: the page’s own."),
    )

    picks_name = "conditions"
    brings = (ListsConditions("conditions", reuse="list_page", treatment="treatment"),)

    class Meta:
        icon = "clipboard-list"
        group = _("Lists")
        label = _("Conditions")
        description = _("What people seek help for, with what research shows for each.")
        template = "ketamine_pages/blocks/conditions.html"
        label_format = "{heading}"
        form_layout = BlockGroup(
            children=["heading", "introduction", "conditions"], settings=["list_page", "treatment"]
        )

    def get_preview_value(self) -> Any:
        return self.normalize(
            {
                "heading": _("{count} conditions we see"),
                "conditions": self.child_blocks["conditions"].get_samples(),
            }
        )


class StepBlock(blocks.StructBlock):
    """One step of a course of treatment."""

    title = CharBlock(label=_("Title"), max_length=120)
    text = TextBlock(label=_("Text"), max_length=800, rows=3)

    class Meta:
        icon = "list-ol"
        label_format = "{title}"


class StepsBlock(ContentBlock):
    """What happens, step by step."""

    heading = HeadingBlock(help_text=COUNT_HELP)
    introduction = TextBlock(label=_("Introduction"), required=False, max_length=600, rows=2)
    steps = blocks.ListBlock(StepBlock(), label=_("Steps"), min_num=1)
    sources = SourcePicks(label=_("Sources"), required=False)

    brings = (Cites(),)

    def get_count(self, value: StructValue, context: Mapping[str, Any]) -> int | None:
        return len(value["steps"])

    class Meta:
        icon = "list-ol"
        group = _("Lists")
        label = _("Steps")
        description = _("The course of treatment, from the first visit on.")
        template = "ketamine_pages/blocks/steps.html"
        label_format = "{heading}"
        form_layout = BlockGroup(
            children=["heading", "introduction", "steps"], settings=["sources"]
        )
        preview_value = {
            "heading": _("What happens at a visit"),
            "steps": [
                {
                    "title": _("Check"),
                    "text": _("A clinician checks whether the treatment is safe for you."),
                },
                {"title": _("Session"), "text": _("You are watched all the time.")},
                {"title": _("Afterwards"), "text": _("Somebody takes you home.")},
            ],
        }


class QuestionBlock(blocks.StructBlock):
    """One question and its answer."""

    question = CharBlock(label=_("Question"), max_length=200)
    answer = RichTextBlock(label=_("Answer"), features=[*INLINE_FEATURES, "ul", "ol"])

    class Meta:
        icon = "help"
        label_format = "{question}"


class QuestionsBlock(ContentBlock):
    """Questions that open to their answers."""

    heading = HeadingBlock(help_text=COUNT_HELP)
    questions = blocks.ListBlock(QuestionBlock(), label=_("Questions"), min_num=1)
    sources = SourcePicks(label=_("Sources"), required=False)

    brings = (Asks("questions"), Cites())

    def get_count(self, value: StructValue, context: Mapping[str, Any]) -> int | None:
        return len(value["questions"])

    class Meta:
        icon = "help"
        group = _("Lists")
        label = _("Questions and answers")
        description = _("Short questions that open to their answers.")
        template = "ketamine_pages/blocks/questions.html"
        label_format = "{heading}"
        form_layout = BlockGroup(children=["heading", "questions"], settings=["sources"])
        preview_value = {
            "heading": _("Common questions"),
            "questions": [
                {
                    "question": _("Can I drive home?"),
                    "answer": _("<p>No. Arrange for somebody to take you home.</p>"),
                },
                {
                    "question": _("Does it work for everybody?"),
                    "answer": _("<p>No. Some people do not get better.</p>"),
                },
            ],
        }


class DosAndDontsBlock(ContentBlock):
    """What to do and what not to do, side by side."""

    heading = HeadingBlock()
    dos = blocks.ListBlock(CharBlock(label=_("Do"), max_length=250), label=_("Do"), min_num=1)
    donts = blocks.ListBlock(
        CharBlock(label=_("Don’t"), max_length=250), label=_("Don’t"), min_num=1
    )
    sources = SourcePicks(label=_("Sources"), required=False)

    brings = (Cites(),)

    class Meta:
        icon = "tasks"
        group = _("Lists")
        label = _("Do and don’t")
        description = _("Two short lists: what helps and what to leave.")
        template = "ketamine_pages/blocks/dos_and_donts.html"
        label_format = "{heading}"
        form_layout = BlockGroup(children=["heading", "dos", "donts"], settings=["sources"])
        preview_value = {
            "heading": _("On the day of your visit"),
            "dos": [_("Bring a list of your medicines."), _("Arrange a ride home.")],
            "donts": [_("Drive until the next day."), _("Come alone.")],
        }
