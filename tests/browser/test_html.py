"""The Nu Html Checker, which is the W3C's, over everything that the demo shows."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from itertools import chain
from pathlib import Path

import pytest

from tests.browser.every_page import block_previews, public_addresses

pytestmark = pytest.mark.browser

INSTALLED = Path(sys.prefix) / "vnu" / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
# A list without bullets is none to VoiceOver in Safari unless it says so; ours do, on purpose.
MEANT = "The “list” role is unnecessary for element"
# A preview shows a part of a page, which begins at the second level.
OF_A_PART = "This document has heading elements but none of them has a computed heading level of 1."


@pytest.fixture(scope="session")
def checker():
    """The command that checks HTML files."""
    java = shutil.which("java")
    jar = Path(os.environ.get("VNU_JAR", INSTALLED))
    if java is None:
        pytest.skip("HTML checker: not run, for want of Java.")
    if not jar.exists():
        pytest.skip(f"HTML checker: not run, for want of {jar.name} (`make html-checker`).")
    return [
        java,
        "-Xss1024k",
        "-jar",
        str(jar),
        "--format",
        "json",
        "--exit-zero-always",
    ]


def complaints(checker, folder, pages, meant=(MEANT,)):
    """Errors and warnings of the checker about ``pages``, HTML by address."""
    names = {}
    for number, (address, markup) in enumerate(pages.items()):
        file = folder / f"{number}.html"
        file.write_text(markup, encoding="utf-8")
        names[file.as_uri()] = address
    # One process for all files: most of its time goes into starting.
    done = subprocess.run(
        [*checker, *(str(folder / f"{number}.html") for number in range(len(pages)))],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [
        (names[each["url"].replace("file:/", "file:///", 1)], each["message"], each.get("extract"))
        for each in json.loads(done.stderr)["messages"]
        if not each["message"].startswith(meant)
    ]


def test_the_checker_would_notice(checker, tmp_path):
    markup = "<!doctype html><html lang=en><title>T</title><p><div id=a></div></p><p id=a>"
    [*found] = complaints(checker, tmp_path, {"/bad/": markup})
    assert {address for address, *_ in found} == {"/bad/"}
    assert any("Duplicate ID" in message for _, message, _ in found)


def test_public_pages_are_valid_html(checker, context, base_url, tmp_path):
    pages = {}
    for address, status in public_addresses(context, base_url).items():
        response = context.request.get(address)
        assert response.status == status
        pages[address] = response.text()
    assert complaints(checker, tmp_path, pages) == []
    assert len(pages) > 10


def test_previews_are_valid_html(checker, new_context, editor_state, item_previews, tmp_path):
    context = new_context(storage_state=editor_state)
    addresses = [*block_previews(context).values(), *chain(*item_previews.values())]
    pages = {address: context.request.get(address).text() for address in addresses}
    assert complaints(checker, tmp_path, pages, (MEANT, OF_A_PART)) == []
    assert len(pages) > 30
