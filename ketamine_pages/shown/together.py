"""Objects that are looked at in one moment: what is asked of one of them is found for all.

Rules and fingerprints are asked object by object, so that a site may say something of its own for
its pages. Whoever looks at many opens a moment for all of them, and then each costs what is its own
and nothing more. A moment holds what was true when it was opened; it is for one piece of work.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cached_property
from typing import TypeVar

from django.db.models import Model

from ketamine_pages.shown.contents import stock
from ketamine_pages.shown.kinds import is_library_entry
from ketamine_pages.shown.shelf import Shelf

T = TypeVar("T")


class Together:
    """The objects of one moment, pages and library entries.

    ``are_stored``: they are as the database has them, and neither drafts nor changed in memory.
    """

    def __init__(self, objects: Sequence[Model], *, are_stored: bool = False) -> None:
        self.objects, self.are_stored = list(objects), are_stored
        self._ids = {id(each) for each in objects}
        self._known: dict[Hashable, object] = {}

    def hold(self, objects: Sequence[Model]) -> bool:
        """Whether all of ``objects``, and no copies of them, are among these."""
        return all(id(each) in self._ids for each in objects)

    @property
    def pages(self) -> list[Model]:
        """Those that are no library entries."""
        return [each for each in self.objects if not is_library_entry(type(each))]

    @cached_property
    def shelf(self) -> Shelf:
        """What the pages among them show of the library."""
        return stock(self.pages)

    def once(self, make: Callable[[Together], T]) -> T:
        """What ``make`` gives for all of them, worked out once; ``make`` is a function of a module."""
        if make not in self._known:
            self._known[make] = make(self)
        known: T = self._known[make]  # type: ignore[assignment]
        return known


_open: ContextVar[Together | None] = ContextVar("together", default=None)


@contextmanager
def together(objects: Sequence[Model], *, are_stored: bool = False) -> Iterator[Together]:
    """Look at ``objects`` in one moment: the one that is open where it has them all."""
    those = _open.get()
    if those is None or not those.hold(objects):
        those = Together(objects, are_stored=are_stored)
    token = _open.set(those)
    try:
        yield those
    finally:
        _open.reset(token)
