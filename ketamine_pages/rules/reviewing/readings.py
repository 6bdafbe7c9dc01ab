"""What somebody has read, as plain values: whether something else says the same.

The values of a reading are a mapping:

- ``locale`` and ``own``: the language, and what a page or entry says itself.
- ``shown``: part by part, fingerprints of the library entries that are printed there.
- ``files``: by reference, name and stored hash of each file that is shown or linked.
- ``entries`` and ``names``, kept with a review but no part of its fingerprint: by fingerprint the
  entries in full, and by reference what things were called.

A reference to something is ``{"of": "app.model", "pk": …}``, with ``says`` where what it says is
printed as well. Rich text is ``{"rich": …}`` and a block of a stream ``{"block": …, "value": …}``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ketamine_pages.rules.fingerprint import as_plain, make_fingerprint

Values = Mapping[str, Any]

#: Which version of the recipe fingerprints are made by.
RECIPE = 1

#: By version, the names of what a recipe leaves out or reads that the one before did not. Readings
#: of an older recipe are compared without them, so that a new recipe raises no alarm.
DIFFERENCES: dict[int, frozenset[str]] = {
    1: frozenset({"depth", "files", "numchild", "path", "sort_order"}),
}


def reference_key(model: str, pk: object) -> str:
    """How a reference is written as a key."""
    return f"{model} {pk}"


def fingerprint_of(values: Values) -> str:
    """The fingerprint of the values of a reading, by the recipe of today."""
    files = {key: digest or name for key, (name, digest) in values.get("files", {}).items()}
    said = {name: values.get(name) for name in ("locale", "own", "shown")}
    return make_fingerprint({**said, "files": files})


def says_the_same(kept: Values, recipe: int, now: Values) -> bool:
    """Whether ``now``, read in full by the recipe of today, says what was read when ``kept`` was.

    A file is the same if its hash is, or, where one of them was not known, its name.
    """
    if not kept:
        return False
    ignored = frozenset[str]().union(*(DIFFERENCES[each] for each in DIFFERENCES if each > recipe))
    one, other = (make_fingerprint(_in_full(each, ignored)) for each in (kept, now))
    return one == other and ("files" in ignored or _are_same_files(kept, now))


def is_exact(values: Values) -> bool:
    """Whether the fingerprint alone decides: the hashes of all files are known."""
    return all(digest for _name, digest in values.get("files", {}).values())


def _in_full(values: Values, ignored: frozenset[str]) -> dict[str, Any]:
    entries = values.get("entries", {})
    return {
        "locale": values["locale"],
        "own": _without(values["own"], ignored),
        "shown": [
            [_without(entries[each]["says"], ignored) for each in part]
            for part in values.get("shown", ())
        ],
    }


def _without(says: Values, ignored: frozenset[str]) -> dict[str, Any]:
    return {name: value for name, value in says.items() if name not in ignored}


def _are_same_files(kept: Values, now: Values) -> bool:
    one, other = kept.get("files", {}), now.get("files", {})
    return one.keys() == other.keys() and all(
        _is_same_file(one[key], other[key]) for key in one.keys() & other.keys()
    )


def _is_same_file(one: tuple[str, str], other: tuple[str, str]) -> bool:
    (name, digest), (other_name, other_digest) = one, other
    return digest == other_digest if digest and other_digest else name == other_name


def find_references(values: Any) -> Iterator[tuple[str, Any]]:
    """Model and primary key of everything that ``values`` refer to, but for rich text."""
    if isinstance(values, Mapping):
        if "of" in values and "pk" in values:
            yield values["of"], values["pk"]
        for each in values.values():
            yield from find_references(each)
    elif isinstance(values, list | tuple):
        for each in values:
            yield from find_references(each)


def find_rich_texts(values: Any) -> Iterator[str]:
    """All rich texts among ``values``."""
    if isinstance(values, Mapping):
        if values.keys() == {"rich"}:
            yield values["rich"]
        for each in values.values():
            yield from find_rich_texts(each)
    elif isinstance(values, list | tuple):
        for each in values:
            yield from find_rich_texts(each)


def find_said(values: Values) -> dict[tuple[str, str], Values]:
    """What each thing says that a page shows, or an entry with it, by model and primary key."""
    said: dict[tuple[str, str], Values] = {}
    _note_said(values.get("own", {}), said)
    _note_said(list(values.get("entries", {}).values()), said)
    return said


def _note_said(values: Any, said: dict[tuple[str, str], Values]) -> None:
    children: Iterable[Any] = ()
    if isinstance(values, Mapping):
        if "says" in values and "of" in values:
            said[values["of"], str(values["pk"])] = values["says"]
        children = values.values()
    elif isinstance(values, list | tuple):
        children = values
    for each in children:
        _note_said(each, said)


def own_words(says: Any) -> Any:
    """``says`` without what other things say that are read with it."""
    if isinstance(says, Mapping):
        return {name: own_words(each) for name, each in says.items() if name != "says"}
    if isinstance(says, list | tuple):
        return [own_words(each) for each in says]
    return says


def are_same_words(one: Any, other: Any) -> bool:
    """Whether two things say the same themselves, whatever is read with them."""
    return bool(as_plain(own_words(one)) == as_plain(own_words(other)))
