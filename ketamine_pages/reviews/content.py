"""What visitors read of pages and library items, as plain values for a fingerprint.

Objects are read as they are in memory, unsaved changes included; what they show from the library
is read as visitors would see it. Hundreds of objects take as many queries as one: they grow with
the number of models, not of objects or of items shown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, time
from decimal import Decimal
from typing import Any
from uuid import UUID

import swapper
from django.apps import apps
from django.conf import settings
from django.db import models
from modelcluster.models import get_all_child_m2m_relations, get_all_child_relations
from wagtail.coreutils import get_supported_content_language_variant
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Locale

from ketamine_pages.blocks.content import Needs, read_stream_content
from ketamine_pages.rich_text.canonical import canonical
from ketamine_pages.rules.disclosures import APPROVED
from ketamine_pages.rules.fingerprint import make_fingerprint
from ketamine_pages.shown.kinds import is_library_entry

# What Wagtail keeps about pages and items, and no visitor reads.
BOOKKEEPING = frozenset(
    {
        "alias_of",
        "content_type",
        "expire_at",
        "first_published_at",
        "go_live_at",
        "has_unpublished_changes",
        "last_published_at",
        "latest_revision",
        "live",
        "live_revision",
        "locale",
        "locked_by",
        "owner",
        "show_in_menus",
        "slug",
        "translation_key",
    }
)
PLAIN = (str, bool, int, float, Decimal, date, time, UUID, dict, list, tuple)


def read_contents(objects: Sequence[Any]) -> list[dict[str, Any]]:
    """The content of each of ``objects``: pages, as their own type, and library items."""
    readings = [_Seen(each) for each in objects]
    shelf = _Shelf()
    shelf.fetch(readings)
    return [reading.get_content(shelf) for reading in readings]


def prefetch_children(objects: Iterable[Any]) -> None:
    """Fetch the child objects of ``objects`` that come from the database, in bulk."""
    by_model: dict[Any, list[Any]] = defaultdict(list)
    for each in objects:
        by_model[type(each)].append(each)
    for model, group in by_model.items():
        names = [relation.get_accessor_name() for relation in _child_relations(model)]
        names += [field.name for field in get_all_child_m2m_relations(model)]
        if is_library_entry(model):
            names = [*model.page_prefetch, *names]
        models.prefetch_related_objects(group, *names)


class _Seen:
    """One object: its own words, and what it needs to be complete."""

    def __init__(self, instance: Any) -> None:
        self.instance = instance
        self.locale_id = getattr(instance, "locale_id", None)
        self.needs = Needs()
        is_item = is_library_entry(type(instance))
        self.own = read_item(instance) if is_item else read_fields(instance, self.needs)
        self.treatment_id = None if is_item else getattr(instance, "treatment_id", None)
        if getattr(instance, "shows_indications", False):
            self.needs.indications.add(None)
        # An approved product brings its notices even where no block asks for them.
        self.may_bring_notices = hasattr(instance, "get_derived_notices")

    @property
    def noticed(self) -> set[Any]:
        """Primary keys of treatments whose safety notices are shown, or may be."""
        own = {None} if self.may_bring_notices else set()
        return self._treatments(self.needs.notices | own)

    @property
    def indicated(self) -> set[Any]:
        """Primary keys of treatments whose indications are shown."""
        return self._treatments(self.needs.indications)

    def _treatments(self, chosen: Iterable[Any]) -> set[Any]:
        # The page's own treatment takes the place of ``None``.
        return {pk or self.treatment_id for pk in chosen} - {None}

    def get_content(self, shelf: _Shelf) -> dict[str, Any]:
        shown = {shelf.find(model, pk, self.locale_id) for model, pk in self.needs.items}
        for pk in self.needs.lists:
            shown |= {shelf.find(*each, self.locale_id) for each in shelf.list_items(pk)}
        conditions = {item.translation_key for item in shown if _is_a("Condition", item)}
        asked = self._treatments(self.needs.notices)
        for pk in self.noticed:
            treatment = shelf.find_treatment(pk, self.locale_id)
            if treatment and (pk in asked or treatment.regulatory_status == APPROVED):
                shown |= set(shelf.notices(treatment, self.locale_id))
        for pk in self.indicated:
            treatment = shelf.find_treatment(pk, self.locale_id)
            if treatment:
                shown |= set(shelf.indications(treatment, conditions, self.locale_id))
        return {
            "locale": self.locale_id,
            "own": self.own,
            "lists": [shelf.lists[pk] for pk in sorted(self.needs.lists) if pk in shelf.lists],
            "shown": {shelf.fingerprint(item) for item in shown if item is not None},
        }


class _Shelf:
    """What a batch of objects shows from the library, fetched in bulk."""

    def __init__(self) -> None:
        self.lists: dict[Any, Any] = {}
        self._list_needs: dict[Any, Needs] = {}
        self._items: dict[tuple[Any, Any], Any] = {}
        self._translations: dict[tuple[Any, Any], dict[Any, Any]] = defaultdict(dict)
        self._notices: dict[Any, set[Any]] = defaultdict(set)
        self._indications: dict[Any, set[Any]] = defaultdict(set)
        self._fingerprints: dict[Any, str] = {}
        self.default_locale_id: Any = None

    def fetch(self, readings: Sequence[_Seen]) -> None:
        self._fetch_lists({pk for reading in readings for pk in reading.needs.lists})
        needs = [*(reading.needs for reading in readings), *self._list_needs.values()]
        wanted: dict[Any, set[Any]] = defaultdict(set)
        for each in needs:
            for model, pk in each.items:
                wanted[model].add(pk)
        treatment = apps.get_model("ketamine_pages", "Treatment")
        for reading in readings:
            wanted[treatment] |= reading.noticed | reading.indicated
        locales = {reading.locale_id for reading in readings}
        for model, pks in wanted.items():
            if pks:
                self._fetch_items(model, pks, locales)
        if wanted[treatment]:
            self._fetch_derived(readings, locales)

    def _fetch_lists(self, pks: set[Any]) -> None:
        if not pks:
            return
        base = swapper.load_model("wagtailcore", "Page")
        for page in base._default_manager.filter(pk__in=pks, live=True).specific():
            name = getattr(page, "items_field", None)
            if name is not None:
                needs = self._list_needs[page.pk] = Needs()
                self.lists[page.pk] = read_stream_content(getattr(page, name), needs)

    def _fetch_items(self, model: Any, pks: set[Any], locales: set[Any]) -> None:
        found = list(model._default_manager.filter(pk__in=pks).select_related(*model.read_with))
        keys = {item.translation_key for item in found if locales - {item.locale_id}}
        others = (
            model._default_manager.filter(
                translation_key__in=keys, locale_id__in=locales, live=True
            ).select_related(*model.read_with)
            if keys
            else []
        )
        items = {item.pk: item for item in [*found, *others]}
        prefetch_children(items.values())
        for item in items.values():
            self._items[model, item.pk] = item
            if item.live:
                self._translations[model, item.translation_key][item.locale_id] = item

    def _fetch_derived(self, readings: Sequence[_Seen], locales: set[Any]) -> None:
        treatment = apps.get_model("ketamine_pages", "Treatment")
        default = get_supported_content_language_variant(settings.LANGUAGE_CODE)
        self.default_locale_id = (
            Locale.objects.filter(language_code=default).values_list("pk", flat=True).first()
        )
        locales = locales | {self.default_locale_id}
        for name, path, pks, into in (
            (
                "SafetyNotice",
                "treatments",
                {pk for r in readings for pk in r.noticed},
                self._notices,
            ),
            (
                "Indication",
                "treatment",
                {pk for r in readings for pk in r.indicated},
                self._indications,
            ),
        ):
            known = [self._items[treatment, pk] for pk in pks if (treatment, pk) in self._items]
            keys = {each.translation_key for each in known}
            if not keys:
                continue
            model = apps.get_model("ketamine_pages", name)
            key = f"{path}__translation_key"
            pairs = list(
                model._default_manager.filter(
                    **{f"{key}__in": keys}, live=True, locale_id__in=locales
                ).values_list("pk", key)
            )
            if pairs:
                self._fetch_items(model, {pk for pk, _key in pairs}, locales)
            for pk, treatment_key in pairs:
                into[treatment_key].add(self._items[model, pk].translation_key)

    def list_items(self, pk: Any) -> set[tuple[Any, Any]]:
        needs = self._list_needs.get(pk)
        return needs.items if needs else set()

    def find(self, model: Any, pk: Any, locale_id: Any) -> Any:
        """The item as a page in a locale shows it, or ``None``."""
        item = self._items.get((model, pk))
        if item is None:
            return None
        item = self._translations[model, item.translation_key].get(locale_id, item)
        return item if item.is_public else None

    def find_treatment(self, pk: Any, locale_id: Any) -> Any:
        return self.find(apps.get_model("ketamine_pages", "Treatment"), pk, locale_id)

    def notices(self, treatment: Any, locale_id: Any) -> list[Any]:
        return self._derived("SafetyNotice", self._notices[treatment.translation_key], locale_id)

    def indications(self, treatment: Any, conditions: set[Any], locale_id: Any) -> list[Any]:
        keys = self._indications[treatment.translation_key]
        found = self._derived("Indication", keys, locale_id)
        return [item for item in found if item.condition.translation_key in conditions]

    def _derived(self, name: str, keys: Iterable[Any], locale_id: Any) -> list[Any]:
        model = apps.get_model("ketamine_pages", name)
        found = []
        for key in keys:
            translations = self._translations[model, key]
            item = translations.get(locale_id) or translations.get(self.default_locale_id)
            if item is not None and item.is_public:
                found.append(item)
        return found

    def fingerprint(self, item: Any) -> str:
        if item not in self._fingerprints:
            self._fingerprints[item] = make_fingerprint(read_item(item, as_shown=True))
        return self._fingerprints[item]


def read_fields(
    instance: Any, needs: Needs | None = None, leave_out: Iterable[str] = ()
) -> dict[str, Any]:
    """The fields and child objects of ``instance`` that visitors read; adds to ``needs``."""
    needs = needs or Needs()
    content: dict[str, Any] = {"type": instance._meta.label_lower}
    for field in instance._meta.concrete_fields:
        is_own = field.editable and not field.primary_key and field.name not in BOOKKEEPING
        if is_own and field.name not in leave_out:
            content[field.name] = _read_field(instance, field, needs)
    for relation in _child_relations(type(instance)):
        children = getattr(instance, relation.get_accessor_name()).all()
        leave = {relation.field.name, "sort_order"}
        content[relation.get_accessor_name()] = [
            read_fields(child, needs, leave)
            for child in sorted(children, key=lambda child: getattr(child, "sort_order", 0) or 0)
        ]
    for field in get_all_child_m2m_relations(type(instance)):
        if field.name not in leave_out:
            chosen = {each.pk for each in getattr(instance, field.name).all()}
            content[field.name] = chosen
            if is_library_entry(field.related_model):
                needs.items |= {(field.related_model, pk) for pk in chosen}
    return content


def read_item(item: Any, *, as_shown: bool = False) -> dict[str, Any]:
    """A library item with its sources; ``as_shown`` leaves out what pages do not print of it."""
    leave_out = {"needs_confirmation", *(item.unread_fields if as_shown else ())}
    content = read_fields(item, leave_out=leave_out)
    for name in item.read_with:
        related = getattr(item, name, None)
        content[name] = read_fields(related) if related is not None else None
    if hasattr(item, "source_links"):
        links = sorted(item.source_links.all(), key=lambda link: link.sort_order or 0)
        content["source_links"] = [
            [link.stance, read_fields(link.source, leave_out={"needs_confirmation"})]
            for link in links
            if link.source.is_public
        ]
    return content


def _read_field(instance: Any, field: Any, needs: Needs) -> Any:
    value = getattr(instance, field.attname)
    if isinstance(field, StreamField):
        return read_stream_content(value, needs)
    if value is None:
        return None
    if field.many_to_one or field.one_to_one:
        if is_library_entry(field.related_model):
            needs.items.add((field.related_model, value))
        return value
    if isinstance(field, RichTextField):
        return canonical(value)
    if isinstance(value, PLAIN):
        return value
    return field.value_to_string(instance)


def _child_relations(model: Any) -> list[Any]:
    # Wagtail's own are comments of editors and the like.
    return [
        relation
        for relation in get_all_child_relations(model)
        if relation.related_model._meta.app_label != "wagtailcore"
    ]


def _is_a(name: str, item: Any) -> bool:
    return item is not None and isinstance(item, apps.get_model("ketamine_pages", name))
