"""Small drawings of "so many of so many". Decoration: the text beside them says the same."""

from __future__ import annotations

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

PER_ROW = 10
STEP = 10
RADIUS = 4


def draw_people(part: int, whole: int) -> SafeString:
    """A dot for each of ``whole`` people, ``part`` of them filled."""
    columns, rows = min(whole, PER_ROW), -(-whole // PER_ROW)
    dots = format_html_join(
        "",
        '<circle class="{}" cx="{}" cy="{}" r="{}"/>',
        (
            (
                "kp-dot kp-dot--on" if number < part else "kp-dot",
                number % PER_ROW * STEP + STEP // 2,
                number // PER_ROW * STEP + STEP // 2,
                RADIUS,
            )
            for number in range(whole)
        ),
    )
    return format_html(
        '<svg class="kp-people" viewBox="0 0 {0} {1}" width="{2}" height="{3}" '
        'aria-hidden="true" focusable="false">{4}</svg>',
        columns * STEP,
        rows * STEP,
        columns * STEP * 2,
        rows * STEP * 2,
        dots,
    )


def draw_share(part: int, whole: int) -> SafeString:
    """A bar of which ``part`` of ``whole`` is filled."""
    return format_html(
        '<svg class="kp-share" viewBox="0 0 100 4" preserveAspectRatio="none" '
        'aria-hidden="true" focusable="false"><rect class="kp-dot" width="100" height="4"/>'
        '<rect class="kp-dot kp-dot--on" width="{}" height="4"/></svg>',
        f"{100 * part / whole:.2f}",
    )
