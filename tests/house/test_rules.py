"""The rules of the house hold, and each of them can fail: a small tree is planted for each."""

from pathlib import Path

import pytest

from tests.house.scripts import ROOT, load

rooms = load("check_rooms")
tree = load("check_tree")


def test_the_rooms_are_in_order():
    breaches, _figures = rooms.check(ROOT)
    assert breaches == []


def check(folder, **modules):
    """What is found where the package has these modules: ``{"room__module": source}``."""
    sources = {name.replace("__", "/"): source for name, source in modules.items()}
    for name, source in {"__init__": "", **sources}.items():
        path = folder / "ketamine_pages" / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source)
    return rooms.check(folder)


def test_a_tree_without_breaches_has_its_figures(tmp_path):
    breaches, figures = check(tmp_path, low="1\n2\n", high="import ketamine_pages.low\n")
    assert breaches == []
    assert figures == (
        "Rooms: 3 modules, 0 circles; most files: 3 in ketamine_pages; "
        "longest file: 2 lines, ketamine_pages/low.py."
    )


@pytest.mark.parametrize("folder", ["ketamine_pages", "tests/deep/down"])
def test_a_folder_is_too_full(tmp_path, folder):
    for crowd in (tmp_path / folder, tmp_path / "ketamine_pages" / "room" / "migrations"):
        crowd.mkdir(parents=True)
        for number in range(25):
            (crowd / f"file_{number}.py").touch()
    (tmp_path / "ketamine_pages" / "room" / "low.py").touch()
    breaches, _figures = rooms.check(tmp_path)
    assert breaches == [f"{folder}/:1: 25 Python files; 24 is the limit."]


def test_a_circle_is_found_though_an_import_is_in_a_function(tmp_path):
    breaches, figures = check(
        tmp_path,
        room__one="from ketamine_pages.room import two\n",
        room__two="def get():\n    from ketamine_pages.three import x\n",
        three="import os\nimport ketamine_pages.room.one\n",
        four="import ketamine_pages.three\n",
    )
    assert breaches == [
        "ketamine_pages/room/one.py:1: imports ketamine_pages.room.two, which leads back here.",
        "ketamine_pages/room/two.py:2: imports ketamine_pages.three, which leads back here.",
        "ketamine_pages/three.py:2: imports ketamine_pages.room.one, which leads back here.",
    ]
    assert "1 circles" in figures


@pytest.mark.parametrize(
    ("condition", "number"),
    [("TYPE_CHECKING", 0), ("typing.TYPE_CHECKING", 0), ("not TYPE_CHECKING", 1), ("DEBUG", 1)],
)
def test_what_only_type_checkers_import_makes_no_circle(tmp_path, condition, number):
    _breaches, figures = check(
        tmp_path,
        one="import ketamine_pages.two\n",
        two=f"if {condition}:\n    import ketamine_pages.one\n",
    )
    assert f"{number} circles" in figures


@pytest.mark.parametrize(
    "call",
    [
        "apps.get_model('ketamine_pages', 'Treatment')",
        "apps.get_model('ketamine_pages.Treatment')",
        "apps.get_model(app_label='ketamine_page_types', model_name='TreatmentPage')",
        "import_string('ketamine_pages.low.Class')",
        "importlib.import_module('ketamine_pages.low')",
        "import_module(f'ketamine_pages.{name}')",
        "load_model('ketamine_pages', 'Treatment')",
    ],
)
def test_a_thing_of_ours_is_fetched_by_a_string(tmp_path, call):
    source = f"def get(name):\n    return {call}\n"
    breaches, _figures = check(tmp_path, high=source, conf=source, page_types__models=source)
    assert breaches == [f"ketamine_pages/high.py:2: fetches by a string: {call}"]


@pytest.mark.parametrize(
    "call",
    [
        "apps.get_model('wagtailcore', 'Page')",
        "apps.get_model(label)",
        "import_string(path)",
        "import_module('ketamine_pages_of_somebody_else')",
        "reverse('ketamine_pages:enquiry')",
    ],
)
def test_things_of_others_may_be_fetched(tmp_path, call):
    assert check(tmp_path, high=f"{call}\n")[0] == []


def test_an_import_is_relative(tmp_path):
    breaches, _figures = check(tmp_path, low="import os\nfrom . import high\n", high="import os\n")
    assert breaches == ["ketamine_pages/low.py:2: a relative import."]


LONG = ["x = 1"] * 401


@pytest.mark.parametrize(
    ("path", "lines", "breaches"),
    [
        ("a.py", LONG, ["a.py:401: 401 lines; 400 is the limit."]),
        ("a.css", LONG, ["a.css:401: 401 lines; 400 is the limit."]),
        ("a.py", LONG[1:], []),
        ("a.md", LONG, []),
        ("app/migrations/0001_initial.py", LONG, []),
    ],
)
def test_a_source_file_is_too_long(path, lines, breaches):
    assert list(tree.long_file(Path(path), lines)) == breaches


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("See {}/notes.md.", 1),
        ("open('{}/x')", 1),
        ("https://example.com{}/x", 0),
        ("$HOME{}/x", 0),
    ],
)
def test_a_path_of_one_machine(line, number):
    # Put together here, or this file would break the rule.
    lines = ["", line.format("/" + "tmp")]
    found = list(tree.machine_paths(Path("a.md"), lines))
    assert [each.partition(": ")[0] for each in found] == ["a.md:2"] * number


@pytest.mark.parametrize(
    ("path", "line", "number"),
    [
        ("ketamine_pages/rules/a.py", "from django.db import models", 1),
        ("ketamine_pages/hours/core/a.py", "import django.conf", 1),
        ("ketamine_pages/rules/a.py", "from django.utils.translation import gettext", 0),
        ("ketamine_pages/blocks/a.py", "from django.db import models", 0),
    ],
)
def test_a_pure_room_imports_django(path, line, number):
    found = list(tree.impure_imports(Path(path), ["", line]))
    assert [each.partition(": ")[0] for each in found] == [f"{path}:2"] * number
