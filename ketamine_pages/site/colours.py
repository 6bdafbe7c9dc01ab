"""Contrast of brand colours (WCAG 2.2, 1.4.3), measured and mended."""

from __future__ import annotations

import re

from coloraide import Color

MINIMUM_CONTRAST = 4.5

# The page backgrounds of static/ketamine_pages/css; a test keeps them equal.
LIGHT_BACKGROUND = "#ffffff"
DARK_BACKGROUND = "#10181b"

_HEX = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)
_STEP = 0.005


def is_hex_colour(text: str) -> bool:
    """Whether ``text`` is ``#rgb`` or ``#rrggbb``."""
    return bool(_HEX.fullmatch(text))


def contrast(colour: str, background: str) -> float:
    """The WCAG contrast ratio of two hex colours: 1.0 (equal) to 21.0 (black on white)."""
    return float(Color(colour).contrast(background, method="wcag21"))


def nearest_passing(colour: str, background: str) -> str:
    """The colour nearest to ``colour`` that passes on ``background``, as ``#rrggbb``.

    Hue and chroma stay; only the lightness (OKLCH) moves, away from the background.
    """
    candidate = Color(colour).convert("oklch")
    black, white = (contrast(extreme, background) for extreme in ("#000000", "#ffffff"))
    away = -_STEP if black > white else _STEP
    # Ends at black or white at the latest: one of them passes on any background.
    while True:
        # Measured after rounding to hex, since that is what the browser gets.
        rounded = candidate.convert("srgb").fit(method="oklch-chroma").to_string(hex=True)
        if contrast(rounded, background) >= MINIMUM_CONTRAST:
            return str(rounded)
        candidate["lightness"] = candidate["lightness"] + away
