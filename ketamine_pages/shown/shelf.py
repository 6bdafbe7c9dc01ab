"""Library entries as pages show them, fetched for many places at once.

A shelf answers the same questions whether it was stocked before (see ``contents``) or not: what is
not on it is fetched when somebody asks. So a page costs as many queries with forty blocks as with
five, and a single block that is printed by itself is right as well.

It holds what was true when it was stocked, so it lives as long as one rendering or one judgement.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any, TypeVar

from django.db import models
from django.db.models import Model

from ketamine_pages.shown.kinds import (
    Citing,
    LibraryEntry,
    Stating,
    TreatmentBase,
    is_library_entry,
)
from ketamine_pages.shown.source_links import fetch_source_links

T = TypeVar("T")


class Shelf:
    """What one page, or a batch of them, shows of the library."""

    def __init__(self) -> None:
        self._objects: dict[type, dict[Any, Any]] = defaultdict(dict)
        self._translations: dict[tuple[type, int], dict[Hashable, Any]] = defaultdict(dict)
        self._complete: dict[int, Any] = {}
        self._shown: dict[tuple[int, ...], tuple[Any, Any]] = {}
        self._notices: dict[Hashable, list[Any]] = {}
        self._indications: dict[Hashable, dict[Hashable, Any]] = defaultdict(dict)

    # What is chosen

    def fetch(self, model: type, keys: Iterable[Any]) -> None:
        """Have the objects of ``model`` with these primary keys; ``None`` for those deleted."""
        known = self._objects[model]
        wanted = set(keys) - known.keys()
        if not wanted:
            return
        objects: Any = model._default_manager.order_by()  # type: ignore[attr-defined]
        if issubclass(model, LibraryEntry) and model.page_select:
            objects = objects.select_related(*model.page_select)
        found = objects.in_bulk(wanted)
        known.update({key: found.get(key) for key in wanted})

    def put(self, model: type, key: Hashable, instance: Model | None) -> None:
        """Have ``instance`` as the object of ``model`` with this primary key."""
        self._objects[model][key] = instance

    def current(self, instance: Model) -> Any:
        """``instance`` as it was fetched for this shelf; ``None`` where it has been deleted since.

        A page that stays in memory still holds what it was shown with the last time.
        """
        key = instance.pk
        for model, objects in self._objects.items():
            if isinstance(instance, model) and key in objects:
                return objects[key]
        return instance

    def entries(self) -> list[Any]:
        """All library entries that were fetched."""
        return [
            entry
            for model, objects in self._objects.items()
            if is_library_entry(model)
            for entry in objects.values()
            if entry is not None
        ]

    def has(self, model: type, keys: Iterable[Any]) -> bool:
        """Whether all of these were fetched, or are known to be deleted."""
        return set(keys) <= self._objects[model].keys()

    def get(self, model: type, key: Hashable) -> Any:
        """One that was fetched; ``None`` where it was deleted or never asked for."""
        return self._objects[model].get(key)

    def once(self, of: tuple[Any, ...], make: Callable[[], T]) -> T:
        """What ``make`` gives for some objects, such as a block and its value, worked out once."""
        key = tuple(map(id, of))
        if key not in self._shown:
            # With the objects, so that no others get their ids.
            self._shown[key] = of, make()
        shown: T = self._shown[key][1]
        return shown

    # What visitors see of it

    def present(self, entries: Iterable[Any]) -> list[Any]:
        """Those of ``entries`` that are not deleted, as they were fetched for this shelf."""
        known = [self.current(entry) for entry in entries if entry is not None]
        return [entry for entry in known if entry is not None]

    def localise(self, entries: Sequence[Any], locale_id: int | None) -> list[Any]:
        """``entries`` of one model, each replaced by its published translation, if there is one.

        An entry without a published translation stays as it is: a visitor is better served by a
        warning in another language than by none. One query, and none where all match.
        """
        if not entries:
            return []
        model: Any = type(entries[0])
        if not locale_id:
            return list(entries)
        known = self._translations[model, locale_id]
        foreign = {
            entry.translation_key
            for entry in entries
            if entry.pk and entry.locale_id != locale_id and entry.translation_key not in known
        }
        if foreign:
            found = model._default_manager.order_by().filter(
                locale_id=locale_id, live=True, translation_key__in=foreign
            )
            known.update(dict.fromkeys(foreign))
            known.update({each.translation_key: each for each in found})
        return [
            entry
            if not entry.pk or entry.locale_id == locale_id
            else known[entry.translation_key] or entry
            for entry in entries
        ]

    def ready(self, entries: Iterable[Any], locale_id: int | None = None) -> list[Any]:
        """``entries`` of one model as a page in a locale shows them: public, translated, once.

        Deleted ones (``None``) are absent. What pages print with an entry is fetched in bulk.
        """
        public = self.public(entries, locale_id)
        self.complete(public)
        return public

    def public(self, entries: Iterable[Any], locale_id: int | None = None) -> list[Any]:
        """The same, without what pages print with them."""
        present = self.present(entries)
        # Translated first: a published translation counts, whatever became of the original.
        localised = [each for each in self.localise(present, locale_id) if each.is_public]
        # Two translations may have been picked, and then one of them has replaced the other.
        return list({entry.pk or id(entry): entry for entry in localised}.values())

    def complete(self, entries: Iterable[Any]) -> None:
        """Fetch what pages print with saved entries, for those of all models at once."""
        fresh: dict[Any, list[Any]] = defaultdict(list)
        for entry in entries:
            if entry.pk and id(entry) not in self._complete:
                fresh[type(entry)].append(entry)
                # Kept, so that no other object gets its id.
                self._complete[id(entry)] = entry
        fetch_source_links({m: each for m, each in fresh.items() if issubclass(m, Citing)}, self)
        self.fetch_treatments(entry for same in fresh.values() for entry in same)
        for model, same in fresh.items():
            if issubclass(model, TreatmentBase):
                model.fetch_approvals(same)
            if model.page_prefetch:
                models.prefetch_related_objects(same, *model.page_prefetch)

    def fetch_treatments(self, entries: Iterable[Any]) -> None:
        """Fetch the treatments that statements among ``entries`` are about, and know them here."""
        stating: list[Any] = [e for e in entries if isinstance(e, Stating) and e.treatment_id]
        wanted: dict[Any, set[Any]] = defaultdict(set)
        for entry in stating:
            field = type(entry)._meta.get_field("treatment")
            if field.is_cached(entry):
                known = self._objects[field.related_model]
                known.setdefault(entry.treatment_id, entry.treatment)
            wanted[field].add(entry.treatment_id)
        for field, keys in wanted.items():
            self.fetch(field.related_model, keys)
        for entry in stating:
            field = type(entry)._meta.get_field("treatment")
            field.set_cached_value(entry, self.get(field.related_model, entry.treatment_id))

    # What treatments bring

    def notices(self, treatment: Any, locale_id: int | None = None) -> list[Any]:
        """Published safety notices of a treatment, in the order in which they are printed.

        In the language of a page, ``None`` for that of the treatment; so are indications.
        """
        if not treatment.pk:
            return []
        key = _key(treatment, locale_id)
        if key not in self._notices:
            self.stock(notices=[(treatment, locale_id)])
        return self._notices[key]

    def indications(
        self, treatment: Any, conditions: Sequence[Any], locale_id: int | None = None
    ) -> dict[int, Any]:
        """Published indications of a treatment for ``conditions``, by the condition's key."""
        keys = {condition.translation_key: condition.pk for condition in conditions if condition.pk}
        if not treatment.pk or not keys:
            return {}
        known = self._indications[_key(treatment, locale_id)]
        if not keys.keys() <= known.keys():
            self.stock(indications=[(treatment, locale_id)], condition_keys=keys)
        return {pk: known[key] for key, pk in keys.items() if known[key] is not None}

    def translate(self, entries: Iterable[tuple[int | None, Any]]) -> list[Any]:
        """Those of ``entries`` that are public, in the locales in which they are shown."""
        groups: dict[tuple[type, int | None], list[Any]] = defaultdict(list)
        for locale_id, entry in entries:
            groups[type(entry), locale_id].append(entry)
        return [
            entry
            for (_model, locale_id), same in groups.items()
            for entry in self.localise(same, locale_id)
            if entry.is_public
        ]

    def stock(
        self,
        entries: Iterable[tuple[int | None, Any]] = (),
        *,
        notices: Iterable[tuple[Any, int | None]] = (),
        indications: Iterable[tuple[Any, int | None]] = (),
        condition_keys: Iterable[Hashable] = (),
    ) -> None:
        """Fetch all of this at once: a few queries for each kind, whatever the numbers.

        ``entries`` come with the locale in which they are shown. ``notices`` and ``indications``
        are the saved treatments that bring theirs, with that locale as well; indications for
        conditions with these keys.
        """
        waiting, keys = list(entries), set(condition_keys)
        fresh = [pair for pair in notices if _key(*pair) not in self._notices]
        noticed = self._find(fresh, lambda same, at: type(same[0]).find_notices(same, at))
        lacking = [
            pair for pair in indications if not keys <= self._indications[_key(*pair)].keys()
        ]
        known = self._find(lacking, lambda same, at: type(same[0]).find_indications(same, keys, at))
        for found in (noticed, known):
            waiting += [
                (locale_id, row) for (_of, locale_id), rows in found.items() for row in rows
            ]
        self.complete(self.translate(waiting))
        for (treatment, locale_id), rows in noticed.items():
            ready = self.ready(rows, locale_id)
            self._notices[_key(treatment, locale_id)] = sorted(
                ready, key=lambda notice: notice.print_order
            )
        for (treatment, locale_id), rows in known.items():
            chosen = treatment.choose_indications(self.ready(rows, locale_id), self, locale_id)
            self._indications[_key(treatment, locale_id)].update(
                {**dict.fromkeys(keys), **{each.condition.translation_key: each for each in chosen}}
            )

    def _find(
        self,
        treatments: Iterable[tuple[Any, int | None]],
        find: Callable[[list[Any], int], dict[Any, list[Any]]],
    ) -> dict[tuple[Any, int], list[Any]]:
        """What ``find`` knows of treatments, by treatment and locale of the page.

        A query for each two locales of a treatment and a page. What ``find`` gives in several
        languages comes in that of the treatment, until a translation for the page takes its place.
        """
        groups: dict[tuple[int, int], dict[Hashable, Any]] = defaultdict(dict)
        for treatment, locale_id in treatments:
            if treatment.pk:
                same = groups[treatment.locale_id, locale_id or treatment.locale_id]
                same[treatment.translation_key] = treatment
        found = {
            (same[key], at): rows
            for (_of, at), same in groups.items()
            for key, rows in find(list(same.values()), at).items()
        }
        abroad = {pair: rows for pair, rows in found.items() if pair[0].locale_id != pair[1]}
        self.translate((of.locale_id, row) for (of, _at), rows in abroad.items() for row in rows)
        found |= {(of, at): self.localise(rows, of.locale_id) for (of, at), rows in abroad.items()}
        return found


def _key(treatment: Any, locale_id: int | None) -> Hashable:
    own: int = treatment.locale_id
    return treatment.translation_key, own, locale_id or own
