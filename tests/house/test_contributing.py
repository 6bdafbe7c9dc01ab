"""CONTRIBUTING shows a newcomer around the code: its map is complete, and its journeys are true."""

import ast
import re
import tomllib
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGE = ROOT / "ketamine_pages"
TEXT = (ROOT / "CONTRIBUTING.md").read_text()
SHOWN_AROUND = TEXT[TEXT.index("## How the code") : TEXT.index("### House rules")]
MAP = [
    re.findall(r"`([\w/.]+)`", row.split("|")[1])
    for row in SHOWN_AROUND.splitlines()
    if row.startswith("| `")
]
# A file, and something that is defined in it.
STOPS = re.findall(r"`([\w/]+\.py)`\s+\(`(\w+)`\)", SHOWN_AROUND)


def rooms():
    folders = {f"{path.parent.name}/" for path in PACKAGE.glob("*/__init__.py")} - {"migrations/"}
    return folders | {path.name for path in PACKAGE.glob("*.py")} - {"__init__.py"}


@cache
def definitions(path):
    tree = ast.parse((PACKAGE / path).read_text())
    kinds = (ast.FunctionDef, ast.ClassDef)
    return {node.name for node in ast.walk(tree) if isinstance(node, kinds)}


def test_every_room_has_its_place_in_the_map_once():
    assert sorted(name for row in MAP for name in row) == sorted(rooms())


def test_the_map_goes_down_as_imports_do():
    config = tomllib.loads((ROOT / "pyproject.toml").read_text())
    [contract] = [each for each in config["tool"]["importlinter"]["contracts"] if "layers" in each]
    depth = {
        name: number
        for number, layer in enumerate(contract["layers"])
        for name in re.findall(r"\w+", layer)
    }
    order = [depth[name.rstrip("/").removesuffix(".py")] for row in MAP for name in row]
    assert order == sorted(order)


def test_every_path_that_is_named_exists():
    named = set(re.findall(r"`([\w.]+(?:/[\w.]*)+|\w+\.(?:py|toml))`", SHOWN_AROUND))
    assert len(named) > 40
    assert [name for name in named if not any((b / name).exists() for b in (ROOT, PACKAGE))] == []


@pytest.mark.parametrize(("path", "name"), sorted(set(STOPS)), ids=str)
def test_a_stop_of_a_journey_is_where_the_text_says(path, name):
    assert name in definitions(path)


def test_both_journeys_have_stops():
    visitor, editor = SHOWN_AROUND.split("### ")[2:]
    for journey in (visitor, editor):
        assert sum(f"`{path}`" in journey for path in {path for path, _name in STOPS}) >= 6
