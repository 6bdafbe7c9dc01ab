"""Who may see and record reviews."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, QuerySet
from django.urls import reverse
from wagtail.models import TaskState, WorkflowMixin

from ketamine_pages.admin.findings.access import editable_targets, may_see_findings
from ketamine_pages.editing import EDITING, get_policy
from ketamine_pages.reviews.mixin import ReviewedMixin
from ketamine_pages.reviews.records import ReviewStatus
from ketamine_pages.reviews.standing import clinician_of, is_reviewed
from ketamine_pages.reviews.task import ClinicalReviewTask
from ketamine_pages.targets import AboutObject, target_of

if TYPE_CHECKING:
    from ketamine_pages.editing import Asker

READ_URL_NAME = "ketamine_pages_read"
READ_PAGE_URL_NAME = "ketamine_pages_read_page"


def known_clinician(user: Any) -> Any:
    """The ``Clinician`` that a user is, or ``None``; asked once for each request."""
    if not hasattr(user, "_ketamine_pages_clinician"):
        user._ketamine_pages_clinician = clinician_of(user)
    return user._ketamine_pages_clinician


def may_see_reviews(user: Asker) -> bool:
    """Whether the report could list anything for a user; it lists everything for reviewers."""
    return known_clinician(user) is not None or may_see_findings(user)


def visible_statuses(user: Asker) -> QuerySet[ReviewStatus]:
    """The review statuses of what a user may edit; for reviewers, all of them."""
    statuses = ReviewStatus.objects.all()
    if known_clinician(user) is not None:
        return statuses
    return statuses.filter(editable_targets(user))


def find_waiting(user: Asker) -> list[TaskState]:
    """The steps of workflows in which a text waits for this reviewer, the newest first."""
    if known_clinician(user) is None:
        return []
    states = TaskState.objects.reviewable_by(user).filter(
        task__content_type=ContentType.objects.get_for_model(ClinicalReviewTask)
    )
    rows = states.select_related("revision__user").prefetch_related("revision__content_object")
    return [
        each
        for each in rows.order_by("-started_at", "-pk")
        if isinstance(each.revision.content_object, ReviewedMixin)
    ]


def find_waiting_state(user: Asker, instance: Any) -> TaskState | None:
    """The step of a workflow in which ``instance`` waits for this reviewer, if it does."""
    is_ours = isinstance(instance, ReviewedMixin) and isinstance(instance, WorkflowMixin)
    if not is_ours or known_clinician(user) is None:
        return None
    state = instance.current_workflow_task_state
    task = state.task.specific if state is not None else None
    is_theirs = isinstance(task, ClinicalReviewTask) and task.can_review(user)
    return state if is_theirs else None


def may_read(user: Asker, instance: Any) -> bool:
    """Whether a user reviews a page or item: it is published, or waits for this reviewer.

    What is not reviewed as a rule may be submitted for a review all the same.
    """
    if known_clinician(user) is None:
        return False
    if instance.live and is_reviewed(type(instance)):
        return True
    return find_waiting_state(user, instance) is not None


def get_read_address(status: AboutObject) -> str:
    """Where a reviewer reads the page or library item of a status."""
    return reverse(READ_URL_NAME, args=[status.content_type_id, status.object_id])


def get_address_of(instance: Model) -> str:
    """Where a reviewer reads ``instance``."""
    return get_read_address(ReviewStatus(**target_of(instance)))


def may_change(user: Asker, instance: Model) -> bool:
    """Whether a user could work on ``instance`` if no workflow asked for it."""
    policy = get_policy(type(instance))
    return bool(policy and policy.user_has_any_permission_for_instance(user, EDITING, instance))
