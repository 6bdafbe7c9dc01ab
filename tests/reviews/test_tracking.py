"""What a change does to the reviews of everything that shows it."""

import json
from datetime import date, timedelta
from unittest.mock import patch

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ketamine_pages import followers
from ketamine_pages.models import ClinicalReview, ReviewStatus
from ketamine_pages.reviews import tracking as review_tracking
from ketamine_pages.reviews.marking import mark_dependents
from ketamine_pages.reviews.records import StoredState
from ketamine_pages.reviews.tracking import BATCH, check_marked, refresh_statuses
from ketamine_pages.rules.findings import ReviewState
from ketamine_pages.targets import target_of
from tests.factories import (
    BenefitFactory,
    BenefitListPageFactory,
    IndicationFactory,
    SafetyNoticeFactory,
    SourceFactory,
    TreatmentFactory,
)
from tests.reviews.making import block, page_showing, page_with, picks, reload, review, status_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_gate")]


@pytest.fixture(autouse=True)
def index_at_once(django_capture_on_commit_callbacks):
    """Wagtail's reference index, and our task, run when a transaction ends."""
    with django_capture_on_commit_callbacks(execute=True):
        yield


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def source():
    return SourceFactory()


@pytest.fixture
def benefit(source):
    return BenefitFactory(sources=[source])


def state_of(instance):
    return ReviewStatus.objects.get(**target_of(instance)).state


def test_a_published_page_has_a_status_and_a_draft_has_none(commit):
    with commit():
        document = page_with()
    assert state_of(document) == StoredState.NEVER
    document.unpublish()
    assert not ReviewStatus.objects.filter(**target_of(document)).exists()


def test_publishing_other_text_is_noticed_at_once(commit):
    with commit():
        document = page_with()
    review(document)
    assert state_of(document) == StoredState.CURRENT
    document.introduction = "Something else."
    document.save_revision().publish()
    assert state_of(document) == StoredState.CHANGED


def test_editing_a_shared_benefit_marks_every_page_that_shows_it(commit, benefit):
    with commit():
        shown = [page_showing(benefit) for _ in range(3)]
        other = page_with()
    for document in [*shown, other]:
        review(document)
    with commit():
        benefit.text = "Something else."
        benefit.save()
    assert [state_of(each) for each in shown] == [StoredState.CHANGED] * 3
    assert [each.get_review_state() for each in shown] == [ReviewState.CHANGED] * 3
    assert state_of(other) == StoredState.CURRENT


def test_pages_are_marked_before_the_background_task_has_run(commit, benefit):
    with commit():
        document = page_showing(benefit)
    review(document)
    benefit.text = "Something else."
    benefit.save()
    assert state_of(document) == StoredState.CHANGED


def queued_by(work):
    """How many tasks ``work`` leaves to the background, which compare what is marked."""
    with patch.object(followers, "follow_changes") as task:
        work()
    return task.enqueue.call_count


def test_a_transaction_queues_one_comparison_however_much_it_saves(commit):
    benefits = [BenefitFactory() for _ in range(3)]
    with commit():
        page_showing(*benefits)

    def save_all():
        with commit(), transaction.atomic():
            for benefit in benefits:
                benefit.text = "Something else."
                benefit.save()
            benefits[0].delete()

    assert queued_by(save_all) == 1


def test_a_transaction_that_is_rolled_back_queues_none(commit, benefit):
    with commit():
        page_showing(benefit)

    def save_in_vain():
        with commit(), transaction.atomic():
            benefit.text = "Something else."
            benefit.save()
            transaction.set_rollback(True)

    assert queued_by(save_in_vain) == 0


def test_what_did_not_change_after_all_is_taken_back(commit, benefit):
    with commit():
        document = page_showing(benefit)
    review(document)
    [risks] = document.treatment.public_notices()
    with commit():
        risks.treatments.add(TreatmentFactory())
        risks.save()
    assert state_of(document) == StoredState.CURRENT


def test_what_was_found_for_another_treatment_is_told_and_so_a_change(commit, benefit):
    other = TreatmentFactory()
    risks = SafetyNoticeFactory(treatments=[other])
    with commit():
        document = page_showing(benefit)
        document.body.append(("safety", {"heading": "Risks", "notices": [("notice", risks)]}))
        document.save()
    review(document)
    with commit():
        benefit.treatment = other
        benefit.save()
    assert state_of(document) == StoredState.CHANGED


def test_what_is_withheld_from_a_page_is_a_change(commit, benefit):
    with commit():
        document = page_showing(benefit)
    review(document)
    [risks] = document.treatment.public_notices()
    [source_of_risks] = risks.cited_sources
    with commit():
        source_of_risks.withdrawn_on = date(2024, 1, 1)
        source_of_risks.save()
    assert state_of(document) == StoredState.CHANGED


def test_a_change_that_is_undone_is_none(commit, benefit):
    with commit():
        document = page_showing(benefit)
    review(document)
    text = benefit.text
    for benefit.text in ("Something else.", text):
        with commit():
            benefit.save()
    assert state_of(document) == StoredState.CURRENT


def test_withdrawing_a_source_marks_all_that_relies_on_it_at_once(commit, source, benefit):
    with commit():
        indication = IndicationFactory(sources=[source])
        condition = indication.condition
        direct = page_showing(benefit)
        listing = BenefitListPageFactory(
            benefits=json.dumps(picks("benefit", benefit)), tells_risks=True
        )
        reusing = page_with(block("benefits", list_page=listing.pk), tells_risks=True)
        by_treatment = page_with(
            block("conditions", conditions=picks("condition", condition)),
            treatment=indication.treatment,
            tells_risks=True,
        )
    relying = [benefit, indication, direct, reload(listing), reusing, by_treatment]
    for each in relying:
        review(each)
    source.withdrawn_on, source.withdrawn_reason = date(2024, 1, 1), "Retracted."
    source.save()
    assert [state_of(each) for each in relying] == [StoredState.CHANGED] * 6
    check_marked()
    assert [state_of(each) for each in relying] == [StoredState.CHANGED] * 6


def test_a_notice_marks_pages_that_show_it_by_way_of_the_treatment(commit):
    treatment = TreatmentFactory()
    with commit():
        document = page_with(block("safety"), treatment=treatment)
        notice = SafetyNoticeFactory(treatments=[treatment])
    review(reload(document))
    with commit():
        notice.text = "<p>Something else.</p>"
        notice.save()
    assert state_of(document) == StoredState.CHANGED


def test_a_new_notice_marks_the_pages_of_its_treatment(commit):
    treatment = TreatmentFactory()
    with commit():
        document = page_with(block("safety"), treatment=treatment)
    review(document)
    with commit():
        SafetyNoticeFactory(treatments=[treatment])
    assert state_of(document) == StoredState.CHANGED


def test_deleting_a_shown_item_marks_pages_and_forgets_its_own_reviews(commit, benefit):
    with commit():
        document = page_showing(benefit)
    review(document)
    review(benefit)
    with commit():
        benefit.delete()
    assert state_of(document) == StoredState.CHANGED
    assert ClinicalReview.objects.count() == 1


def test_deleting_a_page_forgets_those_below_it(commit):
    listing = BenefitListPageFactory()
    with commit():
        below = page_with(parent=listing)
    review(below)
    reload(listing).delete()
    assert not ClinicalReview.objects.exists()
    assert not ReviewStatus.objects.filter(**target_of(below)).exists()


def test_a_draft_marks_nothing(commit, benefit):
    with commit():
        document = page_showing(benefit)
    review(document)
    with commit():
        benefit.text = "A draft."
        benefit.save_revision()
    assert state_of(document) == StoredState.CURRENT


def test_refreshing_finds_what_sql_and_time_have_changed(commit, benefit):
    with commit():
        document = page_showing(benefit)
    review(document)
    ReviewStatus.objects.filter(**target_of(benefit)).delete()
    yesterday = timezone.localdate() - timedelta(days=1)
    type(benefit).objects.update(expires_on=yesterday)
    refresh_statuses()
    assert state_of(document) == StoredState.CHANGED
    assert state_of(benefit) == StoredState.NEVER


def test_looking_at_everything_ends_whatever_cannot_be_recorded(monkeypatch, benefit):
    ReviewStatus.objects.all().delete()
    seen = []
    monkeypatch.setattr(review_tracking, "sync_statuses", seen.extend)
    refresh_statuses()
    assert benefit in seen


def test_the_owner_of_a_page_and_the_last_editor_of_an_item_look_after_them(
    commit, benefit, django_user_model
):
    user = django_user_model.objects.create(username="owner")
    with commit():
        document = page_with(owner=user)
    benefit.save_revision(user=user).publish()
    assert status_of(document).owner == user
    assert status_of(benefit).owner == user


def test_queries_grow_with_batches_and_not_with_pages(commit, benefit):
    def count(number):
        with commit():
            documents = [page_showing(benefit) for _ in range(number)]
        for document in documents:
            review(document)
        type(benefit).objects.update(text=f"For {number}.")
        with CaptureQueriesContext(connection) as queries:
            mark_dependents(benefit)
            check_marked()
        assert {state_of(document) for document in documents} == {StoredState.CHANGED}
        return len(queries)

    few, many = count(2), count(12)
    assert BATCH > 14
    assert many == few <= 50
