"""Small drawings of a share of people. Decoration: the text beside them says the same."""

from __future__ import annotations

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from ketamine_pages.blocks.share import CountedShare, Share

# Above this many, dots no longer help anybody to count.
MOST_PEOPLE_DRAWN = 60
PER_ROW = 10
STEP = 10
RADIUS = 4


def draw(share: Share) -> SafeString:
    """Dots to count, or a bar for large groups and for what nobody has counted."""
    if not isinstance(share, CountedShare):
        return draw_bar(share.low, share.high)
    if share.whole <= MOST_PEOPLE_DRAWN:
        return draw_people(share)
    filled = 100 * share.part / share.whole
    return draw_bar(filled, filled)


def draw_people(share: CountedShare) -> SafeString:
    """A dot for each of the people, those counted filled."""
    part, whole = share.part, share.whole
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


def draw_bar(low: float, high: float) -> SafeString:
    """A bar of 100 of which ``low`` is filled, and what is up to ``high`` more faintly."""
    return format_html(
        '<svg class="kp-share" viewBox="0 0 100 4" preserveAspectRatio="none" '
        'aria-hidden="true" focusable="false"><rect class="kp-dot" width="100" height="4"/>'
        "{}"
        '<rect class="kp-dot kp-dot--on" width="{}" height="4"/></svg>',
        format_html(
            '<rect class="kp-dot kp-dot--on" fill-opacity=".5" width="{}" height="4"/>',
            f"{high:.2f}",
        )
        if low < high
        else "",
        f"{low:.2f}",
    )
