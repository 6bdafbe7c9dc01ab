"""What is shown of the library, as plain values for the API."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ketamine_pages.shown.kinds import LibraryEntry
from ketamine_pages.shown.visitors import ConditionEntry

PLAIN = (str, int, float, bool, type(None))


def represent(value: Any) -> Any:
    """An entry, a condition with what is known for it, or a list of these, as plain values.

    ``None`` for all that is nothing of the kind.
    """
    if isinstance(value, LibraryEntry):
        return value.get_api_data()
    if isinstance(value, ConditionEntry):
        return {"condition": represent(value.condition), "indication": represent(value.indication)}
    if isinstance(value, list | tuple):
        return [represent(each) for each in value]
    return value if isinstance(value, PLAIN) else None


def represent_names(names: Mapping[str, Any]) -> dict[str, Any]:
    """The variables of a template under the same names."""
    return {name: represent(value) for name, value in names.items()}
