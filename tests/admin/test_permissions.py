"""Every address of the package in the admin: who may, and who may not."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from wagtail.models import GroupApprovalTask, Workflow, WorkflowTask

from tests import factories
from tests.admin.site import FACTORIES, LIBRARY, make_editors

OK, MOVED = 200, 302

# For each view: its arguments, how it is called, and what an editor gets. A view that is not here
# fails the test, so that nobody adds one without saying who may use it.
VIEWS: dict[str, tuple[list[str], str, int]] = {
    "list": ([], "get", OK),
    "list_results": ([], "get", OK),
    "add": ([], "get", OK),
    "edit": (["pk"], "get", OK),
    "copy": (["pk"], "get", OK),
    "delete": (["pk"], "get", OK),
    "usage": (["pk"], "get", OK),
    "history": (["pk"], "get", OK),
    "history_results": (["pk"], "get", OK),
    "reorder": (["pk"], "post", OK),
    "preview_on_add": ([], "get", OK),
    "preview_on_edit": (["pk"], "get", OK),
    "revisions_view": (["pk", "revision"], "get", OK),
    "revisions_revert": (["pk", "revision"], "get", OK),
    "revisions_compare": (["pk", "earliest", "latest"], "get", OK),
    "revisions_unschedule": (["pk", "revision"], "get", OK),
    "unpublish": (["pk"], "get", OK),
    "lock": (["pk"], "post", MOVED),
    "unlock": (["pk"], "post", MOVED),
    "workflow_action": (["pk", "approve", "task_state"], "get", OK),
    "collect_workflow_action_data": (["pk", "approve", "task_state"], "get", OK),
    "confirm_workflow_cancellation": (["pk"], "get", OK),
    "workflow_history": (["pk"], "get", OK),
    "workflow_history_detail": (["pk", "workflow_state"], "get", OK),
    "workflow_preview": (["pk", "task"], "get", OK),
}
CHOOSER_VIEWS: dict[str, tuple[list[str], str, int]] = {
    "choose": ([], "get", OK),
    "choose_results": ([], "get", OK),
    "chosen": (["pk"], "get", OK),
    "chosen_multiple": ([], "get", OK),
    "create": ([], "get", OK),
}


def addresses(model: Any) -> list[tuple[str, str, str, int]]:
    """Name, address pattern arguments and expectations of every view of a model."""
    viewset = model.snippet_viewset
    chooser = viewset.chooser_viewset
    return [
        (owner.get_url_name(pattern.name), *table[pattern.name])
        for owner, table in ((viewset, VIEWS), (chooser, CHOOSER_VIEWS))
        for pattern in owner.get_urlpatterns()
    ]


@pytest.fixture
def editors(db: None) -> Group:
    return make_editors()


@pytest.fixture
def outsider(db: None) -> Any:
    """Somebody who may enter the admin, and nothing else."""
    user = factories.UserFactory()
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    return user


@pytest.fixture
def in_workflow(editors: Group, request: Any) -> dict[str, Any]:
    """An item with a revision, scheduled, that waits for the editors' approval."""
    item = FACTORIES[request.param]()
    author = factories.UserFactory(admin=True)
    revision = item.save_revision(user=author)
    workflow = Workflow.objects.create(name="Review")
    task = GroupApprovalTask.objects.create(name="Approve")
    task.groups.add(editors)
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=1)
    state = workflow.start(item, author)
    return {
        "pk": item.pk,
        "revision": revision.pk,
        "task": task.pk,
        "task_state": state.current_task_state.pk,
        "workflow_state": state.pk,
    }


def call(client: Any, name: str, arguments: list[str], method: str, values: Any) -> Any:
    address = reverse(name, args=[values.get(argument, argument) for argument in arguments])
    return getattr(client, method)(address)


@pytest.mark.parametrize("in_workflow", LIBRARY, indirect=True, ids=lambda model: model.__name__)
def test_editors_may_use_every_view(in_workflow, editors, client, request) -> None:
    editor = factories.UserFactory()
    editor.groups.add(editors)
    client.force_login(editor)
    model = request.node.callspec.params["in_workflow"]
    for name, arguments, method, status in addresses(model):
        response = call(client, name, arguments, method, in_workflow)
        assert (name, response.status_code) == (name, status)


@pytest.mark.parametrize("in_workflow", LIBRARY, indirect=True, ids=lambda model: model.__name__)
def test_other_admin_users_may_use_no_view(in_workflow, outsider, client, request) -> None:
    client.force_login(outsider)
    model = request.node.callspec.params["in_workflow"]
    let_in = []
    for name, arguments, method, _status in addresses(model):
        response = call(client, name, arguments, method, in_workflow)
        sent_home = response.status_code == 302 and response.url == reverse("wagtailadmin_home")
        if not sent_home and response.status_code != 403:
            let_in.append((name, response.status_code))
    assert let_in == []


@pytest.mark.parametrize("in_workflow", LIBRARY, indirect=True, ids=lambda model: model.__name__)
def test_visitors_are_asked_to_log_in(in_workflow, client, request) -> None:
    model = request.node.callspec.params["in_workflow"]
    for name, arguments, method, _status in addresses(model):
        response = call(client, name, arguments, method, in_workflow)
        assert response.status_code == 302, name
        assert response.url.startswith(reverse("wagtailadmin_login")), name
