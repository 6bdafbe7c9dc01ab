"""New Wagtail projects with nothing of this repository in them but the built wheel.

What they add to their settings, addresses and templates is what our documents tell developers.
"""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent

ROOT = HERE.parents[1]

# Every project has the name of its own stylesheet in its own base.html.
MARKER = "css/mysite.css"
SETTINGS = "mysite.settings.dev"


class CommandFailed(Exception):
    """A command that should have succeeded, with what it printed."""


def run(*command: str | Path, cwd: Path) -> str:
    """Run a command without our environment's Django settings; return what it printed."""
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE", "PYTHONPATH")
    }
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode:
        shown = " ".join(str(part) for part in command)
        raise CommandFailed(f"{shown} exited with {done.returncode}:\n{done.stdout}")
    return done.stdout


@dataclass
class NewSite:
    """A project made with ``wagtail start``."""

    folder: Path
    python: Path
    app_label: str = "ketamine_page_types"

    def manage(self, *arguments: str) -> str:
        return run(self.python, "manage.py", *arguments, cwd=self.folder)

    def drive(self) -> str:
        """Let an editor publish a page of every type; see drive_site.py."""
        script = HERE / "drive_site.py"
        return run(self.python, script, SETTINGS, self.app_label, MARKER, cwd=self.folder)

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def append(self, name: str, text: str) -> None:
        self.write(name, (self.folder / name).read_text() + "\n" + text)

    def edit(self, name: str, old: str, new: str) -> None:
        path = self.folder / name
        text = path.read_text()
        assert old in text, f"{name} of the project has no line {old!r}."
        path.write_text(text.replace(old, new, 1))


def make_environment(folder: Path, wagtail: str, wheel: Path) -> Path:
    """A virtual environment with ``wagtail`` of that version and our wheel; returns its Python."""
    run(sys.executable, "-m", "venv", folder, cwd=folder.parent)
    python = folder / "bin" / "python"
    ours = f"{wheel}[us]"
    run(python, "-m", "pip", "install", "--quiet", f"wagtail=={wagtail}", ours, cwd=folder.parent)
    return python


def documented(name: str, first: str) -> str:
    """The code block of a document that begins with ``first``."""
    blocks = (ROOT / name).read_text().split("```")[1::2]
    codes = [block.partition("\n")[2] for block in blocks]
    [code] = [code for code in codes if code.startswith(first)]
    return code


def _start(folder: Path, python: Path, page_types: str) -> NewSite:
    """``wagtail start``, and then what the README says, with ``page_types`` for our own."""
    folder.mkdir()
    run(python.parent / "wagtail", "start", "mysite", folder, cwd=folder)
    site = NewSite(folder, python)
    settings, _, urls = documented("README.md", "# settings").partition("# urls")
    settings = settings.replace('"ketamine_pages.page_types"', page_types)
    site.append("mysite/settings/base.py", settings)
    addresses = urls.partition("\n")[2]
    site.edit("mysite/urls.py", "urlpatterns = [\n", f"urlpatterns = [\n{addresses}")
    base = documented("docs/how-to/restyle.md", "{# templates/ketamine_pages/base.html #}")
    # The base template that the project came with has a block for its head under this name.
    base = base.replace("block extra_head", "block extra_css")
    site.write("mysite/templates/ketamine_pages/base.html", base)
    return site


def start_plain_site(folder: Path, python: Path) -> NewSite:
    """A project with Wagtail's own page model and our page types."""
    site = _start(folder, python, '"ketamine_pages.page_types"')
    site.manage("migrate", "--verbosity", "0")
    return site


def start_custom_base_site(folder: Path, python: Path) -> NewSite:
    """A project whose pages all have a base page of its own; it subclasses our mixins."""
    site = _start(folder, python, '"core", "clinic"')
    site.app_label = "clinic"
    shutil.copytree(HERE / "custom_base", folder, dirs_exist_ok=True)
    site.append(
        "mysite/settings/base.py",
        'WAGTAIL_PAGE_MODEL = "core.BasePage"\n'
        'DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"\n',
    )
    # The apps that came with the project are written for Wagtail's own page model.
    site.edit("mysite/settings/base.py", '    "home",\n    "search",\n', "")
    site.edit("mysite/urls.py", "from search import views as search_views\n", "")
    site.edit("mysite/urls.py", '    path("search/", search_views.search, name="search"),\n', "")
    site.manage("makemigrations", "clinic")
    site.manage("migrate", "--verbosity", "0")
    return site
