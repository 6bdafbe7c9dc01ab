"""How editors pick several library items at once in a StreamField."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.telepath import register
from wagtail.blocks.stream_block import StreamBlockAdapter

from ketamine_pages.blocks import PicksBlock


class PicksBlockAdapter(StreamBlockAdapter):
    """Hands a ``PicksBlock`` to ``static/ketamine_pages/admin/picks-block.js``."""

    js_constructor = "ketamine_pages.PicksBlock"

    def js_args(self, block: PicksBlock) -> list[Any]:
        *args, meta = super().js_args(block)
        return [*args, {**meta, "chooseSeveralText": _("Choose several")}]

    @cached_property
    def media(self) -> forms.Media:
        own = forms.Media(js=[versioned_static("ketamine_pages/admin/picks-block.js")])
        return super().media + own


def register_picks_adapter() -> None:
    """Register the adapter, once, when the admin's hooks are loaded."""
    register(PicksBlockAdapter(), PicksBlock)
