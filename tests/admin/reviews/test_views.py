"""Reviews in the admin: the record of “no change needed”, the report, the dashboard."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from wagtail.models import PageLogEntry

from ketamine_pages.admin.reviews import access as review_access
from ketamine_pages.models import ClinicalReview, ReviewOutcome, ReviewStatus
from ketamine_pages.targets import target_of
from tests.factories import BenefitFactory, SourceFactory, TreatmentPageFactory, UserFactory
from tests.reviews.making import make_reviewer, reload, review

pytestmark = pytest.mark.django_db
REPORT = "/admin/reports/clinical-reviews/"
NEVER = "Never reviewed"


def get_record_address(instance):
    return review_access.get_record_address(ReviewStatus(**target_of(instance)))


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


def record(client, instance, **data):
    address = get_record_address(instance)
    form = client.get(address).context["form"]
    return client.post(address, {"reading": form["reading"].value(), **data}, follow=True)


def test_a_reviewer_records_that_nothing_has_to_change(as_reviewer, document, reviewer):
    response = record(as_reviewer, document, notes="All right.")
    assert "is recorded" in response.text
    found = ClinicalReview.objects.get()
    assert (found.outcome, found.notes) == (ReviewOutcome.NO_CHANGE_NEEDED, "All right.")
    assert (found.reviewer, found.recorded_by) == (reviewer, reviewer.user)
    entry = PageLogEntry.objects.get(action="ketamine_pages.review")
    assert (entry.user, entry.page_id) == (reviewer.user, document.pk)
    assert "no change needed" in entry.message


def test_a_library_item_is_reviewed_as_well(as_reviewer):
    benefit = BenefitFactory(sources=[SourceFactory()])
    record(as_reviewer, benefit)
    assert ReviewStatus.objects.get(**target_of(benefit)).state == "current"


@pytest.mark.parametrize("method", ["get", "post"])
def test_who_is_no_reviewer_may_not_record(as_admin, document, method):
    response = getattr(as_admin, method)(get_record_address(document))
    assert response.url == reverse("wagtailadmin_home")
    assert not ClinicalReview.objects.exists()


def test_a_draft_cannot_be_reviewed_this_way(as_reviewer, document):
    document.unpublish()
    assert as_reviewer.get(get_record_address(document)).status_code == 302


def test_the_last_editor_may_not_record(as_reviewer, document, reviewer, settings):
    document.introduction = "By the reviewer."
    document.save_revision(user=reviewer.user).publish()
    address = get_record_address(document)
    assert "You were the last to edit" in as_reviewer.get(address).text
    assert as_reviewer.post(address, {"reading": ""}).status_code in (200, 302)
    assert not ClinicalReview.objects.exists()
    settings.KETAMINE_PAGES = {"ALLOW_SELF_REVIEW": True}
    record(as_reviewer, document)
    assert ClinicalReview.objects.count() == 1


def test_text_that_changed_meanwhile_is_to_be_read_again(as_reviewer, document):
    address = get_record_address(document)
    reading = as_reviewer.get(address).context["form"]["reading"].value()
    document.introduction = "Something else."
    document.save()
    response = as_reviewer.post(address, {"reading": reading, "notes": "My notes."})
    assert "has changed while you were reading" in response.text
    assert "My notes." in response.text
    assert not ClinicalReview.objects.exists()
    fresh = response.context["form"]["reading"].value()
    as_reviewer.post(address, {"reading": fresh})
    assert ClinicalReview.objects.count() == 1


@pytest.mark.parametrize("address", ["999999/1/", "1/1/"])
def test_what_cannot_be_reviewed_is_not_found(as_reviewer, address):
    assert as_reviewer.get(f"/admin/ketamine-pages/reviews/record/{address}").status_code == 404


def test_reviewers_have_a_button_and_others_have_none(as_reviewer, document, reviewer):
    explorer = reverse("wagtailadmin_explore", args=[document.pk])
    reviewer.user.is_superuser = True
    reviewer.user.save()
    assert get_record_address(document) in as_reviewer.get(explorer).text
    reviewer.active = False
    reviewer.save()
    assert get_record_address(document) not in as_reviewer.get(explorer).text


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
    assert f'href="{get_record_address(document)}"' in as_reviewer.get(REPORT).text


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


def test_the_dashboard_says_when_nothing_waits(as_admin):
    text = as_admin.get(reverse("wagtailadmin_home")).text
    assert "Everything that is published has been reviewed" in text
