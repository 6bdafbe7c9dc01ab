"""Objects that are looked at in one moment: what is asked of one of them is found for all.

Rules and fingerprints are asked object by object, so that a site may say something of its own for
its pages. Whoever looks at many opens a moment for all of them, and then each costs what is its own
and nothing more. A moment holds what was true when it was asked; it is for one piece of work.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from wagtail.models import AbstractPage

from ketamine_pages.shown.contents import stock
from ketamine_pages.shown.kinds import LibraryEntry, is_library_entry
from ketamine_pages.shown.shelf import Shelf

T = TypeVar("T")
M = TypeVar("M", bound=Model)

# How many objects a moment has, at most, before others get one of their own: bodies are long.
ROOM = 200


class Together:
    """The objects of one moment, pages and library entries.

    ``are_stored``: they are as the database has them, and neither drafts nor changed in memory.
    """

    def __init__(self, objects: Iterable[Model] = (), *, are_stored: bool = False) -> None:
        self.are_stored = are_stored
        self.objects: list[Model] = []
        self._ids: set[int] = set()
        self._loaded: dict[type[Model], dict[Any, Any]] = defaultdict(dict)
        self._known: dict[Hashable, Any] = {}
        self._shelf = Shelf()
        self._unread: list[Model] = []
        self.add(objects)

    def forget(self) -> None:
        """Something has changed: whoever asks next is to read anew."""
        self.objects, self._unread, self._shelf = [], [], Shelf()
        self._ids.clear()
        self._loaded.clear()
        self._known.clear()

    def hold(self, objects: Iterable[Model]) -> bool:
        """Whether all of ``objects``, and no copies of them, are among these."""
        return all(id(each) in self._ids for each in objects)

    def add(self, objects: Iterable[Model]) -> None:
        """Look at ``objects`` as well."""
        fresh = [each for each in objects if id(each) not in self._ids]
        self._ids.update(map(id, fresh))
        self.objects += fresh
        self._unread += [each for each in fresh if not is_library_entry(type(each))]
        if fresh:
            # What was found for all was not found for these.
            self._known.clear()

    def load(self, model: type[M], pks: Iterable[Any]) -> list[M]:
        """The stored objects of ``model`` with these keys, in order; each is fetched once."""
        known, wanted = self._loaded[model], {model._meta.pk.to_python(pk) for pk in pks}
        if missing := wanted - known.keys():
            rows = model._default_manager.filter(pk__in=missing)
            if issubclass(model, LibraryEntry):
                rows = rows.select_related(*model.read_with)
            known.update({each.pk: each for each in rows})
            self.add(known[pk] for pk in missing if pk in known)
        return [known[pk] for pk in sorted(wanted & known.keys(), key=str)]

    @property
    def loaded(self) -> list[Model]:
        """Those that were loaded here, so that nobody else has them."""
        return [each for known in self._loaded.values() for each in known.values()]

    @property
    def shelf(self) -> Shelf:
        """What the pages among them show of the library."""
        if self._unread:
            stock(self._unread, self._shelf)
            self._unread = []
        return self._shelf

    def once(self, make: Callable[[Together], T]) -> T:
        """What ``make`` gives for all of them, worked out once; a function of a module."""
        if make not in self._known:
            self._known[make] = make(self)
        known: T = self._known[make]
        return known


def is_exactly(instance: Model, model: type[Model]) -> bool:
    """Whether ``instance`` is no page of a type that inherits from ``model``."""
    if not isinstance(instance, AbstractPage):
        return True
    return bool(instance.content_type_id == ContentType.objects.get_for_model(model).pk)


_open: ContextVar[Together | None] = ContextVar("together", default=None)


@contextmanager
def together(objects: Sequence[Model], *, are_stored: bool = False) -> Iterator[Together]:
    """Look at ``objects`` in one moment: the one that is open where it has them all."""
    those = _open.get()
    if those is None or not those.hold(objects):
        those = Together(objects, are_stored=are_stored)
    with _as_open(those):
        yield those


@contextmanager
def one_moment() -> Iterator[Together]:
    """Load stored objects in one moment: the one that is open, if it has room."""
    those = _open.get()
    if those is None or not those.are_stored or len(those.objects) >= ROOM:
        those = Together(are_stored=True)
    with _as_open(those):
        yield those


@contextmanager
def new_moment() -> Iterator[Together]:
    """Load stored objects in a moment that begins now."""
    those = Together(are_stored=True)
    with _as_open(those):
        yield those


def end_moment() -> None:
    """Something that pages may show has changed: what was loaded may be out of date."""
    if (those := _open.get()) is not None:
        those.forget()


@contextmanager
def _as_open(those: Together) -> Iterator[None]:
    token = _open.set(those)
    try:
        yield
    finally:
        _open.reset(token)
