"""Settings of a site with wagtail-localize, for ``tests/localize``; see ``make localize-test``."""

from tests.settings import *  # noqa: F403
from tests.settings import INSTALLED_APPS as INSTALLED_WITHOUT

INSTALLED_APPS = [
    "wagtail_localize",
    "wagtail_localize.locales",
    *(
        each
        for each in INSTALLED_WITHOUT
        if each not in ("wagtail.contrib.simple_translation", "wagtail.locales")
    ),
]
