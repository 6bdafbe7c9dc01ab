"""Blocks whose text is true until a date."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from ketamine_pages.blocks.base import ContentBlock
from ketamine_pages.rules.page_facts import Expiring, Passage

if TYPE_CHECKING:
    from wagtail.blocks import StructValue


class TimeLimitedBlock(ContentBlock):
    """A section that may have a last day. After that day nobody gets to see it."""

    expires_on = blocks.DateBlock(
        label=_("True until"),
        required=False,
        help_text=_(
            "Only for what ends on a known date, such as a temporary rule. Pages leave the section "
            "out after that day."
        ),
    )

    def is_printed(self, value: StructValue) -> bool:
        return not is_over(value)

    def render(self, value: StructValue, context: Mapping[str, Any] | None = None) -> Any:
        return super().render(value, context=context) if self.is_printed(value) else SafeString("")

    def get_searchable_content(self, value: StructValue) -> list[str]:
        return super().get_searchable_content(value) if self.is_printed(value) else []

    def get_facts(self, value: StructValue, context: Mapping[str, Any]) -> Passage:
        passage, expires_on = super().get_facts(value, context), value.get("expires_on")
        if expires_on is None:
            return passage
        title = value.get("heading") or value.get("attribution") or str(self.label)
        return replace(
            passage,
            expiring=(Expiring(title, expires_on, passage.spot), *passage.expiring),
        )


def is_over(value: StructValue) -> bool:
    """Whether the last day of a block's value is over."""
    expires_on: date | None = value.get("expires_on")
    return expires_on is not None and expires_on < timezone.localdate()
