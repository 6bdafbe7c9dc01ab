"""Clinical reviews as they are recorded, and where each reviewed object stands."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ketamine_pages.rules.findings import ReviewState
from ketamine_pages.rules.fingerprint import LENGTH
from ketamine_pages.rules.review import Outcome
from ketamine_pages.targets import AboutObject


class ReviewOutcome(models.TextChoices):
    """What a reviewer has decided."""

    APPROVED = Outcome.APPROVED.value, _("approved")
    CHANGES_REQUESTED = Outcome.CHANGES_REQUESTED.value, _("changes requested")
    NO_CHANGE_NEEDED = Outcome.NO_CHANGE_NEEDED.value, _("reviewed, no change needed")


class ClinicalReview(AboutObject):
    """A clinician has read a page or a library item, and what came of it.

    Name and credentials are those of that day, in the language of the text. ``content`` is what was
    read, as plain values (``rules.reviewing.readings``), and ``fingerprint`` its fingerprint by the
    recipe of that day; never the id of a revision, as drafts are overwritten in place.
    ``by_author``: the reviewer had written some of it. A review is a record; it is never changed.
    """

    reviewer = models.ForeignKey(
        "ketamine_pages.Clinician",
        on_delete=models.PROTECT,
        related_name="reviews",
        verbose_name=_("reviewer"),
    )
    reviewer_name = models.CharField(_("name of the reviewer"), max_length=120)
    reviewer_credentials = models.CharField(
        _("credentials of the reviewer"), max_length=120, blank=True
    )
    by_author = models.BooleanField(_("written by the reviewer"), default=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("recorded by"),
    )
    outcome = models.CharField(_("outcome"), max_length=20, choices=ReviewOutcome)
    reviewed_at = models.DateTimeField(_("reviewed at"), default=timezone.now)
    next_due = models.DateField(_("next review due"), null=True, blank=True)
    notes = models.TextField(_("notes"), blank=True)
    fingerprint = models.CharField(_("fingerprint"), max_length=LENGTH)
    recipe = models.PositiveSmallIntegerField(default=0)
    # Whether the fingerprint alone decides; else the content is read as well.
    is_exact = models.BooleanField(default=False)
    content = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("clinical review")
        verbose_name_plural = _("clinical reviews")
        ordering = ["-reviewed_at", "-pk"]
        indexes = [models.Index(fields=["content_type", "object_id"], name="kp_review_target")]

    def __str__(self) -> str:
        return gettext("%(outcome)s by %(reviewer)s") % {
            "outcome": self.get_outcome_display(),
            "reviewer": self.signature,
        }

    @property
    def signature(self) -> str:
        """Name and credentials of the reviewer, as they were."""
        return ", ".join(filter(None, (self.reviewer_name, self.reviewer_credentials)))


class StoredState(models.TextChoices):
    """How the last review relates to the published content, but for its date."""

    NEVER = ReviewState.NEVER.value, _("never reviewed")
    CURRENT = ReviewState.CURRENT.value, _("reviewed")
    CHANGED = ReviewState.CHANGED.value, _("changed since review")


class ReviewStatus(AboutObject):
    """Where a published page or library item stands; one row each, kept up to date by the package.

    ``review`` is the latest review that was passed. ``needs_check`` says that something which the
    object shows has changed and that a background task has yet to compare the content.
    """

    title = models.CharField(_("title"), max_length=255)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("owner"),
    )
    review = models.ForeignKey(
        ClinicalReview,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("last review"),
    )
    state = models.CharField(
        _("state"), max_length=10, choices=StoredState, default=StoredState.NEVER
    )
    next_due = models.DateField(_("next review due"), null=True)
    fingerprint = models.CharField(max_length=LENGTH, blank=True)
    needs_check = models.BooleanField(default=False, db_index=True)
    checked_at = models.DateTimeField(default=timezone.now)
    reminded_of = models.CharField(max_length=120, blank=True)

    class Meta:
        verbose_name = _("review status")
        verbose_name_plural = _("review statuses")
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id"], name="kp_one_review_status"
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def told_of_change(self) -> bool:
        """Whether the last reminder was about a change since the review."""
        return self.reminded_of.startswith(f"{StoredState.CHANGED}:")

    @property
    def review_state(self) -> ReviewState:
        """The state today, overdue included."""
        is_over = self.next_due is not None and self.next_due < timezone.localdate()
        if self.state == StoredState.CURRENT and is_over:
            return ReviewState.OVERDUE
        return ReviewState(self.state)
