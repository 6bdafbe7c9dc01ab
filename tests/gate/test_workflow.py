"""Approving the last task of a workflow publishes, and is refused for the same reasons."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.test import override_settings
from django.urls import reverse
from wagtail.models import (
    GroupApprovalTask,
    Workflow,
    WorkflowContentType,
    WorkflowPage,
    WorkflowTask,
)

from ketamine_pages.models import Benefit
from tests.gate.making import (
    BAD,
    GOOD,
    REASON,
    UNSOURCED,
    GateTestCase,
    make_draft,
    make_item,
    page_data,
    reload,
    root,
)


class WorkflowTestCase(GateTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.workflow = Workflow.objects.create(name="Approval")
        task = GroupApprovalTask.objects.create(name="Approve")
        task.groups.add(cls.editors)
        WorkflowTask.objects.create(workflow=cls.workflow, task=task)
        WorkflowPage.objects.update_or_create(page=root(), defaults={"workflow": cls.workflow})
        WorkflowContentType.objects.create(
            content_type=ContentType.objects.get_for_model(Benefit), workflow=cls.workflow
        )

    def start(self, instance: Any) -> Any:
        return self.workflow.start(instance, self.editor).current_task_state

    def approve(self, instance: Any, name: str, state: Any, **headers: Any) -> Any:
        address = reverse(name, args=[instance.pk, "approve", state.pk])
        return self.client.post(address, {"comment": ""}, follow=True, **headers)


class PageWorkflowTests(WorkflowTestCase):
    name = "wagtailadmin_pages:workflow_action"

    def test_approving_is_refused_with_the_reason(self):
        page = make_draft()
        response = self.approve(page, self.name, self.start(page))
        self.assertRedirects(response, self.edit_address(page))
        self.assertContains(response, REASON)
        self.assertDraft(page)

    def test_the_workflow_goes_on(self):
        page = make_draft()
        state = self.start(page)
        self.approve(page, self.name, state)
        state.refresh_from_db()
        self.assertEqual(state.status, "in_progress")
        self.assertTrue(reload(page).workflow_in_progress)

    def test_a_modal_window_is_told_where_to_go(self):
        page = make_draft()
        headers = {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest"}
        response = self.approve(page, self.name, self.start(page), **headers)
        self.assertEqual(response.json()["redirect"], self.edit_address(page))

    def test_what_has_no_errors_is_published(self):
        page = make_draft(GOOD)
        self.approve(page, self.name, self.start(page))
        self.assertTrue(reload(page).live)

    def test_approving_in_the_editor_shows_the_error_at_its_field(self):
        page = make_draft()
        self.start(page)
        data = {"action-workflow-action": "true", "workflow-action-name": "approve"}
        response = self.client.post(self.edit_address(page), page_data(BAD, **data))
        self.assertSays(response, REASON)
        self.assertDraft(page)

    def test_a_draft_with_errors_may_be_submitted(self):
        page = make_draft()
        response = self.client.post(
            self.edit_address(page), page_data(BAD, **{"action-submit": "1"})
        )
        self.assertEqual(response.status_code, 302)
        self.assertTrue(reload(page).workflow_in_progress)

    def test_and_be_sent_back(self):
        page = make_draft()
        self.start(page)
        data = {"action-workflow-action": "true", "workflow-action-name": "reject"}
        response = self.client.post(self.edit_address(page), page_data(BAD, **data))
        self.assertEqual(response.status_code, 302)

    @override_settings(KETAMINE_PAGES={"REQUIRE_REVIEW": True})
    def test_a_review_is_asked_for_by_submitting(self):
        page = make_draft(GOOD)
        self.client.post(self.edit_address(page), page_data(GOOD, **{"action-submit": "1"}))
        self.assertTrue(reload(page).workflow_in_progress)


class ItemWorkflowTests(WorkflowTestCase):
    def test_approving_is_refused_with_the_reason(self):
        item = make_item()
        name = Benefit.snippet_viewset.get_url_name("workflow_action")
        response = self.approve(item, name, self.start(item))
        self.assertRedirects(response, self.item_address("edit", item.pk))
        self.assertContains(response, UNSOURCED)
        self.assertDraft(item)
