"""The example site with its demo content in a folder of its own, and the browser to look at it.

Shared by the browser tests and by the pictures of the documentation.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
HOST = "127.0.0.1"
START_TIMEOUT = 60

# A browser that talks to nobody but the demo.
CHROMIUM_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def find_chromium() -> str:
    """Path of the browser: the variable CHROMIUM, or what is called so on the PATH."""
    named = os.environ.get("CHROMIUM")
    path = shutil.which(named or "chromium")
    if path is None:
        raise RuntimeError(
            f"There is no browser at “{named}”, which the variable CHROMIUM names."
            if named
            else "Chromium is missing. Install it (Debian: apt-get install chromium), or name its "
            "program in the variable CHROMIUM."
        )
    return path


def launch_options() -> dict[str, object]:
    """What Playwright needs to start the browser."""
    return {"executable_path": find_chromium(), "args": CHROMIUM_ARGS}


@dataclass(frozen=True)
class Demo:
    """A running demo."""

    url: str
    password: str
    """The same for the users “admin” and “editor”."""

    environment: dict[str, str]
    """What ``manage.py`` needs to work on this demo."""


@contextmanager
def running_demo(
    folder: Path,
    *,
    settings: str = "",
    also: str = "",
    port: int | None = None,
    **variables: str,
) -> Iterator[Demo]:
    """Load the demo into ``folder`` and serve it, as in production, until the block ends.

    ``settings`` is a module to be used instead of the usual settings, and ``also`` one that is run
    after the demo was loaded. ``variables`` are environment variables of its settings.
    """
    port = port or free_port()
    url = f"http://{HOST}:{port}"
    environment = {
        **os.environ,
        "BASE_URL": url,
        "ALLOWED_HOSTS": HOST,
        "DEBUG": "0",
        "SECRET_KEY": "of a demo that nobody else can reach",
        "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
        "MEDIA_ROOT": str(folder / "media"),
        "STATIC_ROOT": str(folder / "static"),
        "PYTHONUNBUFFERED": "1",
        **variables,
    }
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    environment.pop("REDIS_URL", None)
    if settings:
        environment["DJANGO_SETTINGS_MODULE"] = settings

    def run(*arguments: str | Path) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, *arguments],
            cwd=ROOT,
            # What is loaded before anybody has looked need not be purged.
            env={**environment, "CDN_URL": ""},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def manage(*arguments: str) -> subprocess.Popen[str]:
        return run("-m", "example_site.manage", *arguments)

    # Side by side: the files have nothing to do with the database.
    static = manage("collectstatic", "--no-input", "--verbosity", "0")
    finish(manage("migrate", "--verbosity", "0"))
    report = finish(manage("load_demo", "--create-admin"))
    if also:
        finish(run("-m", also))
    finish(static)
    [password] = re.findall(r"with password (\S+)", report)

    with (folder / "server.log").open("w+") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "tests.browser.serve", str(port)],
            cwd=ROOT,
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            wait_for(server, port, folder / "server.log")
            yield Demo(url, password, environment)
        finally:
            server.terminate()
            server.wait()


def finish(process: subprocess.Popen[str]) -> str:
    """Wait for a command and return what it printed; raises where it failed."""
    output, _ = process.communicate()
    if process.returncode:
        raise RuntimeError(f"{process.args} failed:\n{output}")
    return output


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    """Return when the server answers; raises where it ends or stays silent."""
    deadline = time.monotonic() + START_TIMEOUT
    while server.poll() is None and time.monotonic() < deadline:
        connection = HTTPConnection(HOST, port, timeout=START_TIMEOUT)
        try:
            connection.request("GET", "/")
            connection.getresponse()
            return
        except (OSError, HTTPException):
            time.sleep(0.1)
        finally:
            connection.close()
    raise RuntimeError(f"The demo does not answer:\n{log.read_text()}")
