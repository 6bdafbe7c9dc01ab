"""Which models pages may show something of, and which saves change what visitors read.

A site's own models count unless it says otherwise: a menu that is a snippet is then right as well.
What counts for nothing costs one render too many; what is left out by mistake would be stale.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from django.apps import apps
from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db.models import Model
from modelcluster.fields import ParentalKey
from wagtail.contrib.settings.models import AbstractSetting
from wagtail.images.models import AbstractRendition
from wagtail.models import AbstractPage

from ketamine_pages.conf import conf
from ketamine_pages.library.item import LibraryItem
from ketamine_pages.shown.starts import can_start
from ketamine_pages.shown.ways import ALL_WAYS

# Apps that keep books. Their rows change while pages are read, or with every click of an editor.
BOOKKEEPING_APPS = frozenset(
    {
        "admin", "contenttypes", "django_tasks", "django_tasks_database", "django_tasks_db",
        "messages", "modelsearch", "sessions", "sites", "wagtailadmin", "wagtailembeds",
        "wagtailredirects", "wagtailsearch", "wagtailusers",
    }
)  # fmt: skip
BOOKKEEPING_MODELS = frozenset({"auth.group", "auth.permission"})
BOOKKEEPING_CLASSES = (AbstractBaseSession, AbstractRendition)
# By name, as the app of the class need not be installed.
BOOKKEEPING_BASES = frozenset({"AbstractFormSubmission"})
# Of Wagtail's core, whose other models are revisions, logs, workflows and permissions.
CORE_MODELS = frozenset(
    {
        "collection", "collectionviewrestriction", "locale", "page", "pageviewrestriction", "site",
    }
)  # fmt: skip

# All that is saved of a page or a snippet when only its draft, or who may edit it, has changed.
DRAFT_FIELDS = frozenset(
    {
        "draft_title", "has_unpublished_changes", "latest_revision", "latest_revision_created_at",
        "locked", "locked_at", "locked_by",
    }
)  # fmt: skip

HIDDEN = "_ketamine_pages_hidden"


def is_content(model: type[Model]) -> bool:
    """Whether pages may show something of ``model``."""
    # Migrations have models of their own, before the tables of ours are there.
    if model._meta.apps is not apps:
        return False
    return model._meta.label_lower not in _ignored() and _is_content(model)


def _ignored() -> set[str]:
    return {label.lower() for label in conf.cache_ignored_models}


@cache
def _is_content(model: type[Model]) -> bool:
    meta = model._meta
    if issubclass(model, AbstractPage):
        return True
    if meta.app_label in BOOKKEEPING_APPS or meta.label_lower in BOOKKEEPING_MODELS:
        return False
    if issubclass(model, BOOKKEEPING_CLASSES):
        return False
    if not BOOKKEEPING_BASES.isdisjoint(base.__name__ for base in model.__mro__):
        return False
    if meta.app_label == "wagtailcore":
        return meta.model_name in CORE_MODELS
    if meta.app_label == "ketamine_pages":
        # What else there is are records: findings, reviews, places, and what visitors send.
        return issubclass(model, (LibraryItem, AbstractSetting)) or any(
            isinstance(field, ParentalKey) for field in meta.concrete_fields
        )
    return True


def remember_hidden(instance: Model) -> None:
    """``instance`` is about to be saved: remember whether visitors read it before or after.

    The admin saves a page that was never published with each draft, again and again while its
    editor types. Its address counts all the same, as pages below it may be published.
    """
    instance.__dict__.pop(HIDDEN, None)
    model = type(instance)
    if getattr(instance, "live", True) or instance._state.adding or not is_content(model):
        return
    # Where nothing can show it, to ask would cost more than a version too many.
    if not can_start(model, ALL_WAYS):
        return
    same = {"url_path": instance.url_path} if isinstance(instance, AbstractPage) else {}
    stored = model._base_manager.filter(pk=instance.pk, live=False, **same)
    instance.__dict__[HIDDEN] = stored.exists()


def changes_content(instance: Model, created: bool, update_fields: Iterable[str] | None) -> bool:
    """Whether a save of ``instance`` may have changed what a visitor reads."""
    if not is_content(type(instance)) or instance.__dict__.pop(HIDDEN, False):
        return False
    if created:
        return bool(getattr(instance, "live", True))
    if update_fields is None:
        return True
    if instance._meta.label == settings.AUTH_USER_MODEL and set(update_fields) == {"last_login"}:
        return False
    return not DRAFT_FIELDS.issuperset(update_fields)
