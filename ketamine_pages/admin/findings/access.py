"""Whose findings a user may see: those of what he or she may edit."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast
from wagtail.permissions import page_permission_policy

from ketamine_pages.findings.store import gated_models
from ketamine_pages.findings.stored import StoredFinding
from ketamine_pages.library.item import LibraryItem

ACTIONS = ("change", "publish")


def get_item_policy(model: Any) -> Any:
    """The permission policy of a library model; ``None`` where it is registered nowhere."""
    viewset = getattr(model, "snippet_viewset", None)
    return None if viewset is None else viewset.permission_policy


def may_edit(user: Any, instance: Any) -> bool:
    """Whether a user may edit a page or library item."""
    if hasattr(instance, "permissions_for_user"):
        return bool(instance.permissions_for_user(user).can_edit())
    policy = get_item_policy(type(instance))
    return bool(policy and policy.user_has_any_permission_for_instance(user, ACTIONS, instance))


def editable_item_models(user: Any) -> list[Any]:
    """The library models whose items a user may edit."""
    return [
        model
        for model in gated_models()
        if issubclass(model, LibraryItem)
        and hasattr(model, "snippet_viewset")
        and model.snippet_viewset.permission_policy.user_has_any_permission(user, ACTIONS)
    ]


def may_see_findings(user: Any) -> bool:
    """Whether there can be anything in the report for a user."""
    return bool(
        page_permission_policy.user_has_any_permission(user, ACTIONS) or editable_item_models(user)
    )


def editable_targets(user: Any) -> Q:
    """Rows about what a user may edit, by ``content_type`` and ``object_id``."""
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
        pages = page_permission_policy.instances_user_has_any_permission_for(user, ACTIONS)
        keys = pages.order_by().annotate(key=Cast("pk", CharField(max_length=255))).values("key")
        allowed |= Q(content_type__in=page_types, object_id__in=keys)
    return allowed


def visible_findings(user: Any) -> QuerySet[StoredFinding]:
    """The stored findings about what a user may edit. One query, whatever the site's size."""
    return StoredFinding.objects.filter(editable_targets(user))
