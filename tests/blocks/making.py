"""Values of body blocks, as editors make them."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.core.exceptions import ValidationError

from ketamine_pages.blocks import BodyBlock

BODY = BodyBlock()


def picks(name: str, items: Iterable[Any]) -> list[tuple[str, Any]]:
    """What an editor has picked: library items, or ``None`` for those deleted since."""
    return [(name, item) for item in items]


def make(block_type: str, **values: Any) -> Any:
    """A value of one of the blocks of a body; what is not given is as in a new block."""
    return complete(BODY.child_blocks[block_type], values)


def complete(block: Any, values: dict[str, Any]) -> Any:
    """A value of a struct block; what is not given is as in a new block."""
    return block.normalize({**block.get_default(), **values})


def get_context(block_type: str, page: Any = None, **values: Any) -> dict[str, Any]:
    """What the template of a block gets on ``page``."""
    value = make(block_type, heading="A heading", **values)
    parent = {"page": page, "in_preview": page is None}
    return BODY.child_blocks[block_type].get_context(value, parent_context=parent)


def get_errors(block: Any, value: Any, *, draft: bool = False) -> dict[str, list[str]]:
    """The messages an editor gets, by the place where they stand: ``{"links.0.url": […]}``.

    Messages about the value as a whole are at ``""``; there are none where it is accepted.
    """
    try:
        (block.clean_deferred if draft else block.clean)(complete(block, value))
    except ValidationError as error:
        return dict(_walk("", error.as_json_data()))
    return {}


def _walk(place: str, data: dict[str, Any]) -> Iterator[tuple[str, list[str]]]:
    if data.get("messages"):
        yield place, [str(message) for message in data["messages"]]
    for name, child in data.get("blockErrors", {}).items():
        yield from _walk(f"{place}.{name}".lstrip("."), child)
