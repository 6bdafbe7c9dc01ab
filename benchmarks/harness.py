"""What all benchmarks share: a database of their own, and times as ratios to the floor page.

A time says more about the machine than about the page, a ratio hardly does. Floor and cases take
turns, so that whatever else the machine does hits both.
"""

from __future__ import annotations

import gc
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

ROUNDS = 60
WARM_UP = 5


@dataclass(frozen=True)
class Case:
    """One address to measure. ``expect`` is a text that the answer must hold, ``size`` labels."""

    name: str
    url: str
    expect: str = ""
    # The design's goal, as a ratio to the floor; ``None`` where there is none.
    goal: float | None = None


@dataclass(frozen=True)
class Outcome:
    """A case as measured; times are medians in milliseconds."""

    database: str
    size: int
    name: str
    queries: int
    milliseconds: float
    ratio: float
    goal: float | None
    kilobytes: float


@contextmanager
def scratch_database() -> Iterator[str]:
    """A migrated database that is gone afterwards; yields the name of its kind."""
    from django.db import connection

    with TemporaryDirectory() as folder:
        if connection.vendor == "sqlite":
            connection.settings_dict["TEST"]["NAME"] = str(Path(folder) / "benchmark.sqlite3")
        connection.creation.create_test_db(verbosity=0, autoclobber=True)
        try:
            yield connection.display_name
        finally:
            connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)


def make_floor_page(parent: Any) -> str:
    """Publish the floor page below ``parent`` and return its address."""
    from benchmarks.floor.models import FloorPage

    page = parent.add_child(instance=FloorPage(title="Floor", slug="floor"))
    return str(page.url)


def update_statistics() -> None:
    """What a production database has done by itself: SQLite never does, so it gets nothing."""
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def measure(
    database: str, size: int, floor: str, cases: list[Case], rounds: int = ROUNDS
) -> list[Outcome]:
    """Measure ``cases`` and the floor in turns, in an order that changes with each round."""
    from django.test import Client

    client = Client()
    everything = [Case("floor", floor), *cases]
    answers = {case.name: _checked(client, case) for case in everything}
    times: dict[str, list[float]] = {case.name: [] for case in everything}
    shuffle = Random(0).shuffle  # noqa: S311 (an order, no secret)
    gc.collect()
    for turn in range(WARM_UP + rounds):
        shuffle(everything)
        for case in everything:
            seconds = _time(lambda url=case.url: client.get(url))
            if turn >= WARM_UP:
                times[case.name].append(seconds)
    base = median(times["floor"])
    return [
        Outcome(
            database=database,
            size=size,
            name=case.name,
            queries=answers[case.name][0],
            milliseconds=round(1000 * median(times[case.name]), 2),
            ratio=round(median(times[case.name]) / base, 2),
            goal=case.goal,
            kilobytes=round(answers[case.name][1] / 1000, 1),
        )
        for case in [Case("floor", floor), *cases]
    ]


def _time(call: Callable[[], object]) -> float:
    start = perf_counter()
    call()
    return perf_counter() - start


def _checked(client: Any, case: Case) -> tuple[int, int]:
    """Queries and bytes of a case, after one call that fills caches; makes sure it answers."""
    client.get(case.url)
    with counted_queries() as queries:
        response = client.get(case.url)
    if response.status_code != 200 or case.expect not in response.text:
        raise SystemExit(
            f"{case.name}: {case.url} answers {response.status_code}, not {case.expect!r}."
        )
    return len(queries), len(response.content)


@contextmanager
def counted_queries() -> Iterator[list[str]]:
    """The SQL that runs meanwhile."""
    from django.db import connection

    queries: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        queries.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield queries


def table(outcomes: list[Outcome]) -> str:
    """The outcomes as a Markdown table; a missed goal is marked."""
    lines = [
        "| database | size | case | queries | ms | × floor | goal | KB |",
        "|---|--:|---|--:|--:|--:|--:|--:|",
    ]
    for each in outcomes:
        goal = "" if each.goal is None else f"{each.goal}"
        if each.goal is not None and each.ratio > each.goal:
            goal += " missed"
        lines.append(
            f"| {each.database} | {each.size:,} | {each.name} | {each.queries} "
            f"| {each.milliseconds:.2f} | {each.ratio:.2f} | {goal} | {each.kilobytes:.1f} |"
        )
    return "\n".join(lines)


def as_json(outcomes: list[Outcome]) -> str:
    return json.dumps([asdict(each) for each in outcomes], indent=2)
