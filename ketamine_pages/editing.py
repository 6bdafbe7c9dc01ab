"""Where pages and library items are edited, who may edit and publish them, and what their types
are called.

Wagtail knows the first two: from its registry of edit addresses and its permission policies. All
of the package asks here, so that a link, a report and a view cannot disagree about what is allowed.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.urls import NoReverseMatch
from django.utils.text import capfirst
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import AbstractPage
from wagtail.permissions import page_permission_policy
from wagtail.snippets.models import get_snippet_models

from ketamine_pages.targets import AboutObject

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser, User

    # Who asks, as ``request.user`` says. Type checkers take ``User`` for the site's own user model.
    Asker = User | AnonymousUser

# With either of these a user gets the form of a library item.
EDITING = ("change", "publish")


def get_edit_address(instance: Model, user: Asker | None = None) -> str | None:
    """The path of the form for a page or library item, such as ``/admin/pages/5/edit/``.

    ``None`` where ``user``, if given, may not change it, where its model is not in the admin, and
    in a process that serves no admin.
    """
    try:
        address = AdminURLFinder(user).get_edit_url(instance)
    except NoReverseMatch:
        return None
    return str(address) if address else None


def get_row_edit_address(row: AboutObject) -> str | None:
    """The edit address, for anybody, of what a row of a report is about. Asks no database."""
    model = row.target_model
    # The finder wants an object, of which the address needs nothing but the key.
    return None if model is None else get_edit_address(model(pk=row.object_id))


def get_policy(model: Any) -> Any:
    """Wagtail's permission policy for a page type or a library model.

    ``None`` where a model is neither a page nor among the snippets of the admin.
    """
    if issubclass(model, AbstractPage):
        return page_permission_policy
    # A registry of policies is only in Wagtail 8; there the viewset answers with what is in it.
    is_snippet = issubclass(model, tuple(get_snippet_models()))
    return model.snippet_viewset.permission_policy if is_snippet else None


def has_any_permission(user: Asker, actions: Iterable[str], models: Iterable[Any]) -> bool:
    """Whether ``user`` has one of the ``actions`` on any object of any of the ``models``."""
    policies = (get_policy(model) for model in models)
    return any(policy and policy.user_has_any_permission(user, actions) for policy in policies)


def may_edit(user: Asker, instance: Model) -> bool:
    """Whether ``user`` may open the form of a page or library item."""
    if isinstance(instance, AbstractPage):
        # More than the policy: editors of a workflow's step, and owners of drafts.
        return bool(instance.permissions_for_user(user).can_edit())
    policy = get_policy(type(instance))
    return bool(policy and policy.user_has_any_permission_for_instance(user, EDITING, instance))


def may_publish(user: Asker | None, instance: Model) -> bool:
    """Whether ``user`` (``None`` for nobody) may publish a page or library item."""
    if user is None or not user.is_active:
        return False
    if isinstance(instance, AbstractPage):
        return bool(instance.permissions_for_user(user).can_publish())
    policy = get_policy(type(instance))
    return bool(policy and policy.user_has_permission_for_instance(user, "publish", instance))


def get_type_name(model: type[Model] | None) -> str:
    """What editors call a page type or library model; empty for ``None``, an app that is gone."""
    return str(capfirst(model._meta.verbose_name)) if model else ""


def get_type_choices(models: Iterable[Any]) -> list[tuple[int, str]]:
    """``models`` for a filter by content type, in the order of their names."""
    types = ContentType.objects.get_for_models(*models)
    named = [(type_.pk, get_type_name(model)) for model, type_ in types.items()]
    return sorted(named, key=lambda choice: choice[1])
