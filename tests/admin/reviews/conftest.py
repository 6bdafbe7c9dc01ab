"""What tests of reviews in the admin share."""

import pytest
from wagtail.models import WorkflowState

from ketamine_pages.workflow_actions import finish_clinical_review
from tests.factories import TreatmentPageFactory, UserFactory
from tests.reviews.making import make_reviewer, reload


@pytest.fixture(autouse=True)
def finish_action(monkeypatch):
    """As a site sets it; Wagtail reads the setting when it is imported."""
    monkeypatch.setattr(WorkflowState, "on_finish", finish_clinical_review)


@pytest.fixture
def reviewer():
    return make_reviewer()


@pytest.fixture
def editor():
    return UserFactory(admin=True)


@pytest.fixture
def as_reviewer(client, reviewer):
    client.force_login(reviewer.user)
    return client


@pytest.fixture
def document():
    return reload(TreatmentPageFactory(title="A page", introduction="Published words."))
