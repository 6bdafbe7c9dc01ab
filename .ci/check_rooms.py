"""How the package is built, where no other linter looks. Run from the top of the repository.

- No folder of the package or of its tests has more than 24 Python files (migrations aside).
- No modules import each other in a circle; imports inside functions count.
- None of our own models, classes or modules is fetched by a string: that is an import which no
  linter sees. Settings name classes (``conf``), and ``page_types`` is the other app.
- No import is relative.

Prints each breach as ``file:line: message`` and exits with 1 where there is one.
"""

import ast
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PACKAGE = "ketamine_pages"
MAX_FILES = 24
FETCHERS = {
    "__import__",
    "get_model",
    "get_registered_model",
    "import_module",
    "import_string",
    "load_model",
}
TYPES_ONLY = ("TYPE_CHECKING", "typing.TYPE_CHECKING")
OUR_NAMES = (PACKAGE, "ketamine_page_types")
MAY_FETCH = (f"{PACKAGE}/conf.py", f"{PACKAGE}/page_types/")


@dataclass
class Module:
    """A module of the package. ``imports``: the lines of its imports by the module meant."""

    name: str
    path: str
    tree: ast.Module
    imports: dict[str, int]


def find_files(root: Path, folder: str) -> list[Path]:
    files = (root / folder).rglob("*.py")
    return sorted(path for path in files if "migrations" not in path.relative_to(root).parts)


def crowded_folders(folders: Counter[str]) -> Iterator[str]:
    for folder, number in sorted(folders.items()):
        if number > MAX_FILES:
            yield f"{folder}/:1: {number} Python files; {MAX_FILES} is the limit."


def read_modules(root: Path) -> dict[str, Module]:
    modules = {}
    for path in find_files(root, PACKAGE):
        relative = path.relative_to(root)
        parts = relative.with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        tree = ast.parse(path.read_text(encoding="utf-8"))
        modules[name] = Module(name, relative.as_posix(), tree, {})
    for module in modules.values():
        for node in running(module.tree):
            for target in imported(node, modules):
                module.imports.setdefault(target, node.lineno)
    return modules


def running(tree: ast.AST) -> Iterator[ast.stmt]:
    """All statements but those that are for type checkers only."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test) in TYPES_ONLY:
            yield from (each for line in node.orelse for each in (line, *running(line)))
            continue
        if isinstance(node, ast.stmt):
            yield node
        yield from running(node)


def imported(node: ast.stmt, modules: dict[str, Module]) -> Iterator[str]:
    """The modules of ours that a statement imports."""
    if isinstance(node, ast.Import):
        names = [alias.name for alias in node.names]
    elif isinstance(node, ast.ImportFrom) and not node.level:
        # What a package has to offer may be a module, or a name in its own.
        names = [
            whole if (whole := f"{node.module}.{alias.name}") in modules else str(node.module)
            for alias in node.names
        ]
    else:
        return
    yield from (name for name in names if name in modules)


def find_circles(modules: dict[str, Module]) -> list[list[str]]:
    """Modules that reach each other, by Tarjan's algorithm."""
    order: dict[str, int] = {}
    lowest: dict[str, int] = {}
    stack: list[str] = []
    circles: list[list[str]] = []

    def visit(name: str) -> None:
        order[name] = lowest[name] = len(order)
        stack.append(name)
        for target in modules[name].imports:
            if target not in order:
                visit(target)
            if target in stack:
                lowest[name] = min(lowest[name], lowest[target])
        if lowest[name] == order[name]:
            circle = stack[stack.index(name) :]
            del stack[stack.index(name) :]
            if len(circle) > 1:
                circles.append(sorted(circle))

    for name in modules:
        if name not in order:
            visit(name)
    return circles


def circles_of(modules: dict[str, Module], circles: list[list[str]]) -> Iterator[str]:
    for circle in circles:
        for name in circle:
            for target in sorted(modules[name].imports.keys() & set(circle)):
                line = modules[name].imports[target]
                yield f"{modules[name].path}:{line}: imports {target}, which leads back here."


def fetched_by_string(module: Module) -> Iterator[str]:
    if module.path.startswith(MAY_FETCH):
        return
    for node in ast.walk(module.tree):
        if not isinstance(node, ast.Call):
            continue
        called = node.func.attr if isinstance(node.func, ast.Attribute) else ast.unparse(node.func)
        values = [*node.args, *(keyword.value for keyword in node.keywords)]
        if called in FETCHERS and any(is_our_name(value) for value in values):
            yield f"{module.path}:{node.lineno}: fetches by a string: {ast.unparse(node)}"


def is_our_name(value: ast.expr) -> bool:
    if isinstance(value, ast.JoinedStr) and value.values:
        value = value.values[0]
    if not isinstance(value, ast.Constant) or not isinstance(value.value, str):
        return False
    return value.value.split(".")[0] in OUR_NAMES


def relative_imports(module: Module) -> Iterator[str]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ImportFrom) and node.level:
            yield f"{module.path}:{node.lineno}: a relative import."


def check(root: Path) -> tuple[list[str], str]:
    """The breaches in the tree at ``root``, and a line of figures about it."""
    files = [path for folder in (PACKAGE, "tests") for path in find_files(root, folder)]
    folders = Counter(path.parent.relative_to(root).as_posix() for path in files)
    modules = read_modules(root)
    circles = find_circles(modules)
    breaches = [*crowded_folders(folders), *circles_of(modules, circles)]
    for module in modules.values():
        breaches += [*fetched_by_string(module), *relative_imports(module)]
    # Only the package: what is longest there is what its readers have to read.
    lengths = {
        module.path: len((root / module.path).read_text().splitlines())
        for module in modules.values()
    }
    longest = max(lengths, key=lambda path: lengths[path])
    fullest, number = folders.most_common(1)[0]
    return breaches, (
        f"Rooms: {len(modules)} modules, {len(circles)} circles; most files: {number} in "
        f"{fullest}; longest file: {lengths[longest]} lines, {longest}."
    )


def main() -> int:
    breaches, figures = check(Path())
    print("\n".join([*breaches, figures]))
    return 1 if breaches else 0


if __name__ == "__main__":
    sys.exit(main())
