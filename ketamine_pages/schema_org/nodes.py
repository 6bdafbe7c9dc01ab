"""Nodes of a graph."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

Node = dict[str, Any]

SCHEMA = "https://schema.org"


def term(name: str) -> str:
    """The full address of an enumeration member, such as ``https://schema.org/Monday``."""
    return f"{SCHEMA}/{name}"


def node(kind: str, node_id: str = "", **properties: Any) -> Node:
    """A node of type ``kind`` without the properties that are empty; ``False`` and 0 are not."""
    named = {"@id": node_id} if node_id else {}
    filled = {name: value for name, value in properties.items() if not _is_empty(value)}
    return {"@type": kind, **named, **filled}


def ref(node_id: str) -> Node | None:
    """A reference to the node with an id; ``None`` without one."""
    return {"@id": node_id} if node_id else None


def graph(nodes: Iterable[Node | None]) -> Node:
    """One document of ``nodes``; those that share an id become one.

    Of a property that both have, the first node's value stays.
    """
    found: dict[str, Node] = {}
    for number, each in enumerate(nodes):
        if each:
            key = each.get("@id") or f"#{number}"
            found[key] = {**each, **found.get(key, {})}
    return {"@context": SCHEMA, "@graph": list(found.values())}


def _is_empty(value: object) -> bool:
    return value is None or (isinstance(value, str | list | tuple | dict) and not value)
