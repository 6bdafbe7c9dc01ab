"""Settings of the example site.

Every value that differs between machines comes from an environment variable, or from the file
``.env`` at the root of the repository. Without any, the site runs for development, with SQLite
and local files:

=================  ==========================================================================
``DEBUG``          ``0`` in production; ``1`` by default.
``SECRET_KEY``     Needed where ``DEBUG`` is off; made up at start-up otherwise.
``ALLOWED_HOSTS``  Comma-separated host names; needed where ``DEBUG`` is off.
``BASE_URL``       Where the site answers, for links in e-mails; ``http://127.0.0.1:8000``.
``DATABASE_URL``   Such as ``postgres://user:password@host:5432/name``.
``CDN_URL``        Where a cache in front of the site takes PURGE requests; none by default.
``ENQUIRY_KEYS``   Keys that encrypt what visitors write; several with commas. Without: in clear.
``EMAIL_URL``      Such as ``smtp+tls://user:password@host:587``; printed by default.
``REDIS_URL``      Cache, such as ``redis://host:6379/0``; memory of the process by default.
``MEDIA_ROOT``     Folder of uploaded files; ``example_site/media``.
``STATIC_ROOT``    Folder that ``collectstatic`` fills; ``example_site/static_collected``.
``LOG_LEVEL``      ``WARNING``.
=================  ==========================================================================
"""

import os
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key
from redis.backoff import NoBackoff
from redis.retry import Retry

SITE_DIR = Path(__file__).resolve().parent

env = environ.Env()
if (dotenv := SITE_DIR.parent / ".env").exists():
    env.read_env(dotenv)

DEBUG = env.bool("DEBUG", default=True)
if DEBUG:
    # Into the environment, so that the autoreloader's child keeps the sessions of its parent.
    os.environ.setdefault("SECRET_KEY", get_random_secret_key())
# Not by way of env.str(), which takes a key that begins with "$" for the name of a variable.
if "SECRET_KEY" not in os.environ:
    raise ImproperlyConfigured("Set the SECRET_KEY environment variable.")
SECRET_KEY = os.environ["SECRET_KEY"]
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
BASE_URL = env.str("BASE_URL", default="http://127.0.0.1:8000")

INSTALLED_APPS = [
    "example_site.home",
    "example_site.programs",
    "ketamine_pages",
    "ketamine_pages.page_types",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.simple_translation",
    "wagtail.contrib.typed_table_block",
    "wagtail.api.v2",
    "wagtail.embeds",
    "wagtail.locales",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "phonenumber_field",
    "rest_framework",
    "taggit",
    "django_filters",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "ketamine_pages.middleware.SharedCacheMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # After the static files, which are compressed already. Django pads what it compresses, so that
    # its length gives nothing away (BREACH). A web server in front can do this instead.
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "ketamine_pages.middleware.PublishGateMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

# Keeps what a visitor typed where a browser sends no cookie.
CSRF_FAILURE_VIEW = "ketamine_pages.enquiries.views.csrf_failure"

ROOT_URLCONF = "example_site.urls"
WSGI_APPLICATION = "example_site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        # Holds ketamine_pages/base.html, which puts this site's frame around the package's pages.
        "DIRS": [SITE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
            ],
        },
    },
]

DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{SITE_DIR}/db.sqlite3")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Editors save while visitors read: without these two, "database is locked" comes early.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL", default="")


def redis_cache(name: str) -> dict[str, Any]:
    """A cache in Redis, or in the memory of the process. Pages answer without Redis as well."""
    if not REDIS_URL:
        return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": name}
    return {
        "BACKEND": "django_redis.cache.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": name,
        "OPTIONS": {
            "SOCKET_CONNECT_TIMEOUT": 0.2,
            "SOCKET_TIMEOUT": 0.2,
            # Once is enough: what cannot be read is made anew.
            "CONNECTION_POOL_KWARGS": {"retry": Retry(NoBackoff(), 0)},
        },
    }


CACHES = {name: redis_cache(name) for name in ("default", "renditions")}
# A cache that is down is an empty one.
DJANGO_REDIS_IGNORE_EXCEPTIONS = DJANGO_REDIS_LOG_IGNORED_EXCEPTIONS = True

# Who asks for a call waits while staff are told; a mail server that hangs must not hold anybody.
EMAIL_TIMEOUT = 10
vars().update(env.email_url("EMAIL_URL", default="consolemail://"))

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

LANGUAGE_CODE = "en"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("en", "English"), ("es", "Español")]
WAGTAIL_I18N_ENABLED = True
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = env.path("STATIC_ROOT", default=SITE_DIR / "static_collected")
STATICFILES_DIRS = [SITE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = env.path("MEDIA_ROOT", default=SITE_DIR / "media")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# Public pages load nothing from elsewhere and run no inline script or style. Wagtail's admin,
# live previews included, needs a wider policy of its own.
CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": ["/admin/"],
    "DIRECTIVES": {"default-src": ["'self'"]},
}
if not DEBUG:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BASE_URL.startswith("https://")
    CSRF_TRUSTED_ORIGINS = [BASE_URL]

# A page with many blocks posts more fields than Django's limit of 1,000.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="WARNING")},
}

WAGTAIL_SITE_NAME = "Example ketamine clinic"
WAGTAILADMIN_BASE_URL = BASE_URL
# The admin asks no other host either: no release check, no avatars of a third party.
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
# A clinician who approves a page completes its workflow without being allowed to publish.
WAGTAIL_FINISH_WORKFLOW_ACTION = "ketamine_pages.workflow_actions.finish_clinical_review"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odt", "pdf", "pptx", "txt", "xlsx"]

# A cache such as Varnish (see varnish.vcl) keeps pages until they are purged, or for a quarter of
# an hour at most.
CDN_URL = env.str("CDN_URL", default="")
if CDN_URL:
    WAGTAILFRONTENDCACHE = {
        "default": {
            "BACKEND": "wagtail.contrib.frontend_cache.backends.HTTPBackend",
            "LOCATION": CDN_URL,
        }
    }
    # Every page knows its own address in every language.
    WAGTAILFRONTENDCACHE_LANGUAGES: list[str] = []

KETAMINE_PAGES: dict[str, object] = {"CDN_SECONDS": 900 if CDN_URL else 0}
if ENQUIRY_KEYS := env.str("ENQUIRY_KEYS", default=""):
    KETAMINE_PAGES["ENQUIRY_CODEC"] = {
        "BACKEND": "ketamine_pages.answers.fernet.FernetCodec",
        "OPTIONS": {"keys": ENQUIRY_KEYS},
    }
