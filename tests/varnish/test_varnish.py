"""The example site behind a real Varnish, with the configuration that it ships."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from tests.browser.demo import HOST, ROOT, free_port, running_demo, wait_for

PATH = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin"])
VARNISHD = shutil.which("varnishd", path=PATH)

pytestmark = [
    pytest.mark.varnish,
    pytest.mark.skipif(VARNISHD is None, reason="not run: Varnish is missing"),
]

PAGE, OTHER = "/treatments/benefits/", "/clinics/"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A function that runs Python on the site, and one that reads a page through Varnish."""
    folder = tmp_path_factory.mktemp("varnish")
    site_port, port = free_port(), free_port()
    url = f"http://{HOST}:{port}"
    configuration = (ROOT / "example_site" / "varnish.vcl").read_text()
    (folder / "site.vcl").write_text(configuration.replace('"8000"', f'"{site_port}"'))
    with (
        varnish(folder, port),
        running_demo(folder, port=site_port, BASE_URL=url, CDN_URL=url) as demo,
    ):

        def run(code):
            subprocess.run(
                [sys.executable, ROOT / "example_site" / "manage.py", "shell", "-c", code],
                env=demo.environment,
                check=True,
                capture_output=True,
            )

        def read(path, **headers):
            request = Request(url + path, headers=headers)  # noqa: S310 (our own address)
            with urlopen(request) as answer:  # noqa: S310
                return answer.headers["X-Cache"], answer.read().decode()

        yield run, read


class varnish:
    """Runs Varnish until the block ends."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.port = folder, port

    def __enter__(self) -> None:
        log = self.folder / "varnish.log"
        self.log = log.open("w")
        self.server = subprocess.Popen(
            [
                # Without a jail, which would be a user who may not read our folder.
                VARNISHD, "-j", "none", "-F", "-a", f"{HOST}:{self.port}",
                "-f", self.folder / "site.vcl", "-n", self.folder / "varnish", "-s", "malloc,16m",
            ],
            stdout=self.log,
            stderr=subprocess.STDOUT,
        )  # fmt: skip
        wait_for(self.server, self.port, log)

    def __exit__(self, *error: object) -> None:
        self.server.terminate()
        self.server.wait()
        self.log.close()


def publish(field: str, value: str) -> str:
    return f"""
from ketamine_pages.page_types.models import BenefitListPage
benefit = BenefitListPage.objects.get().shown_items[0]
benefit.{field} = {value!r}
revision = benefit.save_revision()
"""


def test_a_change_reaches_its_pages_at_once_and_no_others(site):
    run, read = site
    for path in (PAGE, OTHER):
        read(path)
        assert read(path)[0] == "hit"
    run(publish("title", "Changed a moment ago") + "revision.publish()")
    cached, html = read(PAGE)
    assert "Changed a moment ago" in html
    assert cached == "miss"
    assert read(PAGE)[0] == "hit"
    assert read(OTHER)[0] == "hit"


def test_a_draft_changes_nothing(site):
    run, read = site
    read(PAGE)
    run(publish("title", "Only a draft"))
    cached, html = read(PAGE)
    assert cached == "hit"
    assert "Only a draft" not in html


def test_settings_reach_every_page(site):
    run, read = site
    run(
        "from ketamine_pages.models import ClinicSettings\n"
        "clinic = ClinicSettings.objects.get()\n"
        "clinic.organisation_name = 'Renamed clinic'\n"
        "clinic.save()"
    )
    for path in (PAGE, OTHER, "/"):
        assert "Renamed clinic" in read(path)[1]


def test_a_page_that_is_unpublished_is_gone(site):
    run, read = site
    for _ in range(2):
        read("/clinics/flagstaff/")
    run(
        "from ketamine_pages.page_types.models import LocationPage\n"
        "LocationPage.objects.get(slug='flagstaff').unpublish()"
    )
    with pytest.raises(OSError, match="404"):
        read("/clinics/flagstaff/")


def test_visitors_with_a_session_are_answered_by_the_site(site):
    _run, read = site
    read(PAGE)
    assert read(PAGE, Cookie="_analytics=1")[0] == "hit"
    assert read(PAGE, Cookie="sessionid=abc")[0] == "miss"


def test_a_search_is_never_kept(site):
    _run, read = site
    for _ in range(2):
        assert read(f"{OTHER}?place=85004")[0] == "miss"
