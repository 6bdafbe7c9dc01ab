"""How reviews relate to what a page or library item says."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.models import Locale, Site

from ketamine_pages.models import ClinicalReview, ClinicSettings, ReviewOutcome
from ketamine_pages.rules.findings import ReviewState, Severity
from ketamine_pages.rules.review import Outcome, ReviewFacts, add_months, judge_review
from ketamine_pages.rules.review_rules import REVIEW_CODES
from tests.factories import BenefitFactory, LocationPageFactory, SourceFactory, TreatmentPageFactory
from tests.reviews.making import reload, review, status_of

TODAY = date(2026, 3, 31)
APPROVED = ReviewFacts(Outcome.APPROVED, "a", TODAY)


@pytest.mark.parametrize(
    ("fingerprint", "passed", "last", "state"),
    [
        ("a", None, None, ReviewState.NEVER),
        ("a", APPROVED, APPROVED, ReviewState.CURRENT),
        ("a", ReviewFacts(Outcome.NO_CHANGE_NEEDED, "a"), APPROVED, ReviewState.CURRENT),
        ("b", APPROVED, APPROVED, ReviewState.CHANGED),
        ("a", ReviewFacts(Outcome.APPROVED, "a", date(2026, 3, 30)), None, ReviewState.OVERDUE),
        # Changed says more than overdue.
        ("b", ReviewFacts(Outcome.APPROVED, "a", date(2026, 3, 30)), None, ReviewState.CHANGED),
        # Changes to another draft take nothing back, changes to this text do.
        ("a", APPROVED, ReviewFacts(Outcome.CHANGES_REQUESTED, "b"), ReviewState.CURRENT),
        ("a", APPROVED, ReviewFacts(Outcome.CHANGES_REQUESTED, "a"), ReviewState.CHANGED),
        ("a", None, ReviewFacts(Outcome.CHANGES_REQUESTED, "a"), ReviewState.NEVER),
    ],
)
def test_a_review_is_judged_by_content_and_date(fingerprint, passed, last, state):
    assert judge_review(fingerprint, passed, last, TODAY) is state


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2027, 12, 31), 2, date(2028, 2, 29)),
        (date(2026, 3, 15), 12, date(2027, 3, 15)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
    ],
)
def test_months_are_added_to_the_last_day_of_a_month_at_most(day, months, expected):
    assert add_months(day, months) == expected


@pytest.fixture
def document(db):
    return reload(TreatmentPageFactory(introduction="As it was read."))


def test_a_page_is_never_reviewed_until_somebody_does(document):
    assert document.get_review_state() is ReviewState.NEVER
    review(document)
    assert document.get_review_state() is ReviewState.CURRENT


def test_a_page_that_is_not_saved_was_never_reviewed(db):
    assert TreatmentPageFactory.build().get_review_state() is ReviewState.NEVER


def test_the_state_is_that_of_the_text_in_memory(document):
    review(document)
    document.introduction = "Something else."
    assert document.get_review_state() is ReviewState.CHANGED
    assert reload(document).get_review_state() is ReviewState.CURRENT


def test_a_review_runs_out(document):
    review(document)
    yesterday = timezone.localdate() - timedelta(days=1)
    ClinicalReview.objects.update(next_due=yesterday)
    assert document.get_review_state() is ReviewState.OVERDUE


def test_asking_for_changes_is_no_review(document):
    review(document, outcome=ReviewOutcome.CHANGES_REQUESTED)
    assert document.get_review_state() is ReviewState.NEVER
    assert ClinicalReview.objects.get().next_due is None


def test_text_that_is_swapped_in_the_approved_revision_is_not_reviewed(document, settings):
    document.introduction = "Approved."
    revision = document.save_revision()
    review(revision.as_object())
    document.introduction = "Swapped."
    revision = document.save_revision(overwrite_revision=revision)
    settings.KETAMINE_PAGES = {"REQUIRE_REVIEW": True}
    assert revision.as_object().get_review_state() is ReviewState.CHANGED
    with pytest.raises(ValidationError, match="changed"):
        revision.publish()
    assert reload(document).introduction == "As it was read."


def test_the_gate_lets_reviewed_text_pass_where_review_is_required(document, settings):
    document.introduction = "Approved."
    revision = document.save_revision()
    settings.KETAMINE_PAGES = {"REQUIRE_REVIEW": True}
    with pytest.raises(ValidationError):
        revision.publish()
    review(revision.as_object())
    revision.publish()
    assert reload(document).get_review_state() is ReviewState.CURRENT


@pytest.mark.parametrize(
    ("configured", "severity"),
    [
        ({}, Severity.WARNING),
        ({"REQUIRE_REVIEW": True}, Severity.ERROR),
        ({"REQUIRE_REVIEW": True, "FINDING_SEVERITY": {"review-missing": "hint"}}, Severity.ERROR),
        ({"FINDING_SEVERITY": {"review-missing": "hint"}}, Severity.HINT),
    ],
    ids=str,
)
def test_requiring_a_review_makes_errors_of_its_codes(document, settings, configured, severity):
    settings.KETAMINE_PAGES = configured
    found = {finding.code: finding.severity for finding in document.get_findings()}
    assert {code: found[code] for code in found if code in REVIEW_CODES} == {
        "review-missing": severity
    }


def test_a_copy_carries_no_review(document):
    review(document)
    copy = document.copy(update_attrs={"slug": "copy", "title": document.title})
    assert copy.get_review_state() is ReviewState.NEVER


def test_a_translation_carries_no_review(document):
    review(document)
    spanish = Locale.objects.create(language_code="es")
    Site.objects.get().root_page.copy_for_translation(spanish)
    copy = document.copy_for_translation(spanish, copy_parents=True)
    assert copy.get_review_state() is ReviewState.NEVER


def test_a_translated_library_item_carries_no_review(db):
    benefit = BenefitFactory(sources=[SourceFactory()])
    review(benefit)
    copy = benefit.copy_for_translation(Locale.objects.create(language_code="es"))
    copy.save()
    assert copy.get_review_state() is ReviewState.NEVER


def test_addresses_and_sources_are_not_reviewed_unless_a_site_says_so(db, settings):
    location, source = LocationPageFactory(), SourceFactory()
    assert location.get_review_state() is None
    assert source.get_review_state() is None
    label = "ketamine_page_types.LocationPage"
    settings.KETAMINE_PAGES = {"REVIEW_INTERVAL_MONTHS": {label: 36}}
    assert location.get_review_state() is ReviewState.NEVER


def test_a_site_may_leave_a_page_type_out(document, settings):
    label = "ketamine_page_types.TreatmentPage"
    settings.KETAMINE_PAGES = {"REVIEW_INTERVAL_MONTHS": {label: None}, "REQUIRE_REVIEW": True}
    assert document.get_review_state() is None
    document.save_revision().publish()


@pytest.mark.parametrize(
    ("configured", "months"),
    [({}, 9), ({"REVIEW_INTERVAL_MONTHS": {"ketamine_page_types.TreatmentPage": 6}}, 6)],
    ids=["clinic", "setting"],
)
def test_the_next_review_is_due_after_the_chosen_months(document, settings, configured, months):
    clinic = ClinicSettings.for_site(Site.objects.get())
    clinic.review_interval_months = 9
    clinic.save()
    settings.KETAMINE_PAGES = configured
    assert review(document).next_due == add_months(timezone.localdate(), months)


def test_a_record_names_everybody_and_no_revision(document):
    record = review(document, notes="Read twice.")
    assert record.notes == "Read twice."
    assert status_of(document).review == record
    assert "revision" not in {field.name for field in ClinicalReview._meta.get_fields()}
