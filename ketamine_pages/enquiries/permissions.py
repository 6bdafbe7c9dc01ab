"""Who may do what with which enquiries."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import swapper
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db.models import Q, QuerySet
from wagtail.permission_policies.base import BaseDjangoAuthPermissionPolicy

from ketamine_pages.enquiries.handling_records import GroupEnquiryPermission
from ketamine_pages.enquiries.records import Enquiry

if TYPE_CHECKING:
    from ketamine_pages.editing import Asker

ACTIONS = ("view", "change", "export", "delete")


class EnquiryPermissionPolicy(BaseDjangoAuthPermissionPolicy):
    """Django's permissions hold for all enquiries, ``GroupEnquiryPermission`` for those to a
    location: the chosen page, what is below it, and the same in other languages.

    The actions are "view", "change", "export" and "delete". Each lets a user see an enquiry; beyond
    that, none brings another along.
    """

    permission_cache_name = "_ketamine_pages_enquiry_permissions"

    def get_all_permissions_for_user(self, user: Asker) -> list[tuple[str, str]]:
        """Pairs of a codename and the path of a page below which it holds."""
        if not user.is_active or user.is_anonymous or user.is_superuser:
            return []
        granted = GroupEnquiryPermission.objects.filter(
            group__user=user, permission__content_type=self._content_type
        ).values_list("permission__codename", "page__translation_key")
        paths: dict[Any, list[str]] = {}
        pages = swapper.load_model("wagtailcore", "Page").objects
        keys = {key for _codename, key in granted}
        for key, path in pages.filter(translation_key__in=keys).values_list(
            "translation_key", "path"
        ):
            paths.setdefault(key, []).append(path)
        return [(codename, path) for codename, key in granted for path in paths.get(key, [])]

    def get_permissions(self) -> QuerySet[Permission]:
        """The permissions that a user or a group can be given."""
        return self._get_permission_objects_for_actions(ACTIONS)

    def user_has_permission(self, user: Asker, action: str) -> bool:
        return self.user_has_any_permission(user, [action])

    def user_has_any_permission(self, user: Asker, actions: Iterable[str]) -> bool:
        return self._has_all(user, actions) or bool(self._paths(user, actions))

    def user_has_permission_for_instance(self, user: Asker, action: str, instance: Enquiry) -> bool:
        return self.user_has_any_permission_for_instance(user, [action], instance)

    def user_has_any_permission_for_instance(
        self, user: Asker, actions: Iterable[str], instance: Enquiry
    ) -> bool:
        if self._has_all(user, actions):
            return True
        paths = self._paths(user, actions)
        location = instance.location if paths else None
        return location is not None and location.path.startswith(tuple(paths))

    def instances_user_has_any_permission_for(
        self, user: Asker, actions: Iterable[str]
    ) -> QuerySet[Enquiry]:
        if self._has_all(user, actions):
            return Enquiry.objects.all()
        below = Q(pk__in=[])
        for path in self._paths(user, actions):
            below |= Q(location__path__startswith=path)
        return Enquiry.objects.filter(below)

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet[Any]:
        permissions = self._get_permission_objects_for_actions(actions)
        return self._users(
            permissions, Q(groups__ketamine_enquiry_permissions__permission__in=permissions)
        )

    def users_with_any_permission_for_instance(
        self, actions: Iterable[str], instance: Enquiry
    ) -> QuerySet[Any]:
        permissions = self._get_permission_objects_for_actions(actions)
        if instance.location is None:
            return self._users(permissions)
        above = instance.location.get_ancestors(inclusive=True)
        granted = GroupEnquiryPermission.objects.filter(
            permission__in=permissions,
            page__translation_key__in=above.order_by().values("translation_key"),
        )
        return self._users(permissions, Q(groups__in=granted.values("group")))

    def _users(
        self, permissions: QuerySet[Permission], by_location: Q | None = None
    ) -> QuerySet[Any]:
        anyhow = (
            Q(is_superuser=True)
            | Q(user_permissions__in=permissions)
            | Q(groups__permissions__in=permissions)
        )
        who = anyhow if by_location is None else anyhow | by_location
        users = get_user_model()._default_manager
        # Not distinct(), which some databases refuse for columns that a user model may have.
        return users.filter(pk__in=users.filter(who, is_active=True).values("pk"))

    def _has_all(self, user: Asker, actions: Iterable[str]) -> bool:
        return bool(user.is_authenticated and user.is_active) and (
            user.is_superuser
            or any(user.has_perm(self._get_permission_name(action)) for action in actions)
        )

    def _paths(self, user: Asker, actions: Iterable[str]) -> list[str]:
        wanted = self._get_permission_codenames(actions)
        granted = self.get_cached_permissions_for_user(user)
        return [path for codename, path in granted if codename in wanted]


policy = EnquiryPermissionPolicy(Enquiry)


def visible_enquiries(user: Asker) -> QuerySet[Enquiry]:
    """The enquiries that a user may see: those with which he or she may do anything at all."""
    return policy.instances_user_has_any_permission_for(user, ACTIONS)


def users_who_see(enquiry: Enquiry) -> QuerySet[Any]:
    """The users who may see an enquiry, so those to whom it can be assigned."""
    return policy.users_with_any_permission_for_instance(ACTIONS, enquiry)
