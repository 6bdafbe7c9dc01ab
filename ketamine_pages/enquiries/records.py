"""Enquiries as they are stored. Nothing but their answers holds what a visitor wrote."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from typing import Any

import swapper
from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from ketamine_pages.answers import AnswersField
from ketamine_pages.codes import CodesField
from ketamine_pages.defaults import new_enquiry_reference

swapper.set_app_prefix("wagtailcore", "wagtail")

DEFAULT_RETENTION_DAYS = 30


class EnquiryStatus(models.TextChoices):
    """How far an enquiry has come. "Spam" is what a person has decided; see ``is_suspected``."""

    NEW = "new", _("new")
    CONTACTED = "contacted", _("contacted")
    CLOSED = "closed", _("closed")
    SPAM = "spam", _("spam")


class SuspicionReason(models.TextChoices):
    """Why an enquiry may be spam."""

    HONEYPOT = "honeypot", _("a field that people do not see was filled in")
    TOO_FAST = "too-fast", _("sent faster than a person types")
    TOO_OLD = "too-old", _("sent from a form that was opened long before")
    NO_TOKEN = "no-token", _("the form was not opened, or was changed")
    TOO_MANY = "too-many", _("many enquiries from one address")
    PROOF_OF_WORK = "proof-of-work", _("the browser did not solve its task")


class ConsentWording(models.Model):
    """One version of what visitors agree to. A row is never changed: enquiries refer to it."""

    digest = models.CharField(max_length=64, unique=True, editable=False)
    text = models.TextField(_("text"), editable=False)
    first_used_at = models.DateTimeField(_("first used"), default=timezone.now, editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("consent wording")
        verbose_name_plural = _("consent wordings")
        ordering = ["-first_used_at"]

    def __str__(self) -> str:
        return self.version

    @property
    def version(self) -> str:
        """A short name of the version, the same wherever this wording is used."""
        return self.digest[:8]

    @classmethod
    def of(cls, text: str) -> ConsentWording:
        """The row of this wording, made when it is first agreed to."""
        digest = sha256(text.encode()).hexdigest()
        return cls.objects.get_or_create(digest=digest, defaults={"text": text})[0]


class Enquiry(models.Model):
    """What one visitor has sent: where from, when, what became of it, and the answers.

    Neither searchable nor in any API; no revisions. ``answers`` is the only column with anything
    that the visitor wrote, see :mod:`ketamine_pages.answers`.
    """

    reference = models.CharField(
        _("reference"), max_length=16, unique=True, default=new_enquiry_reference, editable=False
    )
    # Of the form that was shown and of what was sent: the same again is no other enquiry.
    idempotency_key = models.CharField(max_length=64, unique=True, editable=False)
    page = models.ForeignKey(
        swapper.get_model_name("wagtailcore", "Page"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        editable=False,
        verbose_name=_("form"),
    )
    page_title = models.CharField(_("form"), max_length=255, editable=False)
    site = models.ForeignKey(
        Site,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        editable=False,
        verbose_name=_("site"),
    )
    location = models.ForeignKey(
        swapper.get_model_name("wagtailcore", "Page"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        editable=False,
        verbose_name=_("location"),
    )
    location_title = models.CharField(_("location"), max_length=255, blank=True, editable=False)
    language = models.CharField(_("language"), max_length=100, editable=False)
    submitted_at = models.DateTimeField(
        _("received"), default=timezone.now, editable=False, db_index=True
    )
    status = models.CharField(
        _("status"), max_length=12, choices=EnquiryStatus, default=EnquiryStatus.NEW
    )
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("assigned to"),
    )
    consent = models.ForeignKey(
        ConsentWording,
        on_delete=models.PROTECT,
        related_name="enquiries",
        editable=False,
        verbose_name=_("consent"),
    )
    consented_at = models.DateTimeField(_("agreed"), default=timezone.now, editable=False)
    # Annotated because the plugin of mypy takes these for texts.
    answers: Any = AnswersField(_("answers"))
    # "Possible spam": the visitor was thanked like any other, staff decide.
    is_suspected = models.BooleanField(
        _("possible spam"), default=False, editable=False, db_index=True
    )
    suspicions: Any = CodesField(
        _("reasons"), codes=SuspicionReason, max_length=120, blank=True, editable=False
    )
    purge_after: Any = models.DateTimeField(_("kept until"), editable=False, db_index=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("enquiry")
        verbose_name_plural = _("enquiries")
        # Staff add none; to export is more than to see.
        default_permissions = ("view", "change", "delete")
        permissions = [("export_enquiry", _("Can export enquiries"))]
        ordering = ["-submitted_at", "-pk"]
        indexes = [models.Index(fields=["status", "-submitted_at"], name="kp_enquiry_status")]

    def __str__(self) -> str:
        return self.reference

    def save(self, *args: Any, **kwargs: Any) -> None:
        if getattr(self, "purge_after", None) is None:
            self.keep_for(DEFAULT_RETENTION_DAYS)
        super().save(*args, **kwargs)

    def keep_for(self, days: int) -> None:
        """Set until when the enquiry is kept: ``days`` from when it was received."""
        self.purge_after = self.submitted_at + timedelta(days=days)


class EnquiryNotification(models.Model):
    """One message to one recipient that an enquiry waits: the outbox.

    Made in the transaction that stores the enquiry, so that neither is there without the other.
    ``last_error`` is the name of an exception, never its text, which may quote addresses.
    """

    enquiry = models.ForeignKey(
        Enquiry,
        on_delete=models.CASCADE,
        related_name="notifications",
        verbose_name=_("enquiry"),
    )
    recipient = models.EmailField(_("recipient"))
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_attempt_at = models.DateTimeField(_("next attempt"), default=timezone.now)
    sent_at = models.DateTimeField(_("sent"), null=True)
    last_error = models.CharField(_("last error"), max_length=100, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("notification about an enquiry")
        verbose_name_plural = _("notifications about enquiries")
        ordering = ["next_attempt_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["enquiry", "recipient"], name="kp_one_notification_each"
            )
        ]
        indexes = [models.Index(fields=["sent_at", "next_attempt_at"], name="kp_notification_due")]

    def __str__(self) -> str:
        return f"{self.enquiry_id}/{self.pk}"


class EnquiryTally(models.Model):
    """How many enquiries came in one hour: how many were stored, how many only counted.

    ``source`` is a keyed hash of an address that changes every day. Empty, it stands for all
    addresses together, and only suspected enquiries are counted there.
    """

    source = models.CharField(max_length=64, blank=True)
    hour = models.DateTimeField(_("hour"), db_index=True)
    stored = models.PositiveIntegerField(_("stored"), default=0)
    counted_only = models.PositiveIntegerField(_("only counted"), default=0)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("tally of enquiries")
        verbose_name_plural = _("tallies of enquiries")
        constraints = [
            models.UniqueConstraint(fields=["source", "hour"], name="kp_one_tally_an_hour")
        ]

    def __str__(self) -> str:
        return f"{self.hour:%Y-%m-%d %H:00}: {self.stored} + {self.counted_only}"
