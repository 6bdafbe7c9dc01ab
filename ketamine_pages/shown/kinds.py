"""What models and blocks declare of themselves, so that the walks need not know them by name.

Those of models are abstract models, so that migrations, of sites as well, do not name them.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, runtime_checkable

from django.apps import apps
from django.db import models
from django.db.models import Model

if TYPE_CHECKING:
    from wagtail.models import AbstractPage

    from ketamine_pages.rules.page_facts import NoticeFacts, Statement, TreatmentFacts


class HasWords(models.Model):
    """A page or library entry, of which rules read every text field that it does not leave out."""

    # Text fields in which nothing is written for visitors: codes, tokens, notes. Rules and the
    # search leave them out; they read all others, those that a subclass adds included.
    fields_without_words: ClassVar[Sequence[str]] = ()

    class Meta:
        abstract = True


class LibraryEntry(HasWords):
    """A fact that is entered once and shown by every page that refers to it.

    Base of ``LibraryItem``. Its objects have translations, which take each other's place on pages.
    """

    if TYPE_CHECKING:
        locale_id: Any
        translation_key: Any

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

    @classmethod
    def get_approved_names(cls) -> Iterable[str]:
        """What those entries are called that are products with an approval of the regulator."""
        return ()

    def get_api_data(self) -> dict[str, Any]:
        """The entry as plain values for the API."""
        raise NotImplementedError

    class Meta:
        abstract = True


class Citing(LibraryEntry):
    """An entry with sources: child objects ``source_links``, each with a ``source``."""

    if TYPE_CHECKING:
        source_links: Any

    class Meta:
        abstract = True


class Stating(Citing):
    """An entry that states something about the effect of a treatment, named in ``treatment``."""

    if TYPE_CHECKING:
        treatment: Any
        treatment_id: Any

    def as_statement(self, treatment: TreatmentBase | None) -> Statement:
        """What it states, about ``treatment``: its own as it is published, ``None`` if it is not.

        With all of its sources, which are at hand.
        """
        raise NotImplementedError

    class Meta:
        abstract = True


class ConditionBase(LibraryEntry):
    """An entry about which treatments have something to say: their indications."""

    class Meta:
        abstract = True


class TreatmentBase(LibraryEntry):
    """An entry that brings others to the pages that are about it: notices and indications.

    ``find_notices`` and ``find_indications`` take saved treatments of one locale, for pages in the
    locale ``locale_id``, and give published entries by the treatment's translation key, in one
    query.
    """

    def as_treatment_facts(self) -> TreatmentFacts:
        """The treatment as rules know it, wherever it is shown."""
        raise NotImplementedError

    @classmethod
    def fetch_approvals(cls, treatments: Sequence[Any]) -> None:
        """Fetch what ``treatments``, all public, are approved for, in bulk."""

    @classmethod
    def find_notices(cls, treatments: Sequence[Any], locale_id: int) -> dict[Hashable, list[Any]]:
        """Safety notices of ``treatments``."""
        raise NotImplementedError

    @classmethod
    def find_indications(
        cls, treatments: Sequence[Any], condition_keys: Iterable[Hashable], locale_id: int
    ) -> dict[Hashable, list[Any]]:
        """Indications of ``treatments`` for conditions with these translation keys."""
        raise NotImplementedError

    class Meta:
        abstract = True


class NoticeBase(Citing):
    """An entry about the risks of treatments."""

    def as_notice_facts(self, *of: TreatmentBase) -> NoticeFacts:
        """The notice as rules know it, about its own treatments and about ``of``."""
        raise NotImplementedError

    class Meta:
        abstract = True


class Tended(models.Model):
    """A page that somebody has to read again from time to time."""

    @property
    def is_untended(self) -> bool:
        """Whether nobody has read it for so long that its numbers are withheld today."""
        return False

    class Meta:
        abstract = True


class Dated(models.Model):
    """Something that changes by itself on a day, without anybody saving it.

    ``ketamine_pages_due`` then tells those who follow a change. Stands before the other bases.
    """

    # Date fields: what begins, or is no longer true, on the day itself.
    first_days: ClassVar[Sequence[str]] = ()

    # Date fields: what is over when the day is.
    last_days: ClassVar[Sequence[str]] = ()

    # The field with the name of the time zone of these days; the site's own where there is none.
    days_zone: ClassVar[str] = ""

    class Meta:
        abstract = True


class ListsEntries(models.Model):
    """A page that lists library entries, and whose list blocks on other pages reuse."""

    # The stream field that holds the list.
    items_field: ClassVar[str]

    def get_listed_items(self) -> list[Any]:
        """The entries in order; ``None`` for deleted ones, drafts included."""
        raise NotImplementedError

    class Meta:
        abstract = True


class PicksEntries:
    """A block whose value is a row of library entries (or pages) that an editor has picked."""

    child_blocks: Any

    # The entries are cited, not shown.
    is_citation: ClassVar[bool] = False


class AboutTreatment(models.Model):
    """A page about one treatment, which its blocks show where they name none of their own."""

    if TYPE_CHECKING:
        treatment: Any
        treatment_id: Any

    class Meta:
        abstract = True


class HasCard(models.Model):
    """A page that is printed as a card where other pages lead to it."""

    # Foreign keys whose target is printed on the card.
    card_fields: ClassVar[Sequence[str]] = ()

    class Meta:
        abstract = True


@runtime_checkable
class ListsPages(Protocol):
    """A page that says which of the pages below it it lists, without an editor's choice."""

    def lists_page(self, page: AbstractPage) -> bool:
        """Whether this page lists ``page``, one below it."""
        ...


def is_library_entry(model: type[Model]) -> bool:
    """Whether ``model`` is a kind of library entry."""
    return issubclass(model, LibraryEntry)


def can_be_shown(model: type[Model]) -> bool:
    """Whether other pages show what an object of ``model`` says: entries, and lists of them."""
    return issubclass(model, LibraryEntry | ListsEntries)


def library_models() -> list[Any]:
    """All kinds of library entries, a site's own included."""
    return [m for m in apps.get_models() if is_library_entry(m) and not m._meta.proxy]
