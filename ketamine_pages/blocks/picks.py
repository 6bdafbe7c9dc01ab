"""Ordered choices from the library."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ketamine_pages.blocks.base import LibraryChooserBlock, PicksBlock


class BenefitPicks(PicksBlock):
    """Benefits in the editor's order."""

    benefit = LibraryChooserBlock("ketamine_pages.Benefit", label=_("Benefit"))


class ConditionPicks(PicksBlock):
    """Conditions in the editor's order."""

    condition = LibraryChooserBlock("ketamine_pages.Condition", label=_("Condition"))


class SafetyNoticePicks(PicksBlock):
    """Safety notices in the editor's order."""

    notice = LibraryChooserBlock("ketamine_pages.SafetyNotice", label=_("Safety notice"))


class SourcePicks(PicksBlock):
    """Sources in the editor's order."""

    is_citation = True

    source = LibraryChooserBlock("ketamine_pages.Source", label=_("Source"))
