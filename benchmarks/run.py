"""What each page of the demo costs, as a ratio to an empty Wagtail page.

Run it by ``make bench``; ``DATABASE_URL`` chooses the database, SQLite on disk by default. Prints a
table, and JSON with ``--json``.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")

# From the design: a treatment page with the demo's full content, without any cache.
TREATMENT_PAGE_GOAL = 2.5


def main() -> None:
    """Load the demo into a database of its own and measure every page of it."""
    import django
    from django.core.management import call_command
    from django.test import override_settings

    django.setup()
    from wagtail.models import Page, Site

    from benchmarks.harness import Case, as_json, make_floor_page, measure, scratch_database, table
    from ketamine_pages.models import TreatmentPageMixin

    with (
        TemporaryDirectory() as media,
        override_settings(MEDIA_ROOT=media, BASE_URL="http://testserver"),
        scratch_database() as database,
    ):
        call_command("load_demo", verbosity=0, stdout=sys.stderr)
        root = Site.objects.get(is_default_site=True).root_page
        floor = make_floor_page(root)
        pages = root.get_descendants(inclusive=True).live().specific().exclude(slug="floor")
        cases = [
            Case(
                name=f"{page._meta.verbose_name}: {page.title}",
                url=page.relative_url(root.get_site()),
                expect=page.title if page.depth > root.depth else "",
                goal=TREATMENT_PAGE_GOAL if isinstance(page, TreatmentPageMixin) else None,
            )
            for page in pages
        ]
        outcomes = measure(database, Page.objects.count(), floor, cases)
    print(as_json(outcomes) if "--json" in sys.argv[1:] else table(outcomes))


if __name__ == "__main__":
    main()
