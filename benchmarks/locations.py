"""What the location finder costs with 10, 1,000 and 100,000 locations.

Run it by ``make bench-locations``; sizes can be named: ``benchmarks/locations.py 10 1000``. Prints
a table, and JSON with ``--json``.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")

SIZES = (10, 1_000, 100_000)
# From the design.
PAGE_GOAL = 2.5
JSON_GOAL = 2.0
LOCATION_GOAL = 2.0
CACHED_GOAL = 1.3
# How much dearer, in floors, a search among 100,000 may be than among 1,000.
GROWTH_GOAL = 1.5
NEAR = "place=85004"


def main() -> None:
    """Fill a database of its own for each size, and measure the finder in it."""
    import django
    from django.test import override_settings

    django.setup()
    from benchmarks.harness import as_json, scratch_database, table

    sizes = [int(text) for text in sys.argv[1:] if text.isdigit()] or SIZES
    outcomes: list[Any] = []
    for size in sizes:
        with (
            TemporaryDirectory() as media,
            override_settings(MEDIA_ROOT=media, BASE_URL="http://testserver"),
            scratch_database() as database,
        ):
            outcomes += _measure(database, size)
    print(as_json(outcomes) if "--json" in sys.argv[1:] else table(outcomes))
    if "--json" not in sys.argv[1:]:
        print(growth(outcomes))


def _measure(database: str, size: int) -> list[Any]:
    from django.core.cache import cache
    from django.core.management import call_command
    from wagtail.images import get_image_model
    from wagtail.models import Page, Site

    from benchmarks.fill_locations import fill
    from benchmarks.harness import Case, make_floor_page, measure, update_statistics
    from ketamine_pages.models import Treatment
    from ketamine_pages.page_types.models import LocationIndexPage

    cache.clear()
    call_command("load_demo", verbosity=0, stdout=sys.stderr)
    root = Site.objects.get(is_default_site=True).root_page
    floor = make_floor_page(root)
    treatments = list(Treatment.objects.filter(live=True).order_by("pk"))
    index_page = root.add_child(instance=LocationIndexPage(title="Everywhere", slug="everywhere"))
    start = perf_counter()
    fill(index_page, size, treatments, get_image_model().objects.order_by("pk").first())
    minutes = (perf_counter() - start) / 60
    print(f"{database}: {size:,} locations filled in {minutes:.2f} minutes.", file=sys.stderr)
    update_statistics()
    page = Page.objects.get(pk=index_page.pk).relative_url(root.get_site())
    one = Page.objects.child_of(index_page).order_by("path").first()
    return measure(
        database,
        size,
        floor,
        [
            *_cases(page, index_page, treatments[0].pk),
            Case(
                "location",
                one.relative_url(root.get_site()),
                "Clinic 0",
                LOCATION_GOAL,
                None,
                CACHED_GOAL,
            ),
        ],
    )


def _cases(page: str, index_page: Any, treatment: int) -> list[Any]:
    from django.urls import reverse

    from benchmarks.harness import Case
    from ketamine_pages.conf import conf
    from ketamine_pages.locations.finder.search import Finder

    def last(data: dict[str, str]) -> int:
        return Finder(index_page, data).page_count

    answer = reverse("ketamine_pages:locations_json", args=[index_page.pk])
    filtered = f"{NEAR}&treatment={treatment}&language=en&new_patients=1"
    last_near = last({"place": "85004"})
    return [
        Case("page: all", page, "Clinic 0<", PAGE_GOAL),
        Case("page: all, last", f"{page}?page={last({})}", "Clinic", PAGE_GOAL),
        Case("page: near", f"{page}?{NEAR}", "within 50 miles", PAGE_GOAL),
        Case("page: near, filters", f"{page}?{filtered}", "within 50 miles", PAGE_GOAL),
        Case("page: near, last", f"{page}?{NEAR}&page={last_near}", "Clinic", PAGE_GOAL),
        Case("page: unknown place", f"{page}?place=Ocotillo+Lane", "do not know"),
        Case("JSON: near", f"{answer}?{NEAR}", "Clinic", JSON_GOAL),
        Case("JSON: near, filters", f"{answer}?{filtered}", "Clinic", JSON_GOAL),
        Case("JSON: near, last", f"{answer}?{NEAR}&page={last_near}", "Clinic", JSON_GOAL),
        Case(f"JSON: all, {conf.finder_page_size}", answer, "Clinic 0", JSON_GOAL),
    ]


def growth(outcomes: list[Any]) -> str:
    """How the ratios of the largest size compare with those of the one before."""
    sizes = sorted({each.size for each in outcomes})
    if len(sizes) < 2:
        return ""
    ratios = {(each.size, each.name): each.uncached.ratio for each in outcomes}
    lines = [f"\n{sizes[-1]:,} compared with {sizes[-2]:,} (goal {GROWTH_GOAL}):"]
    for each in outcomes:
        if each.size == sizes[-1] and each.name != "floor":
            lines.append(f"- {each.name}: {each.uncached.ratio / ratios[sizes[-2], each.name]:.2f}")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
