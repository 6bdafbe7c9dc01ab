"""What migrations name by path stands where it is never moved: sites keep their old migrations."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
FROZEN = {"answers", "codes", "defaults", "fields", "validators"}
MIGRATIONS = sorted((ROOT / "ketamine_pages").glob("**/migrations/0*.py"))


def named_paths(source):
    """Every dotted path below ``ketamine_pages`` that is imported, used, or written as a text."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Attribute):
            found.add(ast.unparse(node))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            # "ketamine_pages.benefit" is a model, which Django finds by its label.
            found |= set(re.findall(r"^ketamine_pages(?:\.\w+){2,}$", node.value))
    return {path for path in found if path.startswith("ketamine_pages.")}


@pytest.mark.parametrize("path", MIGRATIONS, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_migration_names_frozen_modules_only(path):
    named = named_paths(path.read_text())
    assert "ketamine_pages.fields.StreamField" in named
    assert {name for name in named if name.split(".")[1] not in FROZEN} == set()


def test_both_apps_are_looked_at():
    assert {path.parent.parent.name for path in MIGRATIONS} == {"ketamine_pages", "page_types"}


@pytest.mark.parametrize(
    "source",
    [
        "import ketamine_pages.blocks.text",
        "from ketamine_pages.blocks import text",
        "ketamine_pages.blocks.text.SectionBlock()",
        "lookup = {0: ('ketamine_pages.blocks.text.SectionBlock', (), {})}",
    ],
)
def test_a_path_is_found_however_it_is_named(source):
    assert any(name.startswith("ketamine_pages.blocks.text") for name in named_paths(source))


def test_contributing_says_that_they_are_never_moved():
    text = (ROOT / "CONTRIBUTING.md").read_text()
    [promise] = re.findall(r"Migrations name.*?are never moved", text, re.DOTALL)
    assert set(re.findall(r"`(\w+)(?:\.py|/)`", promise)) == FROZEN
