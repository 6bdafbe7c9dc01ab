"""What is stored about the handling of enquiries: notes, access log, permissions by location."""

from __future__ import annotations

import swapper
from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ketamine_pages.answers import SealedTextField
from ketamine_pages.enquiries.records import Enquiry

swapper.set_app_prefix("wagtailcore", "wagtail")


class EnquiryNote(models.Model):
    """What somebody on the staff wrote down about an enquiry. Never changed; goes with it.

    ``text`` is stored as answers are: notes say more about people than their enquiries do.
    """

    enquiry = models.ForeignKey(
        Enquiry, on_delete=models.CASCADE, related_name="notes", verbose_name=_("enquiry")
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("author"),
    )
    # Stays when the account goes.
    author_name = models.CharField(_("author"), max_length=255, blank=True)
    text = SealedTextField(_("note"))
    created_at = models.DateTimeField(_("written"), default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("note on an enquiry")
        verbose_name_plural = _("notes on enquiries")
        default_permissions = ()
        ordering = ["created_at", "pk"]

    def __str__(self) -> str:
        return f"{self.enquiry_id}/{self.pk}"


class EnquiryAction(models.TextChoices):
    """What was done with an enquiry."""

    VIEWED = "viewed", _("Opened")
    EXPORTED = "exported", _("Exported")
    STATUS = "status", _("Status changed")
    ASSIGNED = "assigned", _("Assigned")
    NOTED = "noted", _("Note added")
    NOT_SPAM = "not-spam", _("Marked as no spam")


class EnquiryAccess(models.Model):
    """One line of the access log of an enquiry: who did what and when. Goes with the enquiry.

    ``detail`` is the new status, or the name of who it was assigned to; nothing that a visitor or
    the staff wrote.
    """

    enquiry = models.ForeignKey(
        Enquiry, on_delete=models.CASCADE, related_name="accesses", verbose_name=_("enquiry")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("user"),
    )
    user_name = models.CharField(_("user"), max_length=255, blank=True)
    action = models.CharField(_("action"), max_length=12, choices=EnquiryAction)
    detail = models.CharField(_("detail"), max_length=255, blank=True)
    at = models.DateTimeField(_("when"), default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("access to an enquiry")
        verbose_name_plural = _("accesses to enquiries")
        default_permissions = ()
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.enquiry_id}: {self.action}"


class GroupEnquiryPermission(models.Model):
    """What a group may do with the enquiries to a location: that of ``page`` or below it.

    Permissions that a group has without a page hold for all enquiries, also for those to no
    location.
    """

    group = models.ForeignKey(
        Group,
        on_delete=models.CASCADE,
        related_name="ketamine_enquiry_permissions",
        verbose_name=_("group"),
    )
    page = models.ForeignKey(
        swapper.get_model_name("wagtailcore", "Page"),
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("location"),
    )
    permission = models.ForeignKey(
        Permission, on_delete=models.CASCADE, related_name="+", verbose_name=_("permission")
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("permission for the enquiries of a location")
        verbose_name_plural = _("permissions for the enquiries of locations")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["group", "page", "permission"], name="kp_enquiry_permission_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.group_id}/{self.page_id}: {self.permission_id}"
