"""Blocks of page templates have one meaning each, and the reference says which."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
TEMPLATES = ROOT / "ketamine_pages" / "templates" / "ketamine_pages"
REFERENCE = (ROOT / "docs" / "reference" / "templates.md").read_text()
BASE = "pages/page.html"
PAGES = sorted(
    str(path.relative_to(TEMPLATES))
    for path in TEMPLATES.rglob("*.html")
    if f'{{% extends "ketamine_pages/{BASE}" %}}' in path.read_text()
)
TAG = re.compile(r"{% (?:block (\w+)|endblock) %}")
ROWS = re.findall(r"^\| `(kp_\w+)` \| ([^|]+) \| ([^|]+) \|$", REFERENCE, re.MULTILINE)
# Parts that belong into one block, wherever else they may be used.
HOME = {
    "site/crisis_panel.html": "kp_crisis",
    "library/safety_notice.html": "kp_safety",
    "library/at_a_glance.html": "kp_facts",
    "locations/facts.html": "kp_facts",
    "locations/contact.html": "kp_visit",
    "locations/where_offered.html": "kp_where",
    "locations/finder/form.html": "kp_finder",
    "locations/finder/results.html": "kp_finder",
    "enquiries/form.html": "kp_form",
    "pages/body.html": "kp_body",
    "pages/references.html": "kp_references",
    "pages/cards.html": "kp_list",
    "site/disclaimers.html": "kp_disclaimers",
    "site/call_to_action_bar.html": "kp_call_to_action",
    "site/breadcrumb.html": "kp_breadcrumb",
    "pages/hero.html": "kp_hero",
}


def blocks_of(name: str) -> dict[str, str]:
    """What stands in each block of a template, without the blocks within it."""
    content: dict[str, str] = {}
    around = [""]
    text, place = (TEMPLATES / name).read_text(), 0
    for tag in TAG.finditer(text):
        content[around[-1]] = content.get(around[-1], "") + text[place : tag.start()]
        place = tag.end()
        if tag[1]:
            around.append(tag[1])
            content.setdefault(tag[1], "")
        else:
            around.pop()
    return content


def regions() -> list[str]:
    """The blocks of a page in their order."""
    text = (TEMPLATES / BASE).read_text()
    within = text[text.index("{% block kp_regions %}") : text.index("{# Last")]
    return re.findall(r"{% block (kp_\w+) %}", within)[1:]


def is_filled(name: str, block: str) -> bool:
    """Whether a page type has something in a block, of its own or of what it extends."""
    own = blocks_of(name)
    if "kp_regions" in own and block not in own:
        return False
    content = own.get(block, blocks_of(BASE)[block]).strip()
    if content == "{{ block.super }}":
        content = blocks_of(BASE)[block].strip()
    return bool(content)


def test_there_are_all_page_types():
    assert len(PAGES) == 8


def test_the_reference_lists_the_blocks_in_their_order():
    assert [name for name, _meaning, _pages in ROWS] == regions()


@pytest.mark.parametrize(("block", "meaning", "pages"), ROWS, ids=[row[0] for row in ROWS])
def test_the_reference_says_which_pages_fill_a_block(block, meaning, pages):
    filled = {name for name in PAGES if is_filled(name, block)}
    named = set(re.findall(r"`([\w/]+\.html)`", pages))
    assert filled == (set(PAGES) - named if pages.startswith("all") else named)
    assert meaning.strip()


@pytest.mark.parametrize("name", [BASE, *PAGES])
def test_a_part_stands_in_the_block_of_its_name(name):
    for block, content in blocks_of(name).items():
        for part in re.findall(r'{% include "ketamine_pages/([\w/]+\.html)"', content):
            assert HOME.get(part, block) == block, f"{part} in {block}"


@pytest.mark.parametrize("name", PAGES)
def test_a_page_invents_no_blocks(name):
    known = {"", *blocks_of(BASE)}
    assert set(blocks_of(name)) <= known


@pytest.mark.parametrize("name", PAGES)
def test_the_crisis_panel_is_on_every_page(name):
    assert is_filled(name, "kp_crisis")
