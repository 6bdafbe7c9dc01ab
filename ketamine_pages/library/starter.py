"""The starter library: entries that come with the package become drafts of a site.

The entries are JSON, one file for each model. They refer to each other by ``slug``, which is also
what a site's copy is recognised by, whatever an editor has renamed since.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import transaction
from wagtail.models import Locale

from ketamine_pages.library.benefit import Benefit
from ketamine_pages.library.choices import Stance
from ketamine_pages.library.condition import Condition, Indication
from ketamine_pages.library.item import LibraryItem
from ketamine_pages.library.safety_notice import SafetyNotice
from ketamine_pages.library.source import Source
from ketamine_pages.library.treatment import Treatment
from ketamine_pages.shown.kinds import Citing

FOLDER = Path(__file__).resolve().parent.parent / "data" / "starter_library"

# Names of the files, in the order of creation: an entry refers to models further up only.
MODELS: dict[str, type[LibraryItem]] = {
    "sources": Source,
    "treatments": Treatment,
    "conditions": Condition,
    "indications": Indication,
    "benefits": Benefit,
    "safety_notices": SafetyNotice,
}
LINKS = "source_links"
STANCES = {"supports": Stance.SUPPORTS, "opposes": Stance.OPPOSES}

Items = dict[tuple[type[LibraryItem], str], LibraryItem]


class StarterLibraryError(Exception):
    """The library cannot be loaded. ``problems`` has a sentence for each reason."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass
class Entry:
    """One entry of a file, with its references still as slugs."""

    model: type[LibraryItem]
    file: str
    slug: str
    values: dict[str, Any] = field(default_factory=dict)
    references: dict[str, str] = field(default_factory=dict)
    lists: dict[str, list[str]] = field(default_factory=dict)
    sources: list[tuple[str, Stance]] = field(default_factory=list)

    def problem(self, name: str, message: str) -> str:
        """A sentence that names the file, the entry and the field."""
        return f"{self.file}, entry “{self.slug}”, field “{name}”: {message}"

    def targets(self) -> Iterator[tuple[str, type[LibraryItem], str]]:
        """The entries that this one refers to, as (field, model, slug)."""
        for name, slug in self.references.items():
            yield name, related_model(self.model, name), slug
        for name, slugs in self.lists.items():
            for slug in slugs:
                yield name, related_model(self.model, name), slug
        for slug, _stance in self.sources:
            yield "sources", Source, slug

    def build(self) -> Any:
        """The entry as an unsaved draft, without what it refers to."""
        return self.model(
            **self.values,
            translation_key=self.model.starter_translation_key(self.slug),
            live=False,
            needs_confirmation=True,
        )


@dataclass
class Report:
    """What a run did: numbers by model, in the order of ``MODELS``."""

    created: dict[type[LibraryItem], int]
    kept: dict[type[LibraryItem], int]
    dry_run: bool

    def lines(self) -> list[str]:
        """The report in two sentences for a terminal."""
        verb = "Would create as drafts" if self.dry_run else "Created as drafts"
        return [
            f"{verb}: {_count(self.created)}.",
            f"Already there and left alone: {_count(self.kept)}.",
        ]


def _count(numbers: dict[type[LibraryItem], int]) -> str:
    parts = [
        f"{number} {model._meta.verbose_name if number == 1 else model._meta.verbose_name_plural}"
        for model, number in numbers.items()
        if number
    ]
    return ", ".join(parts) or "nothing"


def load_starter_library(folder: Path = FOLDER, *, dry_run: bool = False) -> Report:
    """Create the entries of ``folder`` that the site does not have, as drafts with a revision.

    Entries that are there stay as they are, published, renamed or rewritten. An entry that was
    deleted comes back. All or nothing: raises ``StarterLibraryError`` where the data is wrong or
    the site has no default locale.
    """
    entries = read_entries(folder)
    locale = default_locale()
    with transaction.atomic():
        items = existing_items(entries, locale)
        missing = [entry for entry in entries if (entry.model, entry.slug) not in items]
        missing = [entry for entry in missing if not has_twin(entry, items, locale)]
        if not dry_run:
            for entry in missing:
                items[entry.model, entry.slug] = create_item(entry, items, locale)
    created = dict.fromkeys(MODELS.values(), 0)
    kept = dict(created)
    for entry in entries:
        (created if entry in missing else kept)[entry.model] += 1
    return Report(created, kept, dry_run)


def default_locale() -> Locale:
    """The site's default locale; ``StarterLibraryError`` where there is none."""
    try:
        return Locale.get_default()
    except (Locale.DoesNotExist, LookupError) as error:
        raise StarterLibraryError(
            [
                "The site has no locale for its LANGUAGE_CODE. Run “migrate”, or add the locale "
                "under Settings, Locales."
            ]
        ) from error


def read_entries(folder: Path = FOLDER) -> list[Entry]:
    """The checked entries of all files of ``folder``; ``StarterLibraryError`` with all problems."""
    problems: list[str] = []
    entries: list[Entry] = []
    for name, model in MODELS.items():
        path = folder / f"{name}.json"
        try:
            rows = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            problems.append(f"{path.name} cannot be read: {error}.")
            continue
        if not isinstance(rows, list):
            problems.append(f"{path.name} must be a list of entries.")
            continue
        for number, row in enumerate(rows, start=1):
            slug = row.get("slug") if isinstance(row, dict) else None
            if not slug or not isinstance(slug, str):
                problems.append(f"{path.name}, entry {number}, field “slug”: must be a text.")
                continue
            entry = Entry(model, path.name, slug)
            problems += fill_entry(entry, row)
            entries.append(entry)
    problems += wrong_references(entries)
    if problems:
        raise StarterLibraryError(problems)
    return entries


def related_model(model: type[LibraryItem], name: str) -> type[LibraryItem]:
    """The model that a field of ``model`` refers to."""
    field: Any = model._meta.get_field(name)
    related: type[LibraryItem] = field.related_model
    return related


def fill_entry(entry: Entry, row: dict[str, Any]) -> Iterator[str]:
    """Sort the values of ``row`` into ``entry``; yields problems."""
    technical = {own.name for own in LibraryItem._meta.get_fields()}
    unusable = False
    for name, value in row.items():
        message = ""
        if name == "slug":
            continue
        if name == "sources" and issubclass(entry.model, Citing):
            message = fill_sources(entry, value)
        elif name in technical:
            message = "is not for data files."
        else:
            message = fill_field(entry, name, value)
        if message:
            unusable = True
            yield entry.problem(name, message)
    for own in entry.model._meta.get_fields():
        is_needed = own.many_to_one and own.name not in technical and not own.null
        if is_needed and own.name not in row:
            yield entry.problem(own.name, "is missing.")
    if not unusable:
        yield from wrong_values(entry)


def fill_field(entry: Entry, name: str, value: object) -> str:
    """Put one value where it belongs; returns what is wrong with it, or nothing."""
    try:
        model_field = entry.model._meta.get_field(name)
    except FieldDoesNotExist:
        return "is unknown."
    if model_field.many_to_one or model_field.many_to_many:
        values = value if model_field.many_to_many else [value]
        if not isinstance(values, list) or not all(isinstance(slug, str) for slug in values):
            return "must name entries by their slug."
        if model_field.many_to_many:
            entry.lists[name] = values
        else:
            entry.references[name] = values[0]
    elif isinstance(value, (str, int)):
        entry.values[name] = value
    else:
        return "must be a text or a number."
    return ""


def fill_sources(entry: Entry, value: Any) -> str:
    """Take over the sources for and against; returns what is wrong with them, or nothing."""
    if not isinstance(value, dict) or not set(value) <= set(STANCES):
        return "must have the lists “supports” and “opposes”, and nothing else."
    for name, slugs in value.items():
        if not isinstance(slugs, list) or not all(isinstance(slug, str) for slug in slugs):
            return f"“{name}” must be a list of slugs."
        entry.sources += [(slug, STANCES[name]) for slug in slugs]
    return ""


def wrong_values(entry: Entry) -> Iterator[str]:
    """What the model itself finds wrong with the plain values of an entry."""
    item = entry.build()
    relations = {own.name for own in entry.model._meta.get_fields() if own.is_relation}
    for check in (lambda: item.clean_fields(exclude=relations), item.clean):
        try:
            check()
        except ValidationError as error:
            for name, messages in error.message_dict.items():
                yield entry.problem(name, " ".join(messages))
            return


def wrong_references(entries: list[Entry]) -> Iterator[str]:
    """Slugs that are taken twice, and slugs that no entry has."""
    known: set[tuple[type[LibraryItem], str]] = set()
    for entry in entries:
        if (entry.model, entry.slug) in known:
            yield entry.problem("slug", "is taken by an entry above.")
        known.add((entry.model, entry.slug))
    for entry in entries:
        for name, model, slug in entry.targets():
            if (model, slug) not in known:
                yield entry.problem(name, f"there is no {model._meta.verbose_name} “{slug}”.")


def existing_items(entries: list[Entry], locale: Locale) -> Items:
    """The site's own copies of ``entries``; one query for each model."""
    items: Items = {}
    for model in MODELS.values():
        slugs = {
            model.starter_translation_key(entry.slug): entry.slug
            for entry in entries
            if entry.model is model
        }
        found = model._default_manager.filter(locale=locale, translation_key__in=slugs)
        items.update({(model, slugs[item.translation_key]): item for item in found})
    return items


def has_twin(entry: Entry, items: Items, locale: Locale) -> bool:
    """Whether an editor has made an indication for the same treatment and condition already."""
    if entry.model is not Indication:
        return False
    treatment = items.get((Treatment, entry.references["treatment"]))
    condition = items.get((Condition, entry.references["condition"]))
    return (
        treatment is not None
        and condition is not None
        and Indication.objects.filter(
            treatment=treatment.pk, condition=condition.pk, locale=locale
        ).exists()
    )


def create_item(entry: Entry, items: Items, locale: Locale) -> LibraryItem:
    """Save an entry as a draft, with its sources and treatments in the first revision."""
    item = entry.build()
    item.locale = locale
    for name, slug in entry.references.items():
        setattr(item, name, items[related_model(entry.model, name), slug])
    for name, slugs in entry.lists.items():
        setattr(item, name, [items[related_model(entry.model, name), slug] for slug in slugs])
    if entry.sources:
        link: Any = related_model(entry.model, LINKS)
        links = [
            link(source=items[Source, slug], stance=stance, sort_order=position)
            for position, (slug, stance) in enumerate(entry.sources)
        ]
        setattr(item, LINKS, links)
    # Before the revision: that needs the primary key.
    item.full_clean()
    item.save()
    item.save_revision(clean=False, log_action="wagtail.create")
    created: LibraryItem = item
    return created
