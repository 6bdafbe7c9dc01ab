"""What one rendering of a page works out once, whichever tag asks first.

A tag that wants the results of the finder, and the structured data that tell of them, both ask
here. Neither has to come before the other.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import Any, TypeVar

from django.template import Context

# What a tag gets, or what a view or a block has made for its template.
TemplateContext = Context | Mapping[str, Any]

T = TypeVar("T")
NAME = "once"


class Once:
    """The results of one rendering, by name."""

    def __init__(self) -> None:
        self._known: dict[Hashable, Any] = {}

    def get(self, name: Hashable, make: Callable[[], T]) -> T:
        """What ``make`` gives, the first time that ``name`` is asked for."""
        if name not in self._known:
            self._known[name] = make()
        known: T = self._known[name]
        return known


def once(context: TemplateContext, name: Hashable, make: Callable[[], T]) -> T:
    """``make()``, worked out once where ``context`` is that of a page of ours."""
    results: Once | None = context.get(NAME)
    return make() if results is None else results.get(name, make)
