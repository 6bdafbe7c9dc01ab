"""What visitors read about the review of a page."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.formats import date_format
from wagtail.models import Locale, Page

from ketamine_pages.models import ClinicalReview, ReviewStatus
from tests.factories import ClinicianFactory, TreatmentPageFactory
from tests.reviews.making import reload, review

pytestmark = pytest.mark.django_db


@pytest.fixture
def document():
    return reload(TreatmentPageFactory())


@pytest.fixture
def reviewer():
    return ClinicianFactory(
        name="Dr Ada Example", credentials="MD", profile_url="https://example.com/ada"
    )


def text_of(client, document):
    return " ".join(client.get(document.url).text.split())


def test_a_reviewed_page_says_who_when_and_until_when(client, document, reviewer):
    found = review(document, reviewer)
    ClinicalReview.objects.update(reviewed_at=timezone.make_aware(timezone.datetime(2026, 3, 1)))
    ReviewStatus.objects.update(next_due=date(2099, 3, 1))
    ClinicalReview.objects.update(next_due=date(2099, 3, 1))
    text = text_of(client, document)
    assert "Medically reviewed by" in text
    assert '<a href="https://example.com/ada" rel="noopener">Dr Ada Example</a>, MD' in text
    assert '<time datetime="2026-03-01">' in text
    assert "next review due March 1, 2099" in text
    assert found.reviewer == reviewer


def test_a_page_that_nobody_has_reviewed_says_nothing(client, document):
    assert "reviewed" not in text_of(client, document)


def test_a_page_that_has_changed_since_says_nothing(client, document, reviewer):
    review(document, reviewer)
    document.introduction = "Something else."
    document.save_revision().publish()
    assert "Ada" not in text_of(client, document)


def test_a_date_that_has_passed_is_never_printed(client, document, reviewer):
    review(document, reviewer)
    yesterday = timezone.localdate() - timedelta(days=1)
    ClinicalReview.objects.update(next_due=yesterday)
    ReviewStatus.objects.update(next_due=yesterday)
    text = text_of(client, document)
    assert "Medically reviewed by" in text
    assert "next review due" not in text


def test_a_review_that_is_due_today_says_so(client, document, reviewer):
    review(document, reviewer)
    today = timezone.localdate()
    ClinicalReview.objects.update(next_due=today)
    ReviewStatus.objects.update(next_due=today)
    assert f"next review due {date_format(today)}" in text_of(client, document)


def test_the_reviewer_is_named_in_the_language_of_the_page(client, document, reviewer):
    spanish = Locale.objects.create(language_code="es")
    copy = reviewer.copy_for_translation(spanish)
    copy.credentials, copy.live = "médica", True
    copy.save()
    Page.objects.filter(pk=document.pk).update(locale=spanish)
    review(reload(document), reviewer)
    assert "médica" in text_of(client, document)


def test_a_preview_is_judged_by_the_draft_that_it_shows(document, reviewer):
    review(document, reviewer)
    shown = document.make_preview_request().rendered_content
    assert "Dr Ada Example" in shown
    document.introduction = "A draft."
    assert "Dr Ada Example" not in document.make_preview_request().rendered_content


def test_the_line_costs_one_query(client, document, reviewer, settings):
    settings.KETAMINE_PAGES = {"PAGE_CACHE_SECONDS": 0}

    def count():
        client.get(document.url)
        with CaptureQueriesContext(connection) as queries:
            client.get(document.url)
        return sum("ketamine_pages_reviewstatus" in query["sql"] for query in queries)

    assert count() == 1
    review(document, reviewer)
    assert count() == 1


def test_a_name_is_escaped(client, document):
    review(document, ClinicianFactory(name="<b>Ada</b>"))
    assert "&lt;b&gt;Ada&lt;/b&gt;" in text_of(client, document)
