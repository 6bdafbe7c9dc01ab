"""What the checks say about reviews."""

import pytest
from django.core import checks
from django.core.checks import Tags

from ketamine_pages.checks import check_settings
from ketamine_pages.models import ClinicalReviewTask
from ketamine_pages.reviews.checks import check_finish_action
from tests.reviews.making import make_workflow

FINISH = "ketamine_pages.workflow_actions.finish_clinical_review"


@pytest.mark.parametrize(
    "value",
    [
        {"REQUIRE_REVIEW": True},
        {"ALLOW_SELF_REVIEW": True},
        {"REVIEW_INTERVAL_MONTHS": {"ketamine_pages.Benefit": 6}},
        {"REVIEW_INTERVAL_MONTHS": {"ketamine_page_types.LocationPage": None}},
    ],
    ids=str,
)
def test_a_right_setting_is_accepted(settings, value):
    settings.KETAMINE_PAGES = value
    assert check_settings() == []


@pytest.mark.parametrize(
    "value",
    [
        {"REQUIRE_REVIEW": "yes"},
        {"ALLOW_SELF_REVIEW": 1},
        {"REVIEW_INTERVAL_MONTHS": 12},
        {"REVIEW_INTERVAL_MONTHS": {"ketamine_pages.Benefit": 0}},
        {"REVIEW_INTERVAL_MONTHS": {"ketamine_pages.Benefit": "12"}},
        {"REVIEW_INTERVAL_MONTHS": {"ketamine_pages.Nothing": 12}},
        {"REVIEW_INTERVAL_MONTHS": {"Benefit": 12}},
        {"REVIEW_INTERVAL_MONTHS": {"auth.User": 12}},
    ],
    ids=str,
)
def test_a_wrong_setting_is_reported(settings, value):
    settings.KETAMINE_PAGES = value
    [message] = check_settings()
    assert message.id == "ketamine_pages.E003"


@pytest.mark.django_db
def test_a_review_without_the_finish_action_is_reported(settings, root_page):
    make_workflow(root_page)
    [message] = check_finish_action(databases=["default"])
    assert message.id == "ketamine_pages.W004"
    settings.WAGTAIL_FINISH_WORKFLOW_ACTION = FINISH
    assert check_finish_action(databases=["default"]) == []


@pytest.mark.django_db
def test_a_site_without_a_clinical_review_needs_no_finish_action():
    assert not ClinicalReviewTask.objects.exists()
    assert check_finish_action(databases=["default"]) == []


def test_the_database_is_asked_only_where_checks_may_ask_it():
    assert check_finish_action() == []
    assert check_finish_action in checks.registry.registry.get_checks()
    assert Tags.database in check_finish_action.tags
