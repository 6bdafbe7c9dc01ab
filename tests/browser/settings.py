"""The example site, but drafts are saved only when a test says so."""

from example_site.settings import *  # noqa: F403

# A form that saves itself while a test fills it in would have two versions of what was typed.
WAGTAIL_AUTOSAVE_INTERVAL = 0
