"""Settings of a site that has page types of the package's names, for ``test_own_page_types.py``.

The folder of its migrations, ``own_migrations``, is made by that test.
"""

from tests.settings import *  # noqa: F403
from tests.settings import INSTALLED_APPS as INSTALLED_WITHOUT

INSTALLED_APPS = ["tests.ownapp", *INSTALLED_WITHOUT]
MIGRATION_MODULES = {"ownapp": "own_migrations"}
