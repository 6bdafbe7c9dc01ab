"""What a text refers to: which files these are, by their stored hashes, and what it is called.

No file is ever opened. Wagtail stores a hash when somebody uploads a file; where there is none, the
name of the file stands for it, which is another one when the file is replaced.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html.parser import HTMLParser
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db.models import Model
from wagtail.rich_text import features

from ketamine_pages.rich_text.canonical import canonical
from ketamine_pages.rules.reviewing.readings import find_references, find_rich_texts, reference_key

Content = dict[str, Any]
Reference = tuple[str, Any]

# What Wagtail's images and documents have, and so has what a site keeps in the same way.
FILE_FIELDS = frozenset({"file", "file_hash"})


def refer(model: Any, pk: Any) -> Content:
    """A reference to an object, as readings write it."""
    return {"of": model._meta.label_lower, "pk": pk}


def has_file(model: type[Model]) -> bool:
    """Whether objects of ``model`` are files, of which Wagtail stores the hash."""
    return {field.name for field in model._meta.concrete_fields} >= FILE_FIELDS


def read_rich_text(source: str) -> Content | None:
    """Rich text, as readings write it; ``None`` where there is none."""
    text = canonical(source)
    return {"rich": text} if text else None


def add_files(contents: Sequence[Content]) -> None:
    """Note in each of ``contents`` the files that it shows or links. A query for each kind."""
    found = _references_of(contents)
    files = {
        reference_key(label, pk): [str(name), digest]
        for label, pks in _by_model(found).items()
        if {field.name for field in apps.get_model(label)._meta.concrete_fields} >= FILE_FIELDS
        for pk, name, digest in _rows(label, pks).values_list("pk", "file", "file_hash")
    }
    _note(contents, "files", found, files)


def add_names(contents: Sequence[Content]) -> None:
    """Note in each of ``contents`` what things are called that it refers to. A query a kind."""
    found = _references_of(contents)
    names = {
        reference_key(label, each.pk): str(each)
        for label, pks in _by_model(found).items()
        for each in _rows(label, pks)
    }
    _note(contents, "names", found, names)


def _note(
    contents: Sequence[Content],
    name: str,
    found: Sequence[set[Reference]],
    known: Mapping[str, Any],
) -> None:
    for each, references in zip(contents, found, strict=True):
        keys = {reference_key(label, pk) for label, pk in references}
        each[name] = {key: known[key] for key in sorted(keys & known.keys())}


def _rows(label: str, pks: Iterable[Any]) -> Any:
    return apps.get_model(label)._base_manager.filter(pk__in=pks)


def _by_model(found: Iterable[Iterable[Reference]]) -> Mapping[str, set[Any]]:
    by_model: dict[str, set[Any]] = defaultdict(set)
    for references in found:
        for label, pk in references:
            by_model[label].add(pk)
    return by_model


def _references_of(contents: Sequence[Content]) -> list[set[Reference]]:
    """What each of ``contents`` refers to; entries that many of them show are read once."""
    known: dict[str, set[Reference]] = {}
    found = []
    for each in contents:
        for digest, entry in each["entries"].items():
            if digest not in known:
                known[digest] = set(_references(entry))
        found.append(set(_references(each["own"])).union(*(known[key] for key in each["entries"])))
    return found


def _references(values: Content) -> Iterator[Reference]:
    found = list(find_references(values))
    for text in find_rich_texts(values):
        if "id=" in text:
            found += _in_rich_text(text)
    for label, pk in found:
        try:
            yield label, apps.get_model(label)._meta.pk.to_python(pk)
        except ValidationError:
            # What an import has left behind.
            continue


def _in_rich_text(text: str) -> Iterator[Reference]:
    reader = _Reader()
    reader.feed(text)
    reader.close()
    for handlers, kind, pk in reader.found:
        try:
            yield handlers[kind].get_model()._meta.label_lower, pk
        except (KeyError, NotImplementedError):
            # Links to other sites, and media from there.
            continue


class _Reader(HTMLParser):
    """Finds links and embeds, each with those who know what they may lead to."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[Mapping[str, Any], str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        pk = values.get("id") or ""
        if tag == "embed" and pk:
            self.found.append((features.get_embed_types(), values.get("embedtype") or "", pk))
        elif tag == "a" and pk:
            self.found.append((features.get_link_types(), values.get("linktype") or "page", pk))
