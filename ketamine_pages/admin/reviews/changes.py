"""What has changed since a text was last approved, subject by subject, in words for reviewers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.utils.text import capfirst
from django.utils.translation import gettext
from wagtail.fields import StreamField

from ketamine_pages.editing import get_type_name
from ketamine_pages.rich_text.reading import get_paragraphs
from ketamine_pages.rules.reviewing.changes import Change, Kind, Line, Piece, compare_lines, shorten
from ketamine_pages.rules.reviewing.readings import Values, reference_key
from ketamine_pages.shown.tree import walk_definition

Place = tuple[str, ...]


@dataclass(frozen=True)
class Subject:
    """The page or entry itself, or a library entry that it shows, and what of it has changed."""

    title: str
    type_name: str
    changes: tuple[Change, ...]
    is_new: bool = False
    is_gone: bool = False


def find_subjects(kept: Values, now: Values, title: str) -> list[Subject]:
    """What has changed from ``kept`` to ``now``: the text itself first, then what it shows."""
    before, after = _Reading(kept), _Reading(now)
    found = [_compare_own(before, after, title)]
    keys = [*after.entries, *(key for key in before.entries if key not in after.entries)]
    found += [_compare_entry(key, before, after) for key in keys]
    return [each for each in found if each.changes]


class _Reading:
    """One reading: what it says, and what is called how."""

    def __init__(self, values: Values) -> None:
        self.own: Values = values["own"]
        self.names: Mapping[str, str] = values.get("names", {})
        self.files: Mapping[str, Any] = values.get("files", {})
        entries = values.get("entries", {})
        in_order = [digest for part in values.get("shown", ()) for digest in part]
        self.entries = {
            (entries[each]["of"], str(entries[each]["pk"])): entries[each]["says"]
            for each in in_order
        }

    def name(self, model: str, pk: object) -> str:
        return self.names.get(reference_key(model, pk)) or f"#{pk}"


def _compare_own(before: _Reading, after: _Reading, title: str) -> Subject:
    model = after.own["type"]
    changes = [*_compare(model, before.own, after.own, before, after), *_files(before, after)]
    return Subject(title, _type_name(model), tuple(changes))


def _compare_entry(key: tuple[str, str], before: _Reading, after: _Reading) -> Subject:
    (model, pk), one, other = key, before.entries.get(key), after.entries.get(key)
    reading = after if other is not None else before
    return Subject(
        reading.name(model, pk),
        _type_name(model),
        tuple(_compare(model, one or {}, other or {}, before, after)),
        is_new=one is None,
        is_gone=other is None,
    )


def _compare(
    model: str, one: Values, other: Values, before: _Reading, after: _Reading
) -> list[Change]:
    for as_markup in (False, True):
        lines = [
            list(_lines(model, says, other, reading.names, as_markup))
            for says, reading in ((one, before), (other, after))
        ]
        if changes := compare_lines(*lines):
            return [Change(each.place, shorten(each.pieces)) for each in changes]
    return []


def _files(before: _Reading, after: _Reading) -> Iterator[Change]:
    """Files that were replaced, though what shows them is the same."""
    for key in after.files.keys() & before.files.keys():
        (old_name, old), (name, new) = before.files[key], after.files[key]
        if (old != new) if old and new else old_name != name:
            place = gettext("File of “%(title)s”") % {"title": after.name(*key.split(" ", 1))}
            yield Change((place,), (Piece(Kind.REMOVED, f"{old_name} "), Piece(Kind.ADDED, name)))


def _type_name(label: str) -> str:
    try:
        return get_type_name(apps.get_model(label))
    except LookupError:
        return label


def _lines(
    model: str, says: Values, like: Values, names: Mapping[str, str], as_markup: bool
) -> Iterator[Line]:
    labels = _labels(model)
    for name, value in _in_order(says, like):
        if name != "type":
            shown = _choice(model, name, value)
            place = (labels.get(name, _humanise(name)),)
            yield from _flatten(shown, like.get(name), place, labels, names, as_markup)


def _flatten(
    value: Any,
    like: Any,
    place: Place,
    labels: Mapping[str, str],
    names: Mapping[str, str],
    as_markup: bool,
) -> Iterator[Line]:
    def inner(child: Any, other: Any, where: Place) -> Iterator[Line]:
        return _flatten(child, other, where, labels, names, as_markup)

    if isinstance(value, Mapping) and "rich" in value:
        lines = [value["rich"]] if as_markup else get_paragraphs(value["rich"])
        yield from (Line(place, line) for line in lines)
    elif isinstance(value, Mapping) and "of" in value and "pk" in value:
        title = names.get(reference_key(value["of"], value["pk"])) or f"#{value['pk']}"
        yield Line(place, title)
        if "says" in value:
            said = _lines(value["of"], value["says"], {}, names, as_markup)
            yield from (Line((*place, title, *line.place), line.text) for line in said)
    elif isinstance(value, Mapping) and "block" in value:
        where = (*place, labels.get(value["block"], _humanise(value["block"])))
        yield from inner(value.get("value"), None, where)
    elif isinstance(value, Mapping):
        for name, child in _in_order(value, like):
            other = like.get(name) if isinstance(like, Mapping) else None
            yield from inner(child, other, (*place, labels.get(name, _humanise(name))))
    elif isinstance(value, list):
        for child in value:
            yield from inner(child, None, place)
    elif isinstance(value, bool):
        yield Line(place, gettext("yes") if value else gettext("no"))
    elif value is not None and str(value):
        yield from (Line(place, line) for line in str(value).splitlines() if line.strip())


def _in_order(value: Values, like: Any) -> list[tuple[str, Any]]:
    """The items of ``value`` in the order of ``like``, else by name.

    Some databases have an order of their own for what is kept, and then both sides need the same.
    """
    order = {name: number for number, name in enumerate(like)} if isinstance(like, Mapping) else {}
    return sorted(value.items(), key=lambda item: (order.get(item[0], len(order)), item[0]))


def _humanise(name: str) -> str:
    return str(capfirst(name.replace("_", " ")))


def _choice(model: str, name: str, value: Any) -> Any:
    """A stored choice as readers see it."""
    try:
        field: Any = apps.get_model(model)._meta.get_field(name)
    except (FieldDoesNotExist, LookupError):
        return value
    choices = dict(getattr(field, "flatchoices", None) or ())
    return str(choices.get(value, value)) if choices and isinstance(value, str) else value


@cache
def _labels(model: str) -> Mapping[str, Any]:
    """What fields of a model, and blocks in them, are called, by name."""
    labels: dict[str, Any] = {}
    try:
        fields = apps.get_model(model)._meta.get_fields()
    except LookupError:
        return labels
    for field in fields:
        if isinstance(field, StreamField):
            for name, block in walk_definition(field.stream_block):
                labels.setdefault(name, block.label)
    for field in fields:
        if (verbose := getattr(field, "verbose_name", None)) is not None:
            labels[field.name] = capfirst(verbose)
    return labels
