"""What a new page starts with."""

from __future__ import annotations

from typing import Any


def outline_block(kind: str, heading: str, **values: Any) -> dict[str, Any]:
    """One block of an outline: a heading, and everything else empty."""
    return {"type": kind, "value": {"heading": heading, **values}}
