"""What Lighthouse says of one page of each type, and what a visit transfers: ``make lighthouse``.

The example site runs as in production: ``DEBUG`` off, static files compressed beforehand. It is
served by Django's own threaded server, whose time to answer is part of the scores, on the
machine that also runs the browser: a real server does no worse. Lighthouse's mobile profile
simulates a slow phone on a slow network. Needs Node and Chromium; no part of CI, since times are
noise there.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.request import urlopen

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.browser.demo import CHROMIUM_ARGS, find_chromium, running_demo

# The newest that runs on Node 20.
LIGHTHOUSE = "lighthouse@12.2.3"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
# The search has no page, and a finder that has found something is not the one that shows all.
OTHERS = {
    "LocationIndexPage, results": "/clinics/?place=86001",
    "Search": "/search/?query=ketamine",
}
COLUMNS = (
    "page", "perf", "a11y", "best", "seo", "LCP s", "CLS", "TBT ms",
    "requests", "KB", "HTML", "CSS", "JS", "images", "raw HTML", "raw CSS", "raw JS",
    "foreign", "errors",
)  # fmt: skip


def addresses(url: str) -> dict[str, str]:
    """One address of each page type of the demo, and those that are no page of their own."""
    with urlopen(f"{url}/api/v2/pages/?limit=20") as answer:  # noqa: S310 (our own server)
        pages = json.load(answer)["items"]
    found: dict[str, str] = {}
    for page in pages:
        found.setdefault(page["meta"]["type"].partition(".")[2], page["meta"]["html_url"])
    return found | {name: url + path for name, path in OTHERS.items()}


def visit(command: list[str], address: str, report: Path) -> dict[str, Any]:
    """What Lighthouse reports of ``address``."""
    flags = " ".join(["--headless=new", *CHROMIUM_ARGS])
    subprocess.run(
        [
            *command, address, "--quiet", "--output=json", f"--output-path={report}",
            f"--only-categories={','.join(CATEGORIES)}", f"--chrome-flags={flags}",
        ],
        check=True,
        env={**os.environ, "CHROME_PATH": find_chromium()},
    )  # fmt: skip
    result: dict[str, Any] = json.loads(report.read_text())
    return result


def row(name: str, report: dict[str, Any], url: str) -> list[object]:
    """The line of a page in the table."""
    audits = report["audits"]
    requests = audits["network-requests"]["details"]["items"]

    def kilobytes(size: str, kind: str = "") -> float:
        sizes = [each[size] for each in requests if kind in ("", each["resourceType"])]
        return round(sum(sizes) / 1000, 1)

    kinds = ("Document", "Stylesheet", "Script")
    return [
        name,
        *(round(100 * report["categories"][each]["score"]) for each in CATEGORIES),
        round(audits["largest-contentful-paint"]["numericValue"] / 1000, 2),
        round(audits["cumulative-layout-shift"]["numericValue"], 3),
        round(audits["total-blocking-time"]["numericValue"]),
        len(requests),
        kilobytes("transferSize"),
        *(kilobytes("transferSize", kind) for kind in (*kinds, "Image")),
        *(kilobytes("resourceSize", kind) for kind in kinds),
        sum(not each["url"].startswith((url, "data:")) for each in requests),
        # Violations of the content security policy are among them.
        len(audits["errors-in-console"]["details"]["items"]),
    ]


def shortfalls(report: dict[str, Any]) -> Iterator[str]:
    """What keeps a page from full marks."""
    for name in CATEGORIES:
        for each in report["categories"][name]["auditRefs"]:
            audit = report["audits"][each["id"]]
            if each["weight"] and audit["score"] is not None and audit["score"] < 1:
                yield f"{name}: {audit['title']} ({audit.get('displayValue') or audit['score']})"


def print_table(rows: list[list[object]]) -> None:
    table = [[str(cell) for cell in line] for line in (list(COLUMNS), *rows)]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    for line in table:
        cells = zip(line, widths, strict=True)
        print(
            "  ".join(
                cell.ljust(width) if not number else cell.rjust(width)
                for number, (cell, width) in enumerate(cells)
            )
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--reports", type=Path, help="Folder that keeps Lighthouse's own reports.")
    parser.add_argument("only", nargs="*", help="Names of page types; all by default.")
    options = parser.parse_args()
    npx = shutil.which("npx")
    command = os.environ.get("LIGHTHOUSE", "").split() or [npx or "", "--yes", LIGHTHOUSE]
    if not command[0]:
        sys.exit("Lighthouse needs Node: npx is missing.")
    with TemporaryDirectory() as scratch, running_demo(Path(scratch)) as demo:
        folder = options.reports or Path(scratch) / "reports"
        folder.mkdir(parents=True, exist_ok=True)
        rows, notes = [], []
        for name, address in addresses(demo.url).items():
            if options.only and name not in options.only:
                continue
            # Whatever is made once, such as templates and sizes of pictures, is made before.
            with urlopen(address):  # noqa: S310
                pass
            report = visit(command, address, folder / f"{name.replace(', ', '-')}.json")
            rows.append(row(name, report, demo.url))
            notes += [f"{name}: {shortfall}" for shortfall in shortfalls(report)]
    print_table(rows)
    print(*notes, sep="\n")


if __name__ == "__main__":
    main()
