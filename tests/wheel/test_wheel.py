"""What developers get: the wheel holds the package, and new projects run with it."""

import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from tests.wheel.sites import ROOT, make_environment, run, start_custom_base_site, start_plain_site

pytestmark = pytest.mark.wheel

PACKAGE = ROOT / "ketamine_pages"
NEWEST = "8.0.1"
OLDEST = "7.4.4"


@pytest.fixture(scope="session")
def dist(tmp_path_factory):
    """Folder with the sdist, and with the wheel that was built from that sdist."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--outdir", folder, ROOT, cwd=ROOT)
    return folder


@pytest.fixture(scope="session")
def wheel(dist):
    [path] = dist.glob("*.whl")
    return path


@pytest.fixture(scope="session")
def wheel_names(wheel):
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


@pytest.fixture(scope="session")
def environments(tmp_path_factory, wheel):
    """A function that gives the Python of a virtual environment for a version of Wagtail."""
    made = {}

    def environment(wagtail):
        if wagtail not in made:
            folder = tmp_path_factory.mktemp("environments") / wagtail
            made[wagtail] = make_environment(folder, wagtail, wheel)
        return made[wagtail]

    return environment


@pytest.fixture(
    scope="session",
    params=[
        pytest.param((start_plain_site, NEWEST), id=f"wagtail-{NEWEST}"),
        pytest.param((start_plain_site, OLDEST), id=f"wagtail-{OLDEST}"),
        pytest.param((start_custom_base_site, NEWEST), id="custom-base-page"),
    ],
)
def site(request, tmp_path_factory, environments):
    start, wagtail = request.param
    return start(tmp_path_factory.mktemp("sites") / "mysite", environments(wagtail))


def package_files():
    return {
        path.relative_to(ROOT).as_posix()
        for path in PACKAGE.rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }


def test_the_wheel_holds_every_file_of_the_package_and_no_other(wheel_names):
    held = {name for name in wheel_names if ".dist-info/" not in name}
    assert held == package_files()


@pytest.mark.parametrize(
    "pattern",
    [
        "ketamine_pages/py.typed",
        "ketamine_pages/migrations/0001_initial.py",
        "ketamine_pages/page_types/migrations/0001_initial.py",
        "ketamine_pages/templates/ketamine_pages/base.html",
        "ketamine_pages/static/ketamine_pages/css/*.css",
        "ketamine_pages/locale/*/LC_MESSAGES/django.mo",
    ],
)
def test_the_wheel_holds(wheel_names, pattern):
    assert any(Path(name).match(pattern) for name in wheel_names)


def test_the_sdist_holds_the_package_its_licence_and_its_readme(dist):
    [path] = dist.glob("*.tar.gz")
    with tarfile.open(path) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert names >= package_files() | {"LICENSE", "README.md", "pyproject.toml"}


def test_the_checks_of_a_new_project_find_nothing(site):
    assert "no issues" in site.manage("check", "--fail-level", "WARNING")


def test_a_new_project_lacks_no_migration(site):
    assert "No changes detected" in site.manage("makemigrations", "--check", "--dry-run")


def test_an_editor_publishes_every_page_type_in_the_frame_of_a_new_project(site):
    report = site.drive()
    assert report.count("created, published and served") == 7, report
