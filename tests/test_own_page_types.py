"""A site may have page types of the names that the package uses, and other models too."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parent.parent
OURS = {"ketamine_pages", "ketamine_page_types"}


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """A function that runs a Python module in that site, and gives what it printed."""
    folder = tmp_path_factory.mktemp("site")
    (folder / "own_migrations").mkdir()
    (folder / "own_migrations" / "__init__.py").touch()
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(folder)]),
        "DJANGO_SETTINGS_MODULE": "tests.own_page_types_settings",
        "DATABASE_URL": "sqlite://:memory:",
    }

    def run(*arguments):
        done = subprocess.run(
            [sys.executable, "-m", *arguments],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    return run


def test_page_types_of_a_site_live_beside_those_of_the_package(run):
    # As its developer would: which runs the system checks as well.
    run("django", "makemigrations", "ownapp")
    printed = run("pytest", "tests/ownapp/cases.py", "--ds=tests.own_page_types_settings", "-q")
    assert "passed" in printed


def test_names_on_models_of_others_are_the_packages_alone():
    relations = [
        relation
        for model in apps.get_models()
        if model._meta.app_label not in OURS
        for relation in model._meta.related_objects
        if relation.model is model and relation.related_model._meta.app_label in OURS
    ]
    names = {relation.get_accessor_name() for relation in relations}
    # What ends in a plus has no accessor.
    ours = {name for name in names if name.startswith("ketamine_")}
    assert {name for name in names - ours if not name.endswith("+")} == set()
    assert len(ours) >= len(list(apps.get_app_config("ketamine_page_types").get_models()))
