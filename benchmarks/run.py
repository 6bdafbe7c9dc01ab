"""What each page of the demo costs, as a ratio to an empty Wagtail page.

Beside them, an ordinary Wagtail page with as many blocks, as much text and as many images as the
largest treatment page. Run it by ``make bench``; ``DATABASE_URL`` chooses the database, SQLite on
disk by default. Prints a table, and JSON with ``--json``.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")

# From the design, without any cache: how many floors a page may cost, by the name of its mixin.
GOALS = {
    "TreatmentPageMixin": 2.5,
    "LocationIndexPageMixin": 2.5,
    "LocationPageMixin": 2.0,
}
# How many queries a treatment page may take beyond those of the floor.
MORE_QUERIES = 16
# With the cache of pages, for every page of the package.
CACHED_GOAL = 1.3


def main() -> None:
    """Load the demo into a database of its own and measure every page of it."""
    import django
    from django.core.management import call_command
    from django.test import override_settings

    django.setup()
    from benchmarks.harness import as_json, scratch_database, table

    with (
        TemporaryDirectory() as media,
        override_settings(MEDIA_ROOT=media, BASE_URL="http://testserver"),
        scratch_database() as database,
    ):
        call_command("load_demo", verbosity=0, stdout=sys.stderr)
        outcomes = _measure(database)
    print(as_json(outcomes) if "--json" in sys.argv[1:] else table(outcomes))


def _measure(database: str) -> list[Any]:
    from django.test import Client
    from wagtail.images import get_image_model
    from wagtail.models import Page, Site

    from benchmarks.harness import Case, make_floor_pages, measure, update_statistics
    from benchmarks.stock.models import make_stock_page
    from ketamine_pages.models import TreatmentPageMixin

    root = Site.objects.get(is_default_site=True).root_page
    pages = list(root.get_descendants(inclusive=True).live().specific())
    treatment_pages = [page for page in pages if isinstance(page, TreatmentPageMixin)]
    largest = max(treatment_pages, key=lambda page: len(page.body))
    html = Client().get(largest.relative_url(root.get_site())).content.decode()
    images = list(get_image_model().objects.order_by("pk"))
    stock = make_stock_page(root, largest, html, images)
    floors = make_floor_pages(root, max(page.depth for page in pages))
    cases = [
        _case(page, page.relative_url(root.get_site()), page.depth > root.depth, floors[page.depth])
        for page in pages
    ]
    cases.append(Case(name=f"ordinary Wagtail page as large as: {largest.title}", url=stock))
    update_statistics()
    return measure(database, Page.objects.count(), floors[root.depth + 1], cases)


def _case(page: Any, url: str, has_heading: bool, floor: str) -> Any:
    from benchmarks.harness import Case
    from ketamine_pages.models import EditorialPageMixin, EnquiryPageMixin

    mixins = {base.__name__ for base in type(page).__mro__}
    # A form is made anew for each visitor.
    is_kept = isinstance(page, EditorialPageMixin) and not isinstance(page, EnquiryPageMixin)
    return Case(
        name=f"{page._meta.verbose_name}: {page.title}",
        url=url,
        floor=floor,
        expect=page.title if has_heading else "",
        goal=next((goal for name, goal in GOALS.items() if name in mixins), None),
        more_queries=MORE_QUERIES if "TreatmentPageMixin" in mixins else None,
        cached_goal=CACHED_GOAL if is_kept else None,
    )


if __name__ == "__main__":
    main()
