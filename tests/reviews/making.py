"""Reviewers, workflows and reviewed pages for tests."""

import json
from typing import Any

from django.contrib.auth.models import Group, Permission
from wagtail.models import Workflow, WorkflowPage, WorkflowTask

from ketamine_pages.models import ClinicalReviewTask, ReviewOutcome, ReviewStatus
from ketamine_pages.reviews.recording import record_review
from ketamine_pages.reviews.tracking import check_marked
from ketamine_pages.targets import target_of
from tests.factories import ClinicianFactory, TreatmentPageFactory, UserFactory


def make_reviewer(**values: Any) -> Any:
    """An active reviewer with an account that may use the admin but not publish anything."""
    group, _new = Group.objects.get_or_create(name="Clinical reviewers")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    user = UserFactory(email="reviewer@example.com")
    user.groups.add(group)
    return ClinicianFactory(user=user, **values)


def make_workflow(page: Any) -> ClinicalReviewTask:
    """A workflow for ``page`` with one step, a clinical review by the group of reviewers."""
    group, _new = Group.objects.get_or_create(name="Clinical reviewers")
    task = ClinicalReviewTask.objects.create(name="Clinical review")
    task.groups.add(group)
    workflow = Workflow.objects.create(name="With review")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.create(workflow=workflow, page_id=page.pk)
    return task


def review(instance: Any, reviewer: Any = None, **values: Any) -> Any:
    """Record that ``instance`` was read as it is."""
    values.setdefault("outcome", ReviewOutcome.APPROVED)
    return record_review(instance, reviewer or ClinicianFactory(), **values)


def status_of(instance: Any) -> ReviewStatus:
    """The stored status, when the background task has run."""
    check_marked()
    return ReviewStatus.objects.get(**target_of(instance))


def block(kind: str, **value: Any) -> dict[str, Any]:
    return {"type": kind, "value": {"heading": kind.title(), **value}}


def picks(kind: str, *items: Any) -> list[dict[str, Any]]:
    return [{"type": kind, "value": item.pk} for item in items]


def page_with(*blocks: Any, **values: Any) -> Any:
    """A published treatment page with ``blocks`` in its body, as the database has it."""
    page = TreatmentPageFactory(body=json.dumps(list(blocks)), **values)
    return reload(page)


def page_showing(*benefits: Any, **values: Any) -> Any:
    """A published treatment page that shows ``benefits``, and the risks beside them."""
    shown = block("benefits", benefits=picks("benefit", *benefits))
    return page_with(shown, **{"tells_risks": True, **values})


def reload(instance: Any) -> Any:
    return type(instance)._default_manager.get(pk=instance.pk)
