"""Write the one initial migration of each app anew. Run it on Wagtail 7.4, before the release only.

Wagtail 8 writes names into migrations that 7.4 cannot read. What ``makemigrations`` writes is then
made to follow the models that a site may swap: its image model and its base page. Needs ``ruff`` on
the path.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import wagtail

ROOT = Path(__file__).resolve().parent.parent
APPS = {
    "ketamine_pages": ROOT / "ketamine_pages" / "migrations",
    "ketamine_page_types": ROOT / "ketamine_pages" / "page_types" / "migrations",
    # Not the package's, but they hold the shape of its blocks.
    "programs": ROOT / "example_site" / "programs" / "migrations",
    "testapp": ROOT / "tests" / "testapp" / "migrations",
}
IMAGE = "get_image_model_string()"
PAGE = 'swapper.get_model_name("wagtailcore", "Page")'


def follow_swappable_models(text: str) -> str:
    """The migration ``text`` with references to images and pages looked up at run time."""
    imports, dependencies = [], []
    if "to='wagtailimages.image'" in text:
        text = text.replace("to='wagtailimages.image'", f"to={IMAGE}")
        text = re.sub(r"        \('wagtailimages', '[^']+'\),\n", "", text)
        imports.append("from wagtail.images import get_image_model_string")
        dependencies.append(f"migrations.swappable_dependency({IMAGE})")
    # Page types are subclasses of Wagtail's own page and stay with it; foreign keys follow.
    foreign_key = re.compile(r"(models\.ForeignKey\([^\n]*)to='wagtailcore\.page'")
    if foreign_key.search(text):
        text = foreign_key.sub(rf"\1to={PAGE}", text)
        imports.append("import swapper")
        dependencies.append('swapper.dependency("wagtailcore", "Page")')
        text = text.replace(
            "\n\nclass Migration",
            '\nswapper.set_app_prefix("wagtailcore", "wagtail")\n\n\nclass Migration',
        )
    lines = "".join(f"        {dependency},\n" for dependency in dependencies)
    text = text.replace("    dependencies = [\n", f"    dependencies = [\n{lines}")
    return text.replace(
        "from django.db import migrations",
        "\n".join([*imports, "from django.db import migrations"]),
    )


def main() -> None:
    """Regenerate, mend and format."""
    if wagtail.VERSION[:2] != (7, 4):
        sys.exit(f"Run this on Wagtail 7.4; here is {wagtail.__version__}.")
    for folder in APPS.values():
        for old in folder.glob("0*.py"):
            old.unlink()
    environment = {
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "PYTHONPATH": str(ROOT),
        **os.environ,
    }
    for app, folder in APPS.items():
        subprocess.run(
            [sys.executable, "-m", "django", "makemigrations", app],
            check=True,
            cwd=ROOT,
            env=environment,
        )
        (migration,) = folder.glob("0*.py")
        migration.write_text(follow_swappable_models(migration.read_text()))
        subprocess.run(
            ["ruff", "check", "--select=I", "--fix", "-q", migration],
            check=True,
        )
        subprocess.run(["ruff", "format", "-q", migration], check=True)


if __name__ == "__main__":
    main()
