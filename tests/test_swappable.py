"""A site may have a base page of its own. The wheel tests make such a site in full."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import wagtail

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.skipif(wagtail.VERSION < (8, 0), reason="Wagtail 8 made the base page swappable.")
@pytest.mark.parametrize(
    "command", [["check"], ["makemigrations", "ketamine_pages", "--check", "--dry-run"]], ids=str
)
def test_a_site_with_another_base_page_passes(command):
    path = os.pathsep.join([str(ROOT), str(ROOT / "tests" / "wheel" / "custom_base")])
    environment = os.environ | {
        "PYTHONPATH": path,
        "DJANGO_SETTINGS_MODULE": "tests.swapped_settings",
        "DATABASE_URL": "sqlite://:memory:",
    }
    done = subprocess.run(
        [sys.executable, "-m", "django", *command],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_nothing_but_the_concrete_page_types_names_wagtails_own_base_page():
    paths = (ROOT / "ketamine_pages").rglob("*.py")
    naming = [path for path in paths if "wagtailcore.page" in path.read_text().lower()]
    assert {path.parent.parent.name for path in naming} == {"page_types"}
