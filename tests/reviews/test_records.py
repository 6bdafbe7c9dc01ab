"""What a review keeps: who has read, what was read, and by which recipe."""

from datetime import date
from unittest.mock import patch

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale

from ketamine_pages.models import ClinicalReview, ReviewOutcome, ReviewStatus
from ketamine_pages.reviews.fingerprints import get_fingerprint
from ketamine_pages.reviews.tracking import refresh_statuses
from ketamine_pages.rules.findings import ReviewState
from ketamine_pages.rules.reviewing import readings
from ketamine_pages.targets import target_of
from tests.factories import BenefitFactory, ClinicianFactory, SourceFactory
from tests.reviews.making import page_showing, page_with, reload, review, status_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_gate")]


@pytest.fixture
def document():
    return page_with(introduction="As it was read.", title="A page")


def test_name_and_credentials_are_those_of_the_day(document, client):
    clinician = ClinicianFactory(name="Dr Ada", credentials="MD")
    found = review(document, clinician)
    clinician.name, clinician.credentials = "Dr Bob", "PhD"
    clinician.save()
    assert ClinicalReview.objects.get().signature == "Dr Ada, MD"
    assert str(found) == "approved by Dr Ada, MD"
    text = client.get(document.url).text
    assert "Dr Ada" in text
    assert "Dr Bob" not in text
    assert "PhD" not in text


def test_structured_data_name_the_reviewer_as_printed(document, client):
    clinician = ClinicianFactory(name="Dr Ada")
    review(document, clinician)
    type(clinician).objects.update(name="Dr Bob")
    text = client.get(document.url).text
    assert '"name":"Dr Ada"' in text.replace('": "', '":"')
    assert "Dr Bob" not in text


def test_they_are_in_the_language_of_what_was_read():
    clinician = ClinicianFactory(credentials="MD")
    spanish = Locale.objects.create(language_code="es")
    copy = clinician.copy_for_translation(spanish)
    copy.credentials, copy.live = "médica", True
    copy.save()
    benefit = BenefitFactory(locale=spanish)
    assert review(benefit, clinician).reviewer_credentials == "médica"


def test_what_was_read_is_kept_with_all_that_is_shown():
    source = SourceFactory(title="Trial A")
    benefit = BenefitFactory(title="Less pain", text="It may help.", sources=[source])
    document = page_showing(benefit, introduction="As it was read.")
    review(document)
    kept = ClinicalReview.objects.get().content
    assert kept["own"]["introduction"] == "As it was read."
    said = readings.find_said(kept)
    assert said["ketamine_pages.benefit", str(benefit.pk)]["text"] == "It may help."
    assert said["ketamine_pages.source", str(source.pk)]["title"] == "Trial A"
    assert readings.fingerprint_of(kept) == get_fingerprint(reload(document))
    assert kept["names"][f"ketamine_pages.benefit {benefit.pk}"] == "Less pain"


def test_nobody_loads_what_was_read_to_print_a_page(document, client):
    review(document)
    with CaptureQueriesContext(connection) as queries:
        client.get(document.url)
    assert not any('"content"' in each["sql"] for each in queries if "clinicalrev" in each["sql"])


class TestOlderRecipe:
    """A review whose fingerprint another recipe has made."""

    @pytest.fixture(autouse=True)
    def older(self, document):
        review(document)
        ClinicalReview.objects.update(fingerprint="of another recipe", recipe=0)
        ReviewStatus.objects.all().delete()

    def test_the_same_text_raises_no_alarm(self, document):
        assert document.get_review_state() is ReviewState.CURRENT
        refresh_statuses()
        assert status_of(document).state == ReviewState.CURRENT

    def test_another_text_does(self, document):
        document.introduction = "Something else."
        assert document.get_review_state() is ReviewState.CHANGED
        document.save()
        assert status_of(document).state == ReviewState.CHANGED

    def test_what_the_recipe_has_left_out_since_does_not_count(self, document):
        found = ClinicalReview.objects.get()
        found.content["own"] |= {"path": "00010001", "depth": 2, "numchild": 3}
        found.save()
        assert document.get_review_state() is ReviewState.CURRENT

    def test_a_recipe_to_come_may_read_more(self, document):
        with (
            patch.object(readings, "RECIPE", 2),
            patch.dict(readings.DIFFERENCES, {2: frozenset({"introduction"})}),
        ):
            document.introduction = "Not read by the first."
            assert document.get_review_state() is ReviewState.CURRENT
            document.title = "Read by both."
            assert document.get_review_state() is ReviewState.CHANGED

    def test_changes_asked_for_to_this_very_text_count(self, document):
        review(document, outcome=ReviewOutcome.CHANGES_REQUESTED)
        ClinicalReview.objects.update(fingerprint="of another recipe", recipe=0)
        assert document.get_review_state() is ReviewState.CHANGED

    def test_without_values_nothing_is_known(self, document):
        ClinicalReview.objects.update(content={})
        assert document.get_review_state() is ReviewState.CHANGED


def test_a_change_that_was_mended_is_news_when_it_comes_again(document):
    review(document)

    def say(text):
        document.introduction = text
        document.save()
        return status_of(document)

    say("Something else.")
    told = f"changed:{ClinicalReview.objects.get().pk}"
    ReviewStatus.objects.filter(**target_of(document)).update(reminded_of=told)
    assert say("Something else still.").reminded_of == told
    assert say("As it was read.").reminded_of == ""


def test_an_overdue_review_that_was_told_stays_told_though_something_was_compared(document):
    review(document)
    told = f"overdue:{date(2020, 1, 1)}"
    ReviewStatus.objects.filter(**target_of(document)).update(reminded_of=told, needs_check=True)
    assert status_of(document).reminded_of == told
