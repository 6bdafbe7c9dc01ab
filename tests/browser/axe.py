"""What axe finds on a page in every guise that a visitor may see it in."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

WIDTHS = [320, 1280]
GUISES = [("light", "ltr"), ("dark", "ltr"), ("light", "rtl")]
# WCAG 2.2 AA as far as a machine can tell, size of targets included, and what axe itself advises.
OPTIONS = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
    "resultTypes": ["violations"],
}
# What the rules for a whole page ask of a part of one in a preview.
OF_A_PART = {"page-has-heading-one": {"enabled": False}}
SCRIPT = Axe().axe_script


def violations(page: Page, rules: dict[str, object] | None = None) -> list[tuple[str, list[str]]]:
    """What axe finds, in words short enough for a failed test."""
    # Once for each document: the script is long.
    if not page.evaluate("!!window.axe"):
        page.evaluate(SCRIPT)
    found = page.evaluate("options => axe.run(options)", {**OPTIONS, "rules": rules or {}})[
        "violations"
    ]
    return [(rule["id"], [node["html"][:200] for node in rule["nodes"]]) for rule in found]


def resize(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})


def faults(page: Page, rules: dict[str, object] | None = None) -> dict[str, object]:
    """What is wrong with an open page, by guise and width; everything that folds is unfolded."""
    page.locator("details").evaluate_all("all => all.forEach((each) => { each.open = true; })")
    found: dict[str, object] = {}
    for width in WIDTHS:
        resize(page, width)
        for scheme, direction in GUISES:
            page.emulate_media(color_scheme=scheme)
            page.evaluate("value => { document.documentElement.dir = value }", direction)
            guise = f"{scheme}, {direction}, {width} pixels"
            if wrong := violations(page, rules):
                found[guise] = wrong
            if page.evaluate("document.documentElement.scrollWidth") > width:
                found[f"{guise}, scrolling"] = "sideways"
    return found
