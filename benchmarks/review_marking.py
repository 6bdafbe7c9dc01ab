"""What it costs to edit a benefit that many pages show: marking, checking, and the report.

Run it by ``make bench-reviews``; ``DATABASE_URL`` chooses the database, SQLite on disk by default.
Prints a table: queries, seconds, and peak memory of Python in megabytes.
"""

from __future__ import annotations

import os
import sys
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")

SIZES = (100, 1_000, 10_000)


def make_pages(number: int) -> object:
    """``number`` reviewed pages that show one benefit, which is returned."""
    import json

    from wagtail.models import Page, ReferenceIndex, Site

    from ketamine_pages.models import Benefit, ClinicalReview, Clinician, ReviewStatus, Source
    from ketamine_pages.page_types.models import TreatmentPage
    from ketamine_pages.reviews.tracking import refresh_statuses

    source = Source.objects.create(title="Trial", kind="rct", year=2023)
    benefit = Benefit(title="Mood", text="Some felt better.", evidence_level="limited", live=False)
    benefit.save()
    benefit.source_links.create(source=source, stance="supports")
    Benefit.objects.update(live=True)
    reviewer = Clinician.objects.create(name="A reviewer", credentials="MD")
    body = json.dumps(
        [
            {"type": "section", "value": {"heading": "About", "text": "<p>Words.</p>" * 50}},
            {
                "type": "benefits",
                "value": {
                    "heading": "Benefits",
                    "benefits": [{"type": "benefit", "value": benefit.pk}],
                },
            },
        ]
    )
    parent = Site.objects.get(is_default_site=True).root_page
    first = parent.add_child(instance=TreatmentPage(title="Page", body=body, live=False))
    ReferenceIndex.create_or_update_for_object(first)
    copy_rows(first, number - 1)
    Page.objects.filter(pk__gte=first.pk).update(live=True)
    refresh_statuses()
    statuses = ReviewStatus.objects.all()
    ClinicalReview.objects.bulk_create(
        [
            ClinicalReview(
                content_type_id=status.content_type_id,
                object_id=status.object_id,
                reviewer=reviewer,
                outcome="approved",
                fingerprint=status.fingerprint,
            )
            for status in statuses.iterator()
        ],
        batch_size=500,
    )
    refresh_statuses()
    return benefit


def copy_rows(first: Any, number: int) -> None:
    """Make ``number`` siblings of ``first`` without what saving each of them would do."""
    from django.db import transaction
    from wagtail.models import Page, ReferenceIndex

    base = Page.objects.get(pk=first.pk)
    fields = {
        field.attname: getattr(base, field.attname)
        for field in Page._meta.concrete_fields
        if field.name not in {"id", "path", "slug", "url_path", "translation_key"}
    }
    last = int(first.path[-4:], 36)
    pages = Page.objects.bulk_create(
        [
            Page(
                **fields,
                path=Page._get_path(first.path[:-4], first.depth, last + position),
                slug=f"page-{position}",
                url_path=f"{first.url_path}{position}/",
            )
            for position in range(1, number + 1)
        ],
        batch_size=200,
    )
    with transaction.atomic():
        for page in pages:
            copy = type(first)(page_ptr_id=page.pk, body=first.body.get_prep_value())
            copy.save_base(raw=True, force_insert=True)
    references = list(ReferenceIndex.objects.filter(object_id=str(first.pk)))
    copies = [
        ReferenceIndex(
            **{
                field.attname: getattr(reference, field.attname)
                for field in ReferenceIndex._meta.concrete_fields
                if field.name not in {"id", "object_id"}
            },
            object_id=str(page.pk),
        )
        for page in pages
        for reference in references
    ]
    ReferenceIndex.objects.bulk_create(copies, batch_size=200, ignore_conflicts=True)


def measure(call: Callable[[], object]) -> tuple[int, float, float]:
    """Queries, seconds and peak megabytes; the memory in a second run, as tracing takes time."""
    from benchmarks.harness import counted_queries

    with counted_queries() as queries:
        start = perf_counter()
        call()
        seconds = perf_counter() - start
    tracemalloc.start()
    call()
    peak = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    return len(queries), seconds, peak


def measure_size(size: int, database: str) -> None:
    """Print what ``size`` pages cost, in the scratch database that is open."""
    from django.contrib.auth import get_user_model
    from django.test import Client

    from benchmarks.harness import update_statistics
    from ketamine_pages.models import Benefit, ReviewStatus
    from ketamine_pages.reviews.marking import mark_dependents
    from ketamine_pages.reviews.tracking import check_marked

    benefit = make_pages(size)
    update_statistics()
    assert ReviewStatus.objects.filter(state="current").count() >= size  # noqa: S101
    Benefit.objects.update(text="Something else.")
    client = Client()
    client.force_login(get_user_model()._default_manager.create_superuser("admin"))

    def check() -> None:
        ReviewStatus.objects.update(needs_check=True)
        check_marked()

    def ask(address: str) -> None:
        if client.get(address).status_code != 200:
            raise SystemExit(f"{address} does not answer.")

    cases: dict[str, Callable[[], object]] = {
        "mark": lambda: mark_dependents(benefit),
        "check": check,
        "report": lambda: ask("/admin/reports/clinical-reviews/?state=changed"),
        "dashboard": lambda: ask("/admin/"),
    }
    # Fills what Wagtail keeps for the time of the process.
    ask("/admin/")
    for name, call in cases.items():
        queries, seconds, peak = measure(call)
        figures = f"{queries} | {seconds:.2f} | {peak:.1f}"
        print(f"| {database} | {size:,} | {name} | {figures} |", flush=True)
    assert ReviewStatus.objects.filter(state="changed").count() >= size  # noqa: S101


def main() -> None:
    """Measure each size in a database of its own."""
    import django

    django.setup()
    from django.test import override_settings

    from benchmarks.harness import scratch_database

    print("| database | pages | case | queries | seconds | peak MB |")
    print("|---|--:|---|--:|--:|--:|")
    for size in [int(each) for each in sys.argv[1:]] or SIZES:
        with (
            override_settings(KETAMINE_PAGES={"PUBLISH_GATE": "off"}),
            scratch_database() as database,
        ):
            measure_size(size, database)


if __name__ == "__main__":
    main()
