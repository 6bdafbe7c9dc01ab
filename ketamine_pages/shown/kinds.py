"""What models declare of themselves, so that the walks need not know them by name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, Protocol, runtime_checkable

from django.apps import apps


class LibraryEntry:
    """A fact that is entered once and shown by every page that refers to it.

    Base of ``LibraryItem``. Its objects have translations, which take each other's place on pages.
    """

    # The relation to treatments whose pages show the entry without naming it.
    shown_by_treatment: ClassVar[str] = ""

    # Relations that a page needs with the entry.
    page_prefetch: ClassVar[Sequence[str]] = ()

    # Foreign keys among them, which come along where a page fetches its choices.
    page_select: ClassVar[Sequence[str]] = ()

    # Relations that rules need beyond ``page_prefetch``.
    facts_prefetch: ClassVar[Sequence[str]] = ()

    # Foreign keys whose target is printed with the entry, for the fingerprint of its content.
    read_with: ClassVar[Sequence[str]] = ()

    # Fields that pages do not print; changing them alters no page.
    unread_fields: ClassVar[Sequence[str]] = ()


class ListsEntries:
    """A page that lists library entries, and whose list blocks on other pages reuse."""

    # The stream field that holds the list.
    items_field: ClassVar[str]

    def get_listed_items(self) -> list[Any]:
        """The entries in order; ``None`` for deleted ones, drafts included."""
        raise NotImplementedError


class HasCard:
    """A page that is printed as a card where other pages lead to it."""

    # Foreign keys whose target is printed on the card.
    card_fields: ClassVar[Sequence[str]] = ()


@runtime_checkable
class ListsPages(Protocol):
    """A page that says which of the pages below it it lists, without an editor's choice."""

    def lists_page(self, page: Any) -> bool:
        """Whether this page lists ``page``, one below it."""
        ...


def is_library_entry(model: Any) -> bool:
    """Whether ``model`` is a kind of library entry."""
    return issubclass(model, LibraryEntry)


def can_be_shown(model: Any) -> bool:
    """Whether other pages show what an object of ``model`` says: entries, and lists of them."""
    return issubclass(model, LibraryEntry | ListsEntries)


def library_models() -> list[Any]:
    """All kinds of library entries, a site's own included."""
    return [model for model in apps.get_models() if is_library_entry(model)]
