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
    # The address of the floor at the same depth; empty for that one level under the root.
    floor: str = ""
    # The design's goals without the cache of pages: the ratio to the floor, and how many queries
    # more than the floor. ``None`` where there is none.
    goal: float | None = None
    more_queries: int | None = None
    # The goal for the ratio with that cache.
    cached_goal: float | None = None


@dataclass(frozen=True)
class Figures:
    """What one case costs in one way; time is a median in milliseconds.

    ``ratio`` is to the floor one level under the root, ``own_ratio`` to that at the case's depth.
    """

    queries: int
    milliseconds: float
    ratio: float
    own_ratio: float


@dataclass(frozen=True)
class Outcome:
    """A case as measured: without the cache of pages, and as the site is set up."""

    database: str
    size: int
    name: str
    kilobytes: float
    uncached: Figures
    cached: Figures
    goal: float | None
    most_queries: int | None
    cached_goal: float | None

    @property
    def missed(self) -> list[str]:
        """The goals that the case does not reach."""
        goals = (
            ("ratio", self.uncached.own_ratio, self.goal),
            ("queries", self.uncached.queries, self.most_queries),
            ("cached ratio", self.cached.own_ratio, self.cached_goal),
        )
        return [name for name, figure, goal in goals if goal is not None and figure > goal]


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
    """Publish a floor page below ``parent``, of whatever type that is, and return its address."""
    from benchmarks.floor.models import FloorPage

    page = parent.add_child(instance=FloorPage(title="Floor", slug="floor"))
    return str(page.url)


def make_floor_pages(root: Any, depth: int) -> dict[int, str]:
    """Floor pages at each depth below ``root`` down to ``depth``; their addresses by depth.

    Wagtail finds a page level by level, in two queries each, so that a deeper one costs more
    whatever its type. The root itself is compared with the floor one level below it.
    """
    from wagtail.models import Page

    address = make_floor_page(root)
    found = {root.depth: address, root.depth + 1: address}
    # The last of them is that of the locations, which lists no pages of other types.
    parents = Page.objects.descendant_of(root).live().filter(numchild__gt=0)
    for parent in parents.order_by("depth", "-path"):
        if parent.depth + 1 <= depth and parent.depth + 1 not in found:
            found[parent.depth + 1] = make_floor_page(parent)
    return found


def update_statistics() -> None:
    """What a production database has done by itself: SQLite never does, so it gets nothing."""
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def measure(
    database: str, size: int, floor: str, cases: list[Case], rounds: int = ROUNDS
) -> list[Outcome]:
    """Measure ``cases`` and the floor in turns, in an order that changes with each round.

    Each is measured twice in a round: without the cache of pages and with it.
    """
    from django.test import Client

    client = Client()
    floors = {case.floor or floor for case in cases} | {floor}
    others = [Case(f"floor at {url}", url, floor=url) for url in sorted(floors - {floor})]
    cases = [Case("floor", floor), *others, *cases]
    floor_names = {case.url: case.name for case in cases if case.url in floors}
    everything = [(case, cached) for case in cases for cached in (False, True)]
    answers = {}
    for case, cached in everything:
        with page_cache(cached):
            answers[case.name, cached] = _checked(client, case)
    times: dict[tuple[str, bool], list[float]] = {
        (case.name, cached): [] for case, cached in everything
    }
    shuffle = Random(0).shuffle  # noqa: S311 (an order, no secret)
    gc.collect()
    for turn in range(WARM_UP + rounds):
        shuffle(everything)
        for case, cached in everything:
            with page_cache(cached):
                seconds = _time(lambda url=case.url: client.get(url))
            if turn >= WARM_UP:
                times[case.name, cached].append(seconds)
    # A floor has nothing to keep: both of its columns are the floor.
    bases = {
        url: median(times[name, False] + times[name, True]) for url, name in floor_names.items()
    }

    def floor_queries(case: Case) -> int:
        return answers[floor_names[case.floor or floor], False][0]

    def figures(case: Case, cached: bool) -> Figures:
        seconds = median(times[case.name, cached])
        queries = answers[case.name, cached][0]
        own = bases[case.floor or floor]
        return Figures(
            queries,
            round(1000 * seconds, 2),
            round(seconds / bases[floor], 2),
            round(seconds / own, 2),
        )

    return [
        Outcome(
            database=database,
            size=size,
            name=case.name,
            kilobytes=round(answers[case.name, False][1] / 1000, 1),
            uncached=figures(case, cached=False),
            cached=figures(case, cached=True),
            goal=case.goal,
            most_queries=(
                None if case.more_queries is None else floor_queries(case) + case.more_queries
            ),
            cached_goal=case.cached_goal,
        )
        for case in cases
    ]


@contextmanager
def page_cache(on: bool) -> Iterator[None]:
    """The site with its cache of pages as it is set up, or without."""
    from django.conf import settings
    from django.test import override_settings

    if on:
        yield
        return
    with override_settings(KETAMINE_PAGES={**settings.KETAMINE_PAGES, "PAGE_CACHE_SECONDS": 0}):
        yield


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
        "| database | size | case | KB | queries | goal | ms | × floor at its depth | goal "
        "| × floor below the root | cached: queries | ms | × floor at its depth | goal "
        "| × floor below the root |",
        "|---|--:|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for each in outcomes:
        missed = each.missed
        cells = [
            each.database,
            f"{each.size:,}",
            each.name,
            f"{each.kilobytes:.1f}",
            each.uncached.queries,
            _goal(each.most_queries, "queries" in missed),
            f"{each.uncached.milliseconds:.2f}",
            f"{each.uncached.own_ratio:.2f}",
            _goal(each.goal, "ratio" in missed),
            f"{each.uncached.ratio:.2f}",
            each.cached.queries,
            f"{each.cached.milliseconds:.2f}",
            f"{each.cached.own_ratio:.2f}",
            _goal(each.cached_goal, "cached ratio" in missed),
            f"{each.cached.ratio:.2f}",
        ]
        lines.append(f"| {' | '.join(map(str, cells))} |")
    return "\n".join(lines)


def _goal(goal: float | None, is_missed: bool) -> str:
    if goal is None:
        return ""
    return f"{goal} missed" if is_missed else f"{goal}"


def as_json(outcomes: list[Outcome]) -> str:
    """The outcomes for a program, with the names of the goals that were missed."""
    return json.dumps([{**asdict(each), "missed": each.missed} for each in outcomes], indent=2)
