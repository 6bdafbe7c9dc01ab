"""Clinical review on the demo site: who reads, in which workflow, and what was read."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, Workflow, WorkflowContentType, WorkflowPage, WorkflowTask

from example_site.home.demo.clinic_name import REVIEWER
from ketamine_pages.library.starter import MODELS
from ketamine_pages.models import (
    ClinicalReviewTask,
    Clinician,
    LibraryItem,
    ReviewOutcome,
    SiteWording,
    Source,
)
from ketamine_pages.reviews.recording import record_review
from ketamine_pages.rules.findings import ReviewState

REVIEWERS = "Clinical reviewers"
WORKFLOW = "Clinical review"
LIBRARY: list[type[LibraryItem]] = [*MODELS.values(), SiteWording]


def make_reviewer_user() -> bool:
    """The user “reviewer”, who cannot log in yet and may not publish; returns whether it is new."""
    group, is_new_group = Group.objects.get_or_create(name=REVIEWERS)
    if is_new_group:
        group.permissions.add(
            Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
        )
    users = get_user_model()._default_manager
    user, is_new = users.get_or_create(
        username="reviewer",
        defaults={"email": "reviewer@example.com", "first_name": "Demo", "last_name": "Reviewer"},
    )
    if is_new:
        user.set_unusable_password()
        user.save()
        user.groups.add(group)
        Clinician.objects.filter(name=REVIEWER, user=None).update(user=user)
    return is_new


def make_workflow(home: Page) -> bool:
    """A workflow of one step for all pages and library items; returns whether it is new."""
    if ClinicalReviewTask.objects.exists():
        return False
    task = ClinicalReviewTask.objects.create(name=WORKFLOW)
    task.groups.add(Group.objects.get(name=REVIEWERS))
    workflow = Workflow.objects.create(name=WORKFLOW)
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.get_or_create(page=home, defaults={"workflow": workflow})
    for model in LIBRARY:
        if model is not Source:
            WorkflowContentType.objects.get_or_create(
                content_type=ContentType.objects.get_for_model(model),
                defaults={"workflow": workflow},
            )
    return True


def review_all(home: Page) -> int:
    """Record a review of everything published that has none; returns how many.

    What has changed since its review keeps saying so.
    """
    reviewer = Clinician.objects.get(name=REVIEWER)
    published: list[Any] = list(home.get_descendants().live().specific())
    for model in LIBRARY:
        published += model._default_manager.filter(live=True)
    reviewed = [
        each
        for each in published
        if hasattr(each, "get_review_state") and each.get_review_state() is ReviewState.NEVER
    ]
    for each in reviewed:
        record_review(each, reviewer, ReviewOutcome.APPROVED, user=reviewer.user)
    return len(reviewed)
