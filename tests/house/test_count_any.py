"""Arguments typed ``Any`` are counted, under whatever name: small modules are planted for each."""

import pytest

from tests.house.scripts import load

script = load("count_any")


def count(folder, **modules):
    """Vague and all arguments of each room, where the package has these modules, as
    ``{"room__module": source}``. Those of ``typing`` are imported in each."""
    for name, source in modules.items():
        path = folder / "ketamine_pages" / f"{name.replace('__', '/')}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"from typing import Any, Optional, Union\nimport typing\n{source}\n")
    return {name: (room.vague, room.arguments) for name, room in script.count(folder).items()}


@pytest.mark.parametrize(
    ("annotation", "vague"),
    [
        ("Any", 1),
        ("typing.Any", 1),
        ("'Any'", 1),
        ("Any | None", 1),
        ("None | int | Any", 1),
        ("'Any | None'", 1),
        ("Optional[Any]", 1),
        ("typing.Union[int, Any]", 1),
        ("int", 0),
        ("Optional[int]", 0),
        ("list[Any]", 0),
        ("type[Any] | None", 0),
    ],
)
def test_any_is_counted(tmp_path, annotation, vague):
    assert count(tmp_path, low=f"def get(x: {annotation}): ...") == {"low.py": (vague, 1)}


def test_every_place_of_an_argument_counts_but_not_the_rest_of_them(tmp_path):
    source = """
class Thing:
    def get(self, a: Any, /, b: Any, plain, *args: Any, c: Any = None, **kwargs: Any) -> Any:
        async def inner(d: Any, e: int) -> Any: ...
"""
    assert count(tmp_path, room__low=source) == {"room": (4, 5)}


@pytest.mark.parametrize(
    "module",
    [
        "Thing = Any\ndef get(x: Thing): ...",
        "Thing: typing.TypeAlias = 'Any | None'\ndef get(x: Thing): ...",
        "Other = Any\nThing = Other\ndef get(x: Thing | None): ...",
        "from typing import Any as Thing\ndef get(x: Thing): ...",
        "from ketamine_pages.names import Model\ndef get(x: Model): ...",
        "from ketamine_pages.names import Model as Thing\ndef get(x: Thing): ...",
        "from ketamine_pages import names\ndef get(x: names.Model): ...",
        "import ketamine_pages.names\ndef get(x: ketamine_pages.names.Model): ...",
        "import ketamine_pages.names as names\ndef get(x: 'names.Model'): ...",
        "from ketamine_pages.passed_on import Passed\ndef get(x: Passed): ...",
        "if typing.TYPE_CHECKING:\n    from ketamine_pages.names import Model\n"
        "def get(x: Model): ...",
    ],
)
def test_a_name_for_any_is_counted(tmp_path, module):
    found = count(
        tmp_path,
        names="Model = Any",
        passed_on="from ketamine_pages.names import Model as Passed",
        room__low=module,
    )
    assert found["room"] == (1, 1)


@pytest.mark.parametrize(
    "module",
    [
        "Row = tuple[Any, list[Any]]\ndef get(x: Row): ...",
        "Loop = 'Loop | int'\ndef get(x: Loop): ...",
        "class Any: ...\nThing = int\ndef get(x: Thing): ...",
        "from somebody_else import Any as Thing\ndef get(x: Thing): ...",
    ],
)
def test_a_name_for_something_else_is_not(tmp_path, module):
    assert count(tmp_path, room__low=module) == {"room": (0, 1)}


@pytest.mark.parametrize(
    ("body", "vague"),
    [
        ("return x.title", 1),
        ("return [lambda: x.title]", 1),
        ("return getattr(x, 'title', None)", 1),
        ("return hasattr(x, 'title')", 1),
        ("x.title = 1", 1),
        ("return str(x)", 0),
        ("return x == 1", 0),
        ("return other.x", 0),
        ("return getattr(other, x)", 0),
    ],
)
def test_object_is_counted_where_an_attribute_is_read(tmp_path, body, vague):
    found = count(
        tmp_path,
        one=f"def get(x: object, other: int):\n    {body}",
        two=f"Thing = object | None\ndef get(x: Thing, other: int):\n    {body}",
    )
    assert found == {"one.py": (vague, 2), "two.py": (vague, 2)}


def test_migrations_are_left_out(tmp_path):
    source = "def get(x: Any): ..."
    assert count(tmp_path, migrations__0001_initial=source, room__migrations__low=source) == {}


@pytest.mark.parametrize(("vague", "is_good"), [(10, True), (11, False)])
def test_the_limit_holds_for_the_whole(vague, is_good):
    rooms = {"good": script.Room(60, 0), "bad": script.Room(40, vague)}
    lines, keeps_to_it = script.report(rooms)
    assert keeps_to_it is is_good
    assert lines == [
        f" {vague / 40:.1%}".replace("%", " %") + f"   {vague} of   40  bad",
        f"Any: {vague}.0 % of typed arguments ({vague} of 100); 10 % is the limit.",
    ]


def test_a_tree_without_arguments_keeps_to_the_limit():
    lines, is_good = script.report({"empty": script.Room()})
    assert is_good
    assert lines == ["Any: 0.0 % of typed arguments (0 of 0); 10 % is the limit."]
