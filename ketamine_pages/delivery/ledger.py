"""What one rendering of a page has printed, noted by its templates while they print it.

What a page declares is what it should print; a template of the site's own may leave some of it out.
Like citations, the ledger lives in the template context of one rendering. It notes what a template
has rendered, and cannot know what a stylesheet or a template around that one makes of it.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any, TypeAlias

from django.template import Context
from wagtail.models import TranslatableMixin

NAME = "ledger"

# A library item, or words of the page itself, such as a question.
Thing: TypeAlias = "TranslatableMixin | str"


class Ledger:
    """Notes of one rendering."""

    def __init__(self) -> None:
        self._printed: set[Hashable] = set()
        self.has_crisis_panel = False

    def note(self, thing: Thing) -> None:
        """``thing`` is being printed."""
        self._printed.add(_key(thing))

    def has(self, thing: Thing) -> bool:
        """Whether ``thing``, in whatever language, was printed."""
        return _key(thing) in self._printed


def ledger_of(context: Context | Mapping[str, Any]) -> Ledger | None:
    """The ledger of a rendering; ``None`` where nobody keeps one, as in previews of a block."""
    ledger: Ledger | None = context.get(NAME)
    return ledger


def _key(thing: Thing) -> Hashable:
    if isinstance(thing, TranslatableMixin):
        return type(thing), thing.translation_key
    return str(thing)
