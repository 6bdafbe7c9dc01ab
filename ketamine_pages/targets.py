"""Pages and library items as what records are about: reviews, states, findings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, TypeVar

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

# Content type and primary key, as records name an object.
Key = tuple[int, str]


class AboutObject(models.Model):
    """A row about a page or a library item, named by content type and primary key."""

    content_type = models.ForeignKey(
        ContentType, on_delete=models.CASCADE, related_name="+", verbose_name=_("content type")
    )
    # As text, since a site's base page may have any kind of primary key.
    object_id = models.CharField(_("object id"), max_length=255)
    content_object = GenericForeignKey("content_type", "object_id")
    content_object.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]

    class Meta:
        abstract = True

    @property
    def target_model(self) -> Any:
        """The model of the object, or ``None`` where its app is gone. Asks no database."""
        # By id: Django keeps content types, but a foreign key does not look there.
        return ContentType.objects.get_for_id(self.content_type_id).model_class()


Row = TypeVar("Row", bound=AboutObject)


def target_of(instance: Any) -> dict[str, Any]:
    """``content_type`` and ``object_id`` of a page or library item, for lookups and new rows."""
    # A page that was loaded as the base page knows its own type.
    content_type = getattr(instance, "cached_content_type", None)
    if content_type is None:
        content_type = ContentType.objects.get_for_model(instance)
    return {"content_type": content_type, "object_id": str(instance.pk)}


def key_of(instance: models.Model) -> Key:
    """The same as a key for dictionaries."""
    target = target_of(instance)
    return target["content_type"].pk, target["object_id"]


def rows_about(model: type[Row], targets: Iterable[dict[str, Any]]) -> QuerySet[Row]:
    """The rows of ``model`` about many objects, of whatever types: one query, or none."""
    by_type: dict[Any, list[str]] = defaultdict(list)
    for target in targets:
        by_type[target["content_type"]].append(target["object_id"])
    asked = Q(pk__in=[])
    for content_type, ids in by_type.items():
        asked |= Q(content_type=content_type, object_id__in=ids)
    return model._default_manager.filter(asked)
