"""Blocks for one text: one that was never filled in is empty, and not ``None``.

Wagtail has ``None`` for a text that a value, made by code or before the block had this part, does
not have. Templates, indexes and translators would each have to know.
"""

from __future__ import annotations

from typing import Any

from wagtail import blocks


class _FilledMixin:
    def to_python(self, value: Any) -> Any:
        return "" if value is None else super().to_python(value)  # type: ignore[misc]

    def normalize(self, value: Any) -> Any:
        return "" if value is None else super().normalize(value)  # type: ignore[misc]


class CharBlock(_FilledMixin, blocks.CharBlock):
    """One line."""


class TextBlock(_FilledMixin, blocks.TextBlock):
    """Several lines, without formatting."""
