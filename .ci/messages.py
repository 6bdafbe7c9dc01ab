"""The translation catalogue: ``write`` brings it up to date, ``check`` says whether it is.

Needs GNU gettext. Where that is not installed, ``check`` says so and passes.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent / "ketamine_pages"
CATALOGUE = Path("locale") / "en" / "LC_MESSAGES" / "django.po"


def collect(folder: Path) -> None:
    """Run ``makemessages`` in ``folder``, without the lines that change with every edit."""
    subprocess.run(
        [
            *(sys.executable, "-m", "django", "makemessages", "--locale=en", "--no-location"),
            *("--no-wrap", "--ignore=migrations/*"),
        ],
        cwd=folder,
        check=True,
        stdout=subprocess.DEVNULL,
    )


def messages(catalogue: Path) -> set[str]:
    """The message ids of a catalogue."""
    return set(re.findall(r'^msgid(?:_plural)? "(.+)"$', catalogue.read_text(), re.MULTILINE))


def write() -> None:
    """Bring the committed catalogue up to date, and compile it."""
    (PACKAGE / CATALOGUE).parent.mkdir(parents=True, exist_ok=True)
    collect(PACKAGE)
    source = PACKAGE / CATALOGUE
    # The date is the only thing that would differ from one run to the next.
    source.write_text(re.sub(r'"POT-Creation-Date: .*\n', "", source.read_text()))
    subprocess.run(["msgfmt", "--check", "-o", source.with_suffix(".mo"), source], check=True)


def check() -> None:
    """Exit with 1 where a message is missing from the catalogue or stands there for nothing."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "ketamine_pages"
        shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__"))
        collect(copy)
        wanted, found = messages(copy / CATALOGUE), messages(PACKAGE / CATALOGUE)
    if wanted != found:
        for message in sorted(wanted ^ found):
            print(f"{'missing' if message in wanted else 'unused'}: {message}")
        sys.exit("The catalogue is out of date: run `make messages`.")


if __name__ == "__main__":
    if sys.argv[1:] == ["write"]:
        write()
    elif not shutil.which("xgettext"):
        print("Translation catalogue: not run, GNU gettext is not installed.")
    else:
        check()
