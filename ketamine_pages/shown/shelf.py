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

from ketamine_pages.shown.kinds import Citing, LibraryEntry, TreatmentBase, is_library_entry
from ketamine_pages.shown.source_links import fetch_source_links

T = TypeVar("T")


class Shelf:
    """What one page, or a batch of them, shows of the library."""

    def __init__(self) -> None:
        self._objects: dict[type, dict[Any, Any]] = defaultdict(dict)
        self._translations: dict[tuple[type, int], dict[Hashable, Any]] = defaultdict(dict)
        self._complete: dict[int, Any] = {}
        self._shown: dict[int, tuple[Any, Any]] = {}
        self._notices: dict[tuple[Hashable, int], list[Any]] = {}
        self._indications: dict[tuple[Hashable, int], dict[Hashable, Any]] = defaultdict(dict)

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

    def once(self, value: Any, make: Callable[[], T]) -> T:
        """What ``make`` gives for a value of a block, worked out once."""
        if id(value) not in self._shown:
            # With the value, so that no other one gets its id.
            self._shown[id(value)] = value, make()
        shown: T = self._shown[id(value)][1]
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
        present = self.present(entries)
        # Translated first: a published translation counts, whatever became of the original.
        localised = [each for each in self.localise(present, locale_id) if each.is_public]
        # Two translations may have been picked, and then one of them has replaced the other.
        unique = list({entry.pk or id(entry): entry for entry in localised}.values())
        self.complete(unique)
        return unique

    def complete(self, entries: Iterable[Any]) -> None:
        """Fetch what pages print with saved entries, for those of all models at once."""
        fresh: dict[Any, list[Any]] = defaultdict(list)
        for entry in entries:
            if entry.pk and id(entry) not in self._complete:
                fresh[type(entry)].append(entry)
                # Kept, so that no other object gets its id.
                self._complete[id(entry)] = entry
        fetch_source_links({m: each for m, each in fresh.items() if issubclass(m, Citing)}, self)
        for model, same in fresh.items():
            if model.page_prefetch:
                models.prefetch_related_objects(same, *model.page_prefetch)

    # What treatments bring

    def notices(self, treatment: TreatmentBase) -> list[Any]:
        """Published safety notices of a treatment, in the order in which they are printed."""
        if not treatment.pk:
            return []
        if _place(treatment) not in self._notices:
            self.stock(notices=[treatment])
        return self._notices[_place(treatment)]

    def indications(self, treatment: TreatmentBase, conditions: Sequence[Any]) -> dict[int, Any]:
        """Published indications of a treatment for ``conditions``, by the condition's key."""
        keys = {condition.translation_key: condition.pk for condition in conditions if condition.pk}
        if not treatment.pk or not keys:
            return {}
        known = self._indications[_place(treatment)]
        if not keys.keys() <= known.keys():
            self.stock(indications=[treatment], condition_keys=keys)
        return {pk: known[key] for key, pk in keys.items() if known[key] is not None}

    def translate(self, entries: Iterable[tuple[int | None, Any]]) -> None:
        """Know the translations of ``entries`` in the locales in which they are shown."""
        self._public(entries)

    def stock(
        self,
        entries: Iterable[tuple[int | None, Any]] = (),
        *,
        notices: Iterable[Any] = (),
        indications: Iterable[Any] = (),
        condition_keys: Iterable[Hashable] = (),
    ) -> None:
        """Fetch all of this at once: a few queries for each kind, whatever the numbers.

        ``entries`` come with the locale in which they are shown. ``notices`` and ``indications``
        are the saved treatments that bring theirs, indications for conditions with these keys.
        """
        waiting, keys = list(entries), set(condition_keys)
        fresh = (each for each in notices if _place(each) not in self._notices)
        noticed = _find(fresh, lambda same: type(same[0]).find_notices(same))
        lacking = (e for e in indications if not keys <= self._indications[_place(e)].keys())
        known = _find(lacking, lambda same: type(same[0]).find_indications(same, keys))
        for found in (noticed, known):
            waiting += [
                (locale_id, row) for (_of, locale_id), rows in found.items() for row in rows
            ]
        self.complete(self._public(waiting))
        for (treatment, locale_id), rows in noticed.items():
            ready = self.ready(rows, locale_id)
            self._notices[treatment.translation_key, locale_id] = sorted(
                ready, key=lambda notice: notice.print_order
            )
        for (treatment, locale_id), rows in known.items():
            chosen = treatment.choose_indications(self.ready(rows, locale_id), self)
            self._indications[treatment.translation_key, locale_id].update(
                {**dict.fromkeys(keys), **{each.condition.translation_key: each for each in chosen}}
            )

    def _public(self, waiting: Iterable[tuple[int | None, Any]]) -> list[Any]:
        groups: dict[tuple[type, int | None], list[Any]] = defaultdict(list)
        for locale_id, entry in waiting:
            groups[type(entry), locale_id].append(entry)
        return [
            entry
            for (_model, locale_id), same in groups.items()
            for entry in self.localise(same, locale_id)
            if entry.is_public
        ]


def _place(treatment: LibraryEntry) -> tuple[Hashable, int]:
    return treatment.translation_key, treatment.locale_id


def _find(
    treatments: Iterable[Any], find: Callable[[list[Any]], dict[Any, list[Any]]]
) -> dict[tuple[Any, int], list[Any]]:
    """What ``find`` knows of treatments, by treatment and locale: a query for each locale."""
    by_locale: dict[int, dict[Hashable, Any]] = defaultdict(dict)
    for treatment in treatments:
        if treatment.pk:
            by_locale[treatment.locale_id][treatment.translation_key] = treatment
    return {
        (same[key], locale_id): rows
        for locale_id, same in by_locale.items()
        for key, rows in find(list(same.values())).items()
    }
