"""Settings of the benchmarks: the example site as in production, with the pages to compare with."""

import os

os.environ["DEBUG"] = "0"
os.environ.setdefault("SECRET_KEY", "of the benchmarks only")

from example_site.settings import *  # noqa: F403
from example_site.settings import DATABASES, INSTALLED_APPS, MIDDLEWARE

ALLOWED_HOSTS = ["*"]
INSTALLED_APPS = ["benchmarks.floor", "benchmarks.stock", *INSTALLED_APPS]
# Static files are neither collected nor served here.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
MIDDLEWARE = [name for name in MIDDLEWARE if not name.startswith("whitenoise")]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
if not os.environ.get("DATABASE_URL"):
    # On disk, as a site has it; run.py says where.
    DATABASES["default"]["TEST"] = {"NAME": os.environ.get("BENCHMARK_SQLITE", ":memory:")}
else:
    DATABASES["default"]["TEST"] = {"NAME": f"benchmark_ketamine_pages_{os.getpid()}"}
