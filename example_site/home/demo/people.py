"""Who may do what on the demo site."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_permission_codename, get_user_model
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.utils.crypto import get_random_string
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
)

from ketamine_pages.library.starter import MODELS
from ketamine_pages.models import Clinician, ClinicSettings, Enquiry, SiteWording

MARKETING = "Marketing"
PASSWORD_LENGTH = 16


def permission(action: str, model: Any) -> Permission:
    """The permission for an action on a model."""
    return Permission.objects.get(
        content_type=ContentType.objects.get_for_model(model),
        codename=get_permission_codename(action, model._meta),
    )


def make_marketing_group(home: Page) -> bool:
    """A group that composes and publishes pages and library items, and answers enquiries; returns
    whether it is new."""
    group, is_new = Group.objects.get_or_create(name=MARKETING)
    if not is_new:
        return False
    admin_access = Permission.objects.get(
        content_type__app_label="wagtailadmin", codename="access_admin"
    )
    group.permissions.add(admin_access, permission("change", ClinicSettings))
    for action in ("view", "change", "export"):
        group.permissions.add(permission(action, Enquiry))
    for model in (*MODELS.values(), Clinician, SiteWording):
        for action in ("view", "add", "change", "publish"):
            group.permissions.add(permission(action, model))
    for action in ("add", "change", "publish"):
        GroupPagePermission.objects.create(
            group=group, page=home, permission=permission(action, Page)
        )
    uploads = Collection.get_first_root_node()
    for model in (get_image_model(), get_document_model()):
        for action in ("add", "change", "choose"):
            GroupCollectionPermission.objects.create(
                group=group, collection=uploads, permission=permission(action, model)
            )
    return True


def make_editor() -> bool:
    """The user “editor” of the marketing team, who cannot log in yet; returns whether it is new."""
    users = get_user_model()._default_manager
    editor, is_new = users.get_or_create(
        username="editor",
        defaults={"email": "editor@example.com", "first_name": "Demo", "last_name": "Editor"},
    )
    if is_new:
        editor.set_unusable_password()
        editor.save()
        editor.groups.add(Group.objects.get(name=MARKETING))
    return is_new


def reset_passwords() -> str:
    """Give “admin”, made if there is none, “editor” and “reviewer” one new password; returns it."""
    users = get_user_model()._default_manager
    password = get_random_string(PASSWORD_LENGTH)
    admin, _is_new = users.get_or_create(
        username="admin",
        defaults={"email": "admin@example.com", "first_name": "Demo", "last_name": "Admin"},
    )
    admin.is_active = admin.is_staff = admin.is_superuser = True
    for user in (admin, *users.filter(username__in=["editor", "reviewer"])):
        user.set_password(password)
        user.save()
    return password
