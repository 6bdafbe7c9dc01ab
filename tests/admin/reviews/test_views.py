"""Reviews in the admin: the report and the dashboard."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from ketamine_pages.admin.reviews.access import get_address_of
from ketamine_pages.models import ReviewStatus
from ketamine_pages.targets import target_of
from tests.factories import TreatmentPageFactory, UserFactory
from tests.reviews.making import make_reviewer, reload, review

pytestmark = pytest.mark.django_db
REPORT = "/admin/reports/clinical-reviews/"
NEVER = "Never reviewed"


@pytest.fixture
def reviewer():
    return make_reviewer()


@pytest.fixture
def document():
    return reload(TreatmentPageFactory(title="A page"))


@pytest.fixture
def as_reviewer(client, reviewer):
    client.force_login(reviewer.user)
    return client


@pytest.fixture
def as_admin(client):
    client.force_login(UserFactory(admin=True))
    return client


def set_state(document, days):
    found = review(document)
    found.next_due = timezone.localdate() + timedelta(days=days)
    found.save()
    ReviewStatus.objects.filter(**target_of(document)).update(next_due=found.next_due)


@pytest.fixture
def one_of_each():
    """A page in each state, by state."""
    titles = ("overdue", "due", "current", "changed", "never")
    pages = {title: reload(TreatmentPageFactory(title=f"Is {title}")) for title in titles}
    for title, days in (("overdue", -1), ("due", 30), ("current", 31), ("changed", 200)):
        set_state(pages[title], days)
    pages["changed"].introduction = "Something else."
    pages["changed"].save()
    return pages


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("overdue", {"Is overdue"}),
        ("due", {"Is due"}),
        ("changed", {"Is changed"}),
        ("current", {"Is current", "Is due"}),
    ],
)
def test_the_report_is_filtered_by_state(as_admin, one_of_each, state, expected):
    response = as_admin.get(REPORT, {"state": state})
    assert {row.title for row in response.context["object_list"]} == expected


def test_the_report_is_searched_by_title(as_admin, one_of_each):
    response = as_admin.get(REPORT, {"q": "Is never"})
    assert {row.title for row in response.context["object_list"]} == {"Is never"}


def test_the_report_names_states_in_words(as_admin, one_of_each):
    text = as_admin.get(REPORT).text
    for label in ("Overdue", "Due in 30 days", "Changed since review", NEVER, "Reviewed"):
        assert label in text


def test_the_report_has_what_wants_work_first(as_admin, one_of_each):
    rows = as_admin.get(REPORT).context["object_list"]
    pages = [row.title for row in rows if row.title.startswith("Is ")]
    assert pages == ["Is overdue", "Is changed", "Is never", "Is due", "Is current"]


def test_the_report_says_where_numbers_are_withheld(as_admin, document):
    set_state(document, -500)
    assert "Overdue, numbers are withheld" in as_admin.get(REPORT).text


def test_the_report_names_a_reviewer_as_it_was(as_admin, document, reviewer):
    reviewer.name = "Dr Ada"
    reviewer.save()
    review(document, reviewer)
    reviewer.name = "Dr Bob"
    reviewer.save()
    text = as_admin.get(REPORT).text
    assert "Dr Ada, MD" in text
    assert "Dr Bob" not in text


def test_the_report_is_exported(as_admin, one_of_each):
    csv = b"".join(as_admin.get(REPORT, {"export": "csv", "state": "overdue"})).decode()
    assert csv.splitlines()[0].startswith("Title,Type,State,Last review,Reviewer")
    assert "Is overdue,Treatment page,Overdue" in csv
    response = as_admin.get(REPORT, {"export": "xlsx"})
    content = b"".join(response) if response.streaming else response.content
    rows = list(load_workbook(BytesIO(content)).active.values)
    assert len(rows) == 1 + ReviewStatus.objects.count()


@pytest.mark.parametrize("export", ["", "csv"])
def test_who_may_edit_nothing_may_not_see_the_report(client, document, export):
    user = make_reviewer(active=False).user
    client.force_login(user)
    assert client.get(REPORT, {"export": export}).url == reverse("wagtailadmin_home")


def test_reviewers_see_everything(as_reviewer, document):
    assert f'href="{get_address_of(document)}"' in as_reviewer.get(REPORT).text


def test_the_report_takes_as_many_queries_for_many_rows(as_admin):
    def count():
        as_admin.get(REPORT)
        with CaptureQueriesContext(connection) as queries:
            as_admin.get(REPORT)
        return len(queries)

    for document in TreatmentPageFactory.create_batch(2):
        review(reload(document))
    few = count()
    for document in TreatmentPageFactory.create_batch(10):
        review(reload(document))
    assert count() == few


def test_the_dashboard_counts_what_waits(as_admin, one_of_each):
    text = as_admin.get(reverse("wagtailadmin_home")).text
    assert f"{REPORT}?state=overdue" in text
    assert f"{REPORT}?state=changed" in text


def test_labels_after_a_number_are_lower_case(as_admin, one_of_each):
    text = as_admin.get(reverse("wagtailadmin_home")).text
    assert "<strong>1</strong> changed since review" in text
    assert "<strong>1</strong> overdue" in text


def test_the_dashboard_says_when_nothing_waits(as_admin):
    text = as_admin.get(reverse("wagtailadmin_home")).text
    assert "Everything that is published has been reviewed" in text
