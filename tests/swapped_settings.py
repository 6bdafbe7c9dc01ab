"""Settings of a site that has swapped Wagtail's base page, for ``test_swappable.py``.

Its apps, ``core`` and ``clinic``, are those of the wheel tests.
"""

from tests.settings import *  # noqa: F403
from tests.settings import INSTALLED_APPS as INSTALLED_WITH_PAGE_TYPES

INSTALLED_APPS = [
    "core",
    "clinic",
    *[
        app
        for app in INSTALLED_WITH_PAGE_TYPES
        if not app.startswith(("example_site.", "tests.", "ketamine_pages.page_types"))
    ],
]
WAGTAIL_PAGE_MODEL = "core.BasePage"
