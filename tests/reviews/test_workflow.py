"""The step of a workflow in which a clinician reads a text."""

import pytest
from django.urls import reverse
from wagtail.models import TaskState, WorkflowState

from ketamine_pages.models import ClinicalReview, ReviewOutcome
from ketamine_pages.reviews.task import RESULT_URL_NAME, sign_draft
from ketamine_pages.rules.findings import ReviewState
from ketamine_pages.workflow_actions import finish_clinical_review
from tests.factories import ClinicianFactory, TreatmentPageFactory, UserFactory
from tests.reviews.making import make_reviewer, make_workflow, reload

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def finish_action(monkeypatch):
    """As a site sets it; Wagtail reads the setting when it is imported."""
    monkeypatch.setattr(WorkflowState, "on_finish", finish_clinical_review)


@pytest.fixture
def editor():
    return UserFactory(admin=True)


@pytest.fixture
def reviewer():
    return make_reviewer()


@pytest.fixture
def submitted(editor, reviewer):
    """A page whose new text waits for a reviewer."""
    document = TreatmentPageFactory(introduction="Published.")
    make_workflow(document)
    document.introduction = "Submitted."
    document.save_revision(user=editor)
    document.get_workflow().start(document, editor)
    return reload(document)


@pytest.fixture
def as_reviewer(client, reviewer):
    client.force_login(reviewer.user)
    return client


def act(client, document, action="approve", **data):
    state = TaskState.objects.latest("pk")
    address = reverse("wagtailadmin_pages:workflow_action", args=[document.pk, action, state.pk])
    return client.post(address, data, follow=True)


def approve(client, document, reading=None):
    state = TaskState.objects.latest("pk")
    return act(client, document, reading=reading or sign_draft(state), comment="Fine.")


def actions_of(document, user):
    task = document.current_workflow_task
    return [name for name, _label, _modal in task.get_actions(document, user)]


def test_a_reviewer_without_publish_permission_completes_the_workflow(
    as_reviewer, submitted, reviewer
):
    response = approve(as_reviewer, submitted)
    assert response.redirect_chain[-1][0] == reverse(
        RESULT_URL_NAME, args=[TaskState.objects.latest("pk").pk]
    )
    assert "it is published" in response.text
    assert reload(submitted).introduction == "Submitted."
    record = ClinicalReview.objects.get()
    assert (record.reviewer, record.recorded_by) == (reviewer, reviewer.user)
    assert (record.outcome, record.notes) == (ReviewOutcome.APPROVED, "Fine.")
    assert reload(submitted).get_review_state() is ReviewState.CURRENT


def test_nothing_is_published_where_nobody_involved_may(as_reviewer, submitted, editor):
    editor.is_superuser = False
    editor.save()
    response = approve(as_reviewer, submitted)
    assert "It is not published yet" in response.text
    assert reload(submitted).introduction == "Published."
    assert submitted.get_latest_revision_as_object().get_review_state() is ReviewState.CURRENT


def test_text_that_changed_while_it_was_read_is_not_approved(as_reviewer, submitted, editor):
    reading = sign_draft(TaskState.objects.latest("pk"))
    submitted.introduction = "Swapped."
    submitted.save_revision(user=editor, overwrite_revision=submitted.get_latest_revision())
    response = approve(as_reviewer, submitted, reading)
    assert response.status_code == 200
    assert not ClinicalReview.objects.exists()
    assert reload(submitted).introduction == "Published."


def test_what_was_read_for_another_text_approves_nothing(as_reviewer, submitted, editor):
    other = TreatmentPageFactory(introduction="Published.")
    other.introduction = "Submitted as well."
    other.save_revision(user=editor)
    submitted.get_workflow().start(other, editor)
    reading = sign_draft(TaskState.objects.latest("pk"))
    first = TaskState.objects.earliest("pk")
    address = reverse(
        "wagtailadmin_pages:workflow_action", args=[submitted.pk, "approve", first.pk]
    )
    as_reviewer.post(address, {"reading": reading}, follow=True)
    assert not ClinicalReview.objects.exists()
    assert reload(submitted).introduction == "Published."


def test_the_form_says_that_the_text_has_changed(as_reviewer, submitted, editor):
    reading = sign_draft(TaskState.objects.latest("pk"))
    submitted.introduction = "Swapped."
    submitted.save_revision(user=editor)
    state = TaskState.objects.latest("pk")
    address = reverse(
        "wagtailadmin_pages:collect_workflow_action_data",
        args=[submitted.pk, "approve", state.pk],
    )
    headers = {"x-requested-with": "XMLHttpRequest"}
    response = as_reviewer.post(address, {"reading": reading}, headers=headers)
    assert "has changed while you were reading" in response.json()["html"]


def test_text_that_is_swapped_after_the_approval_is_not_reviewed(as_reviewer, submitted, editor):
    approve(as_reviewer, submitted)
    document = reload(submitted)
    document.introduction = "Swapped."
    revision = document.save_revision(
        user=editor, overwrite_revision=document.get_latest_revision()
    )
    assert revision.as_object().get_review_state() is ReviewState.CHANGED


def test_who_has_only_opened_and_saved_a_text_is_not_its_editor(submitted, reviewer):
    submitted.get_latest_revision_as_object().save_revision(user=reviewer.user)
    assert actions_of(reload(submitted), reviewer.user) == ["reject", "approve"]


def test_an_editor_is_not_covered_up_by_whoever_saves_after(submitted, reviewer, editor):
    submitted.introduction = "By the reviewer."
    submitted.save_revision(user=reviewer.user)
    submitted.save_revision(user=editor)
    assert actions_of(reload(submitted), reviewer.user) == ["reject"]


def test_the_last_editor_cannot_approve(as_reviewer, submitted, reviewer, settings):
    submitted.introduction = "By the reviewer."
    submitted.save_revision(user=reviewer.user)
    assert actions_of(reload(submitted), reviewer.user) == ["reject"]
    assert approve(as_reviewer, submitted).status_code in (200, 403)
    assert not ClinicalReview.objects.exists()
    settings.KETAMINE_PAGES = {"ALLOW_SELF_REVIEW": True}
    assert actions_of(reload(submitted), reviewer.user) == ["reject", "approve"]


def test_nobody_approves_while_there_are_errors(submitted, reviewer, editor):
    submitted.introduction = "TBC"
    submitted.save_revision(user=editor)
    assert actions_of(reload(submitted), reviewer.user) == ["reject"]


def test_asking_for_changes_is_recorded(as_reviewer, submitted):
    response = act(as_reviewer, submitted, "reject", comment="Say how long it lasts.")
    assert "You have asked for changes" in response.text
    record = ClinicalReview.objects.get()
    assert record.outcome == ReviewOutcome.CHANGES_REQUESTED
    assert record.notes == "Say how long it lasts."


@pytest.mark.parametrize("reason", ["superuser", "not a reviewer", "inactive", "not in the group"])
def test_only_active_reviewers_of_the_group_act(submitted, reviewer, editor, reason):
    user = reviewer.user
    if reason == "superuser":
        user = editor
    elif reason == "not a reviewer":
        reviewer.user = None
    elif reason == "inactive":
        reviewer.active = False
    else:
        user = UserFactory()
        ClinicianFactory(user=user)
    reviewer.save()
    task = submitted.current_workflow_task
    assert task.get_actions(submitted, user) == []
    assert not task.get_task_states_user_can_moderate(user).exists()
    task.on_action(submitted.current_workflow_task_state, user, "approve")
    assert not ClinicalReview.objects.exists()


def test_a_reviewer_finds_the_text_among_what_is_to_be_done(submitted, reviewer):
    task = submitted.current_workflow_task
    assert task.get_task_states_user_can_moderate(reviewer.user).count() == 1


def test_others_may_not_see_what_came_of_it(client, submitted, editor):
    client.force_login(editor)
    address = reverse(RESULT_URL_NAME, args=[TaskState.objects.latest("pk").pk])
    assert client.get(address).url == reverse("wagtailadmin_home")


def test_the_gate_stops_what_is_wrong_and_keeps_the_approval(
    as_reviewer, submitted, settings, monkeypatch
):
    from django.core.exceptions import ValidationError

    def refuse(*args, **kwargs):
        raise ValidationError("No.")

    monkeypatch.setattr(type(submitted), "publish", refuse)
    response = approve(as_reviewer, submitted)
    assert "It is not published yet" in response.text
    assert ClinicalReview.objects.count() == 1


def test_a_workflow_without_a_review_ends_as_wagtail_ends_it(editor):
    document = TreatmentPageFactory(introduction="Published.")
    task = make_workflow(document)
    task.workflows.get().workflow_tasks.all().delete()
    document.introduction = "Submitted."
    document.save_revision(user=editor)
    document.get_workflow().start(document, editor)
    assert reload(document).introduction == "Submitted."
