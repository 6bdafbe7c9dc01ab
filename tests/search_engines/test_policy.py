"""Which pages a site's review policy keeps out of search engines."""

from datetime import timedelta

import pytest
from django.test import override_settings
from django.utils import timezone
from wagtail.models import Page

from ketamine_pages.models import ReviewStatus
from ketamine_pages.search_engines.listing import hidden_by_review, is_indexable
from ketamine_pages.targets import target_of
from tests.factories import LocationPageFactory, TreatmentPageFactory
from tests.reviews.making import page_with, reload, review, status_of

pytestmark = pytest.mark.django_db

NOINDEX = '<meta name="robots" content="noindex">'


def policy(*states, days=30):
    return override_settings(
        KETAMINE_PAGES={"NOINDEX_REVIEW_STATES": list(states), "REVIEW_GRACE_DAYS": days}
    )


def reviewed(due_in=365):
    """A page that was reviewed, whose next review is due in so many days."""
    page = page_with()
    review(page)
    due = timezone.localdate() + timedelta(days=due_in)
    ReviewStatus.objects.filter(**target_of(page)).update(next_due=due)
    return page


def changed():
    page = page_with()
    review(page)
    page.introduction = "Something else."
    page.save_revision().publish()
    status_of(page)
    return reload(page)


@pytest.mark.parametrize("make", [page_with, changed, lambda: reviewed(due_in=-300)])
def test_nothing_is_held_back_unless_the_site_says_so(make, django_assert_num_queries):
    page = make()
    with django_assert_num_queries(1):
        assert hidden_by_review([page]) == set()
    with (
        override_settings(KETAMINE_PAGES={"WITHHOLD_AFTER_MONTHS": None}),
        django_assert_num_queries(0),
    ):
        assert hidden_by_review([page]) == set()


def test_a_page_that_nobody_tends_any_more_is_held_back_whatever_the_policy(client):
    page = reviewed(due_in=-500)
    assert hidden_by_review([page]) == hidden_by_review([Page.objects.get(pk=page.pk)]) == {page.pk}
    assert NOINDEX in client.get(page.url).text
    patient = {"WITHHOLD_AFTER_MONTHS": None, "PAGE_CACHE_SECONDS": 0}
    with override_settings(KETAMINE_PAGES=patient):
        assert hidden_by_review([page]) == set()
        assert NOINDEX not in client.get(page.url).text


@pytest.mark.parametrize(
    ("states", "make", "is_held"),
    [
        (["never"], page_with, True),
        (["never"], reviewed, False),
        (["never"], changed, False),
        (["changed"], changed, True),
        (["changed"], reviewed, False),
        (["changed"], page_with, False),
        (["overdue"], lambda: reviewed(due_in=-31), True),
        (["overdue"], lambda: reviewed(due_in=-30), False),
        (["overdue"], reviewed, False),
        (["never", "changed"], lambda: reviewed(due_in=-300), False),
        (["never", "overdue", "changed"], reviewed, False),
    ],
)
def test_state_decides(states, make, is_held, client):
    page = make()
    with policy(*states):
        assert (hidden_by_review([page]) == {page.pk}) is is_held
        assert is_indexable(page) is not is_held
        assert (NOINDEX in client.get(page.url).text) is is_held


def test_days_of_grace_can_be_none():
    page = reviewed(due_in=-1)
    with policy("overdue", days=0):
        assert hidden_by_review([page]) == {page.pk}


def test_a_page_type_that_nobody_reviews_is_never_held_back():
    with policy("never"):
        assert hidden_by_review([LocationPageFactory()]) == set()


def test_a_page_whose_status_was_never_stored_counts_as_never_reviewed():
    page = page_with()
    ReviewStatus.objects.all().delete()
    with policy("never"):
        assert hidden_by_review([page]) == {page.pk}


def test_many_pages_cost_one_query(django_assert_num_queries):
    pages = TreatmentPageFactory.create_batch(5)
    # Content types are asked for once in a process.
    with policy("never"):
        hidden_by_review(pages)
    with policy("never"), django_assert_num_queries(1):
        assert hidden_by_review(pages) == {page.pk for page in pages}
