"""The script element that carries a graph."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.utils.safestring import SafeString, mark_safe

# As Django's json_script, which cannot write this type: no "</script>" or "<!--" in a text ends or
# changes the element. The last two end a line in JavaScript.
ESCAPES = {
    ord("<"): "\\u003C",
    ord(">"): "\\u003E",
    ord("&"): "\\u0026",
    0x2028: "\\u2028",
    0x2029: "\\u2029",
}


def script(data: Mapping[str, Any]) -> SafeString:
    """``data`` as the content of one data block, which no browser runs.

    Raises ``ValueError`` for what JSON has no form for, such as infinity.
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    escaped = text.translate(ESCAPES)
    return mark_safe(  # noqa: S308
        f'<script type="application/ld+json">{escaped}</script>'
    )
