"""The one walk from anything that can change to every page and library entry that shows it.

Directly, through a list that is reused, by way of a treatment, as a translation, as an alias: by
Wagtail's reference index, and by what the rooms have registered. Everything is done in sets, so
that an entry on ten thousand pages takes as many queries as one on ten.

The answer is that of now. Whoever wants to know what has shown an object until now asks before it
is deleted, moved, or taken off something; see ``ketamine_pages.followers``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from typing import Any

from django.db.models import Model
from wagtail.models import AbstractPage

from ketamine_pages.shown.kinds import HasCard, LibraryEntry, ListsEntries
from ketamine_pages.shown.registry import CARDS, Aspect, other_finders, page_finders
from ketamine_pages.shown.relations import (
    Reference,
    aliases_of,
    chosen_by,
    chunks,
    is_link,
    page_models_of,
    references_to,
    translations_of,
    treatments_of,
)
from ketamine_pages.shown.ways import ALL_WAYS, Keys, ShownBy, Way, merge_keys

# Objects that have changed, by what of them has.
Changed = dict[Aspect, Keys]

# A change of the first kind is one of the others as well.
_INCLUDES = {
    Aspect.WORDS: {Aspect.COMPANY},
    Aspect.PLACE: {Aspect.CARD, Aspect.NEARBY},
    Aspect.CARD: {Aspect.NEARBY},
}


def find_shown(
    changed: Mapping[Aspect, Mapping[type[Model], Iterable[Any]]],
    ways: frozenset[Way] = ALL_WAYS,
) -> ShownBy:
    """What shows these objects in one of ``ways``; changed pages show themselves.

    Ways that nobody wants are not walked.
    """
    start: Changed = defaultdict(dict)
    for aspect, keys in changed.items():
        merge_keys(start[aspect], keys)
    return _Walk(ways).run(start)


# Of an entry on a list: what those print otherwise that reuse the list.
_SAID = frozenset({Aspect.WORDS, Aspect.COMPANY})


class _Walk:
    """One walk: what was found, and what has been asked for already."""

    def __init__(self, ways: frozenset[Way]) -> None:
        self.ways = ways
        self.found = ShownBy()
        self._seen: dict[Aspect, dict[type[Model], set[Any]]] = defaultdict(
            lambda: defaultdict(set)
        )

    def run(self, start: Changed) -> ShownBy:
        for keys in start.values():
            for model, pks in keys.items():
                if issubclass(model, AbstractPage):
                    self.found.add_pages(pks, Way.CONTENT)
        waiting = self._not_seen(start)
        while waiting:
            following: Changed = defaultdict(dict)
            for aspect, keys in waiting.items():
                known = self._with_translations(aspect, keys)
                self._ask_rooms(aspect, known, following)
                self._bring_to_treatments(aspect, known, following)
                self._ask_relations(aspect, known, following)
            waiting = self._not_seen(following)
        self.found.add_pages(aliases_of(self.found.pages_by(Way.CONTENT)), Way.CONTENT)
        return self._wanted()

    def _not_seen(self, changed: Changed) -> Changed:
        """What of ``changed`` was not asked for yet and may lead somewhere."""
        fresh: Changed = {}
        for aspect in Aspect:
            for model, pks in _by_type(changed.get(aspect, {})).items():
                known = self._seen[aspect][model]
                if not self._leads_anywhere(aspect, model) or not (new := pks - known):
                    continue
                known |= new
                for included in _INCLUDES.get(aspect, ()):
                    self._seen[included][model] |= new
                fresh.setdefault(aspect, {})[model] = new
        return fresh

    def _leads_anywhere(self, aspect: Aspect, model: type[Model]) -> bool:
        if aspect is Aspect.NEARBY:
            return Way.FRAME in self.ways
        if aspect in CARDS:
            return bool({Way.CARD, Way.FRAME} & self.ways)
        # Other pages do not print what a page says, unless it is a list.
        return not issubclass(model, AbstractPage) or issubclass(model, ListsEntries)

    def _ask_rooms(self, aspect: Aspect, keys: Keys, following: Changed) -> None:
        for model, pks in keys.items():
            for way, find_pages in page_finders(model, aspect):
                if way in self.ways:
                    self.found.add_pages(find_pages(model, pks), way)
            for find_others in other_finders(model, aspect):
                for others_aspect, others in find_others(model, pks):
                    merge_keys(following[others_aspect], others)

    def _ask_relations(self, aspect: Aspect, keys: Keys, following: Changed) -> None:
        on_cards: Keys = defaultdict(set)
        for reference in references_to(keys):
            self._follow(reference, aspect, following, on_cards)
        for model, pk in chosen_by(keys):
            # Of a treatment that has new notices, the main risks are named there, and no more.
            way = Way.FRAME if aspect is Aspect.COMPANY else aspect.way
            self._note(model, pk, way, aspect, following)
        if aspect not in CARDS:
            card = Aspect.NEARBY if aspect is Aspect.COMPANY else Aspect.CARD
            if self._leads_anywhere(card, AbstractPage):
                merge_keys(following[card], _published(on_cards))

    def _with_translations(self, aspect: Aspect, keys: Keys) -> Keys:
        """``keys`` with the translations of entries, which take each other's place on pages."""
        if aspect is not Aspect.WORDS:
            return keys
        found = dict(keys)
        for model, pks in keys.items():
            if issubclass(model, LibraryEntry):
                known = self._seen[aspect][model]
                found[model] = pks | (translations_of(model, pks) - known)
                known |= found[model]
        return found

    def _bring_to_treatments(self, aspect: Aspect, keys: Keys, following: Changed) -> None:
        """Pages about their treatments show notices and indications without naming them."""
        brings = Aspect.COMPANY if aspect is Aspect.WORDS else Aspect.NEARBY
        for model, pks in keys.items():
            if issubclass(model, LibraryEntry) and aspect is not Aspect.COMPANY:
                merge_keys(following[brings], treatments_of(model, pks))

    def _follow(
        self, reference: Reference, aspect: Aspect, following: Changed, on_cards: Keys
    ) -> None:
        model, pk, path = reference.model, reference.pk, reference.path
        is_of_page = issubclass(reference.target, AbstractPage)
        if is_of_page and aspect in _SAID and is_link(model, path):
            # A list that is reused says what it lists; one that a text leads to does not.
            return
        if issubclass(model, AbstractPage):
            if issubclass(model, HasCard) and path in model.card_fields:
                on_cards[model].add(pk)
            if issubclass(model, ListsEntries) and _is_in_list(model, path):
                self._note(model, pk, aspect.way, aspect, following)
                return
        self._note(model, pk, aspect.way, aspect, following, is_listed=False)

    def _note(
        self,
        model: type[Model],
        pk: Hashable,
        way: Way,
        aspect: Aspect,
        following: Changed,
        *,
        is_listed: bool = True,
    ) -> None:
        """An object of ``model`` shows what has changed; what shows it may do so as well."""
        if issubclass(model, AbstractPage):
            self.found.add_pages([pk], way)
            if is_listed and issubclass(model, ListsEntries) and aspect in _SAID:
                merge_keys(following[aspect], {model: {pk}})
            return
        if aspect is Aspect.COMPANY and issubclass(model, LibraryEntry):
            # Statements about a treatment do not bring its notices, other than those of approved
            # products; see ``library.upwards``.
            return
        if issubclass(model, LibraryEntry):
            self.found.add_entries(model, [pk], way)
        # Menus, settings and the like have no address of their own.
        merge_keys(following[aspect], {model: {pk}})

    def _wanted(self) -> ShownBy:
        wanted = ShownBy()
        for way in self.ways:
            wanted.add_pages(self.found.pages_by(way), way)
            for model, pks in self.found.entries_by(way).items():
                wanted.add_entries(model, pks, way)
        return wanted


def _by_type(keys: Keys) -> Keys:
    """``keys`` with pages that were read as base pages under their own types."""
    found: Keys = {}
    for model, pks in keys.items():
        is_base = issubclass(model, AbstractPage) and not model._meta.get_parent_list()
        merge_keys(found, page_models_of(pks) if is_base else {model: pks})
    return found


def _is_in_list(model: type[ListsEntries], path: str) -> bool:
    """Whether what a list page refers to at ``path`` is in the list that other pages reuse."""
    return path.startswith(f"{model.items_field}.")


def _published(pages: Keys) -> Keys:
    """Those of ``pages`` that have cards: drafts have none."""
    found: Keys = {}
    for model, pks in pages.items():
        manager: Any = model._base_manager
        for chunk in chunks(pks):
            live = manager.filter(pk__in=chunk, live=True).values_list("pk", flat=True)
            found.setdefault(model, set()).update(live)
    return found
