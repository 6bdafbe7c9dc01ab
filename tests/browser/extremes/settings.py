"""The settings of the browser tests, with languages of other scripts."""

from tests.browser.settings import *  # noqa: F403

LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [
    ("en", "English"),
    ("ar", "العربية"),
    ("he", "עברית"),
    ("th", "ไทย"),
    ("zh-hans", "简体中文"),
]
