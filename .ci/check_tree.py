"""Rules of the house that no other linter knows, over the files that git tracks or would track.

- No source file is longer than 400 lines (generated files aside).
- No file names a path of somebody's machine.
- The pure rooms import nothing of Django's that needs a configured project.

Prints each breach as ``file:line: message`` and exits with 1 where there is one.
"""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

MAX_LINES = 400
SOURCE_SUFFIXES = {".css", ".html", ".js", ".py"}
GENERATED = re.compile(r"/migrations/\d{4}_|/vendor/")
BINARY_SUFFIXES = {".avif", ".ico", ".jpg", ".mo", ".mp4", ".pdf", ".png", ".webm", ".webp"}
MACHINE_PATH = re.compile(r"(?<![\w.$}/-])/(?:root|tmp|Users|work)/[\w.-]+")
PURE_ROOMS = ("hours/core", "rules", "schema_org")
# What the pure rooms may use of Django: words, and nothing that reads a database or settings.
ALLOWED_DJANGO = ("django.utils",)


def tracked_files() -> list[Path]:
    listing = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    return [path for name in listing.split("\0") if name and (path := Path(name)).is_file()]


def long_file(path: Path, lines: list[str]) -> Iterator[str]:
    if (
        path.suffix in SOURCE_SUFFIXES
        and len(lines) > MAX_LINES
        and not GENERATED.search(str(path))
    ):
        yield f"{path}:{MAX_LINES + 1}: {len(lines)} lines; {MAX_LINES} is the limit."


def machine_paths(path: Path, lines: list[str]) -> Iterator[str]:
    for number, line in enumerate(lines, start=1):
        if found := MACHINE_PATH.search(line):
            yield f"{path}:{number}: names a path of one machine: {found[0]}"


def impure_imports(path: Path, lines: list[str]) -> Iterator[str]:
    rooms = tuple(f"ketamine_pages/{room}/" for room in PURE_ROOMS)
    if path.suffix != ".py" or not path.as_posix().startswith(rooms):
        return
    for node in ast.walk(ast.parse("\n".join(lines))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names = [node.module or ""]
        else:
            continue
        for name in names:
            if name.split(".")[0] == "django" and not name.startswith(ALLOWED_DJANGO):
                yield f"{path}:{node.lineno}: a pure room imports {name}."


def main() -> int:
    breaches = []
    for path in tracked_files():
        if path.suffix in BINARY_SUFFIXES:
            continue
        lines = path.read_text(encoding="utf-8").splitlines()
        for rule in (long_file, machine_paths, impure_imports):
            breaches += rule(path, lines)
    print("\n".join(breaches) or "Tree: no file is too long, names a machine or leaves its room.")
    return 1 if breaches else 0


if __name__ == "__main__":
    sys.exit(main())
