"""Whose findings a user may see: those of what he or she may edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast
from wagtail.models import AbstractPage
from wagtail.permissions import page_permission_policy

from ketamine_pages.editing import EDITING, has_any_permission
from ketamine_pages.findings.store import gated_models
from ketamine_pages.findings.stored import StoredFinding
from ketamine_pages.library.item import LibraryItem
from ketamine_pages.shown.kinds import library_models

if TYPE_CHECKING:
    from ketamine_pages.editing import Asker


def editable_item_models(user: Asker) -> list[Any]:
    """The library models whose items a user may edit."""
    return [model for model in library_models() if has_any_permission(user, EDITING, [model])]


def may_see_findings(user: Asker) -> bool:
    """Whether a user may edit any pages or library items, which the report could be about."""
    return has_any_permission(user, EDITING, [AbstractPage, *library_models()])


def editable_targets(user: Asker) -> Q:
    """Which rows with ``content_type`` and ``object_id`` are about something a user may edit."""
    types = ContentType.objects.get_for_models(*gated_models())
    items = {types[model].pk for model in editable_item_models(user)}
    page_types = {
        content_type.pk
        for model, content_type in types.items()
        if not issubclass(model, LibraryItem)
    }
    allowed = Q(content_type__in=items)
    if user.is_superuser:
        allowed |= Q(content_type__in=page_types)
    else:
        pages = page_permission_policy.instances_user_has_any_permission_for(user, EDITING)
        keys = pages.order_by().annotate(key=Cast("pk", CharField(max_length=255))).values("key")
        allowed |= Q(content_type__in=page_types, object_id__in=keys)
    return allowed


def visible_findings(user: Asker) -> QuerySet[StoredFinding]:
    """The stored findings about what a user may edit. One query, whatever the site's size."""
    return StoredFinding.objects.filter(editable_targets(user))
