"""What sites plug in by settings: dotted paths of classes, with options."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from django.utils.module_loading import import_string

T = TypeVar("T")

Entry = tuple[str, dict[str, Any]]


def plugin_entries(value: object, what: str) -> list[Entry]:
    """A setting's value as dotted paths with options: one or several dotted paths, or dicts of
    BACKEND and OPTIONS. Raises ``ValueError`` for anything else; ``what`` is for its message."""
    entries: Sequence[Any] = value if isinstance(value, list | tuple) else [value]
    return [plugin_entry(entry, what) for entry in entries]


def plugin_entry(entry: object, what: str) -> Entry:
    """As :func:`plugin_entries`, for settings that take only one."""
    if isinstance(entry, str):
        return entry, {}
    if isinstance(entry, dict) and entry.keys() <= {"BACKEND", "OPTIONS"}:
        path, options = entry.get("BACKEND"), entry.get("OPTIONS", {})
        if isinstance(path, str) and isinstance(options, dict):
            return path, options
    raise ValueError(f"{what} is a dotted path, or a dict of BACKEND and OPTIONS.")


def plugin_class(path: str, base: type[T]) -> type[T]:
    """The class at a dotted path. Raises ``ImportError``, or ``ValueError`` if no ``base``."""
    found = import_string(path)
    if not (isinstance(found, type) and issubclass(found, base)):
        raise ValueError(f"{path} is no {base.__name__}.")
    return found
