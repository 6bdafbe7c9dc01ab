"""The example site, but drafts are saved only when a test says so, and the finder has a map."""

from example_site import settings as site
from example_site.settings import *  # noqa: F403

# A form that saves itself while a test fills it in would have two versions of what was typed.
WAGTAIL_AUTOSAVE_INTERVAL = 0

# Any picture serves as a tile, as long as it comes from the site itself.
KETAMINE_PAGES = {
    **site.KETAMINE_PAGES,
    "MAP_TILE_URL": "/static/example_site/icon.svg?{z}/{x}/{y}",
}
