"""The step of a workflow in which a clinician reads a page or a library item."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.models import Group
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask, Task, TaskState

from ketamine_pages.reviews.mixin import ReviewedMixin
from ketamine_pages.reviews.reading import CHANGED, Person, get_obstacle, sign_reading, was_read
from ketamine_pages.reviews.recording import record_review
from ketamine_pages.reviews.records import ReviewOutcome
from ketamine_pages.reviews.standing import clinician_of

SALT = "ketamine_pages.review_step"
RESULT_URL_NAME = "ketamine_pages_review_result"
WAGTAILS_GROUPS = AbstractGroupApprovalTask._meta.get_field("groups")


def read_draft(task_state: TaskState) -> Any:
    """The newest draft of what waits in ``task_state``."""
    return task_state.revision.content_object.get_latest_revision_as_object()


def sign_draft(task_state: TaskState) -> str:
    """As ``sign_reading``, of the draft that waits: what is on the screen, and in which step."""
    return signing.dumps([task_state.pk, sign_reading(read_draft(task_state))], salt=SALT)


def was_draft_read(token: str, approved: TaskState | None = None) -> bool:
    """Whether the draft is still what it was when ``token`` was made.

    With ``approved``, the token must have been made for that step and no other.
    """
    try:
        task_state_id, reading = signing.loads(token, salt=SALT)
        if approved is not None and approved.pk != task_state_id:
            return False
        task_state = TaskState.objects.get(pk=task_state_id)
    except (signing.BadSignature, TaskState.DoesNotExist, TypeError, ValueError):
        return False
    return was_read(reading, read_draft(task_state))


class ApprovalForm(forms.Form):
    """Notes, and what was read."""

    comment = forms.CharField(
        label=_("Notes"), required=False, widget=forms.Textarea({"rows": 2}), max_length=2000
    )
    reading = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not was_draft_read(cleaned.get("reading", "")):
            raise ValidationError(CHANGED)
        return cleaned


class ClinicalReviewTask(AbstractGroupApprovalTask):
    """Reviewers of the chosen groups approve a text, or ask for changes.

    Only members who are an active ``Clinician`` act. Approving records a ``ClinicalReview`` of what
    was read; it is not offered while there are errors among the findings, nor to whoever has
    written some of it, unless ``ALLOW_SELF_REVIEW`` says so.
    """

    # As Wagtail has them but for the accessors: a site may have a task of the same name.
    task_ptr = models.OneToOneField(
        Task, on_delete=models.CASCADE, parent_link=True, related_name="ketamine_clinical_review"
    )
    groups = models.ManyToManyField(
        Group,
        verbose_name=WAGTAILS_GROUPS.verbose_name,
        help_text=WAGTAILS_GROUPS.help_text,
        related_name="+",
    )

    class Meta:
        verbose_name = _("clinical review")
        verbose_name_plural = _("clinical reviews")

    @classmethod
    def get_description(cls) -> str:
        return gettext("A clinician of the chosen groups reads the text and approves it.")

    def can_review(self, user: Person) -> bool:
        """Whether ``user`` is an active reviewer in one of the groups."""
        return bool(self._user_in_groups(user)) and clinician_of(user) is not None

    def get_obstacle(self, obj: ReviewedMixin, user: Person) -> str:
        """Why ``user`` cannot approve the newest draft of ``obj``; empty where nothing is wrong."""
        return get_obstacle(obj.get_latest_revision_as_object(), user)

    def get_actions(self, obj: ReviewedMixin, user: Person) -> list[tuple[str, Any, bool]]:
        if not self.can_review(user):
            return []
        actions = [("reject", _("Request changes"), True)]
        if not self.get_obstacle(obj, user):
            # Always with a form, which carries what was on the screen.
            actions.append(("approve", _("Approve as reviewed"), True))
        return actions

    def get_form_for_action(self, action: str) -> Any:
        return ApprovalForm if action == "approve" else super().get_form_for_action(action)

    def get_template_for_action(self, action: str) -> str:
        return "ketamine_pages/admin/reviews/review_action.html" if action == "approve" else ""

    @transaction.atomic
    def on_action(
        self,
        task_state: TaskState,
        user: Person,
        action_name: str,
        **kwargs: Any,
    ) -> Any:
        """Returns the address of the page that says what came of it."""
        result = reverse(RESULT_URL_NAME, args=[task_state.pk])
        if not self.can_review(user):
            return result
        reading, notes = kwargs.pop("reading", ""), kwargs.get("comment", "")
        content = read_draft(task_state)
        if action_name == "approve":
            if not was_draft_read(reading, task_state) or get_obstacle(content, user):
                # Nothing is lost and nothing approved; the page that follows says why.
                return result
            outcome = ReviewOutcome.APPROVED
        else:
            outcome = ReviewOutcome.CHANGES_REQUESTED
        record_review(content, clinician_of(user), outcome, user=user, notes=notes)
        super().on_action(task_state, user, action_name, **kwargs)
        return result

    def get_task_states_user_can_moderate(self, user: Person, **kwargs: Any) -> Any:
        states = super().get_task_states_user_can_moderate(user, **kwargs)
        return states if self.can_review(user) else states.none()
