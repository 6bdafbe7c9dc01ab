"""How many arguments of the package are typed ``Any``, room by room. Run from the top of it.

``Any`` tells a reader nothing, and hides from mypy what the function does with the argument. At
most ``LIMIT`` per cent of the annotated arguments of the functions may be so (migrations aside).

- Where ``Any`` is one of several (``Any | None``, ``Optional[Any]``) it swallows the others.
- A name that stands for ``Any`` counts as well, wherever in the package it was given.
- ``object`` says as little where the function goes on to read an attribute of the argument.
- ``*args`` and ``**kwargs`` do not count: what they pass on is the business of somebody else.

Prints the share of each room, the worst first, and exits with 1 where the whole has too much.
"""

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PACKAGE = "ketamine_pages"
LIMIT = 10
ANY = {"typing.Any", "typing_extensions.Any"}
UNIONS = {"typing.Optional", "typing.Union"}
READERS = {"delattr", "getattr", "hasattr", "setattr"}

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass
class Room:
    """A folder or module right below the package: its annotated arguments, and which are vague."""

    arguments: int = 0
    vague: int = 0

    @property
    def share(self) -> float:
        return 100 * self.vague / self.arguments if self.arguments else 0.0


class Module:
    """A module, as far as it says what names mean."""

    def __init__(self, name: str, tree: ast.Module) -> None:
        self.name = name
        self.tree = tree
        # What is imported under a name, in full.
        self.imported: dict[str, str] = {}
        # What is meant by a name of the module's own: the right side of ``Name = …``.
        self.assigned: dict[str, ast.expr] = {}
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                for alias in node.names:
                    self.imported[alias.asname or alias.name] = alias.name
            elif isinstance(node, ast.ImportFrom):
                for alias in node.names:
                    self.imported[alias.asname or alias.name] = f"{node.module}.{alias.name}"
        for node in tree.body:
            if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                for target in targets:
                    self.assigned[ast.unparse(target)] = node.value

    def full_name(self, node: ast.expr) -> str:
        """The dotted path of what is called so in this module: ``Any`` is ``typing.Any``."""
        first, *rest = ast.unparse(node).split(".")
        if first in self.assigned:
            return ".".join([self.name, first, *rest])
        return ".".join([self.imported.get(first, first), *rest])


def read_modules(root: Path) -> dict[Path, Module]:
    """The modules of the package by their path below it."""
    modules = {}
    for path in sorted((root / PACKAGE).rglob("*.py")):
        relative = path.relative_to(root / PACKAGE)
        if "migrations" not in relative.parts:
            parts = (PACKAGE, *relative.with_suffix("").parts)
            name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
            modules[relative] = Module(name, ast.parse(path.read_text(encoding="utf-8")))
    return modules


class Reader:
    """Tells what annotations mean, whichever module gave them their name."""

    def __init__(self, modules: dict[Path, Module]) -> None:
        self.by_name = {module.name: module for module in modules.values()}

    def is_any(self, module: Module, annotation: ast.expr) -> bool:
        return "typing.Any" in self._members(module, annotation, frozenset())

    def is_object(self, module: Module, annotation: ast.expr) -> bool:
        return "object" in self._members(module, annotation, frozenset())

    def _members(self, module: Module, node: ast.expr, seen: frozenset[str]) -> set[str]:
        """The full names of the types of which a value may be."""
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            node = ast.parse(node.value, mode="eval").body
        if isinstance(node, ast.BinOp):
            parts = [node.left, node.right]
        elif isinstance(node, ast.Subscript) and module.full_name(node.value) in UNIONS:
            parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        else:
            return self._named(module, node, seen)
        return {name for part in parts for name in self._members(module, part, seen)}

    def _named(self, module: Module, node: ast.expr, seen: frozenset[str]) -> set[str]:
        full = module.full_name(node)
        if full in ANY:
            return {"typing.Any"}
        home, _dot, name = full.rpartition(".")
        owner = self.by_name.get(home)
        if owner is None or full in seen:
            return {full}
        if name in owner.assigned:
            return self._members(owner, owner.assigned[name], seen | {full})
        if name in owner.imported:
            return self._members(owner, ast.parse(name, mode="eval").body, seen | {full})
        return {full}


def arguments_of(function: Function) -> Iterator[tuple[str, ast.expr]]:
    """Name and annotation of each argument that has one."""
    given = function.args
    for argument in (*given.posonlyargs, *given.args, *given.kwonlyargs):
        if argument.annotation is not None:
            yield argument.arg, argument.annotation


def reads_attribute(function: Function, name: str) -> bool:
    """Whether the function looks into the argument ``name``."""
    for node in ast.walk(function):
        if isinstance(node, ast.Attribute):
            looked_into: ast.expr | None = node.value
        elif isinstance(node, ast.Call) and ast.unparse(node.func) in READERS and node.args:
            looked_into = node.args[0]
        else:
            continue
        if isinstance(looked_into, ast.Name) and looked_into.id == name:
            return True
    return False


def count(root: Path) -> dict[str, Room]:
    """The rooms of the tree at ``root``."""
    modules = read_modules(root)
    reader = Reader(modules)
    rooms: dict[str, Room] = {}
    for path, module in modules.items():
        room = rooms.setdefault(path.parts[0], Room())
        for function in ast.walk(module.tree):
            if not isinstance(function, Function):
                continue
            for name, annotation in arguments_of(function):
                room.arguments += 1
                room.vague += reader.is_any(module, annotation) or (
                    reader.is_object(module, annotation) and reads_attribute(function, name)
                )
    return rooms


def report(rooms: dict[str, Room]) -> tuple[list[str], bool]:
    """What there is to print about ``rooms``, and whether the whole keeps to the limit."""
    worst = sorted(rooms.items(), key=lambda pair: (-pair[1].share, pair[0]))
    lines = [
        f"{room.share:5.1f} %  {room.vague:3} of {room.arguments:4}  {name}"
        for name, room in worst
        if room.vague
    ]
    total = Room(
        sum(room.arguments for room in rooms.values()), sum(room.vague for room in rooms.values())
    )
    lines.append(
        f"Any: {total.share:.1f} % of typed arguments ({total.vague} of {total.arguments}); "
        f"{LIMIT} % is the limit."
    )
    return lines, total.share <= LIMIT


def main() -> int:
    lines, is_good = report(count(Path()))
    print("\n".join(lines))
    return 0 if is_good else 1


if __name__ == "__main__":
    sys.exit(main())
