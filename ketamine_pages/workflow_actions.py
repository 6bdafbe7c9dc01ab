"""What happens at the end of a workflow, for ``WAGTAIL_FINISH_WORKFLOW_ACTION``.

Wagtail imports this while its own models load, so no model may be imported at the top.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.workflows import publish_workflow_state

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from wagtail.models import Workflow, WorkflowState


def finish_clinical_review(workflow_state: WorkflowState, user: User | None = None) -> None:
    """Publish what was approved, if the reviewer or whoever asked for the review may publish it.

    Otherwise, and where errors stop it, it stays an approved draft: approving a text is no
    permission to publish it. Workflows without a clinical review end as Wagtail ends them.
    """
    from ketamine_pages.editing import may_publish

    if not has_clinical_review(workflow_state.workflow):
        publish_workflow_state(workflow_state, user=user)
        return
    revision = workflow_state.content_object.get_latest_revision()
    content = revision.as_object()
    if not any(may_publish(each, content) for each in (user, workflow_state.requested_by)):
        return
    try:
        with transaction.atomic():
            revision.publish(user=user, skip_permission_checks=True)
    except ValidationError:
        # The approval stands; the page that follows says that the text is not published.
        return


def has_clinical_review(workflow: Workflow) -> bool:
    """Whether one of the steps of ``workflow`` is a ``ClinicalReviewTask``."""
    return bool(
        workflow.workflow_tasks.filter(
            task__content_type__app_label="ketamine_pages",
            task__content_type__model="clinicalreviewtask",
        ).exists()
    )
