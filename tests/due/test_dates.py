"""What begins or ends by itself reaches findings, reviews, version and CDN."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db.models import DateField, DateTimeField
from django.test import override_settings

from ketamine_pages.delivery.version import read_version
from ketamine_pages.due import dates
from ketamine_pages.due.dates import LONGEST, Span, find_changed, find_reviews_over
from ketamine_pages.findings import store
from ketamine_pages.findings.store import gated_models, store_findings
from ketamine_pages.models import (
    Benefit,
    BenefitListPageMixin,
    ClinicalReview,
    ReviewStatus,
    Source,
    StoredFinding,
)
from ketamine_pages.reviews.records import StoredState
from ketamine_pages.reviews.tracking import refresh_statuses
from ketamine_pages.rules.reviewing.tending import Patience
from ketamine_pages.targets import target_of
from tests import factories
from tests.due.making import DAY, HOUR, MINUTE, NOON, TODAY, at, row, run
from tests.purging.recording import CDN, SiteTestCase, purged
from tests.reviews.making import block, page_showing, page_with, picks, review, status_of

pytestmark = pytest.mark.django_db
MIDNIGHT = NOON.replace(hour=0)


def found(since: datetime | None, until: datetime) -> set[Any]:
    changed = find_changed(Span(since, until))
    return {(model, pk) for model, pks in changed.items() for pk in pks}


def is_found(instance: Any, since: datetime | None, until: datetime) -> bool:
    return (type(instance), instance.pk) in found(since, until)


def codes(instance: Any) -> set[str]:
    return set(StoredFinding.objects.filter(**target_of(instance)).values_list("code", flat=True))


@pytest.mark.parametrize(
    ("make", "field", "change"),
    [
        (factories.BenefitFactory, "expires_on", MIDNIGHT + DAY),
        (factories.SafetyNoticeFactory, "expires_on", MIDNIGHT + DAY),
        (factories.IndicationFactory, "expires_on", MIDNIGHT + DAY),
        (factories.SourceFactory, "withdrawn_on", MIDNIGHT),
        # At midnight in Phoenix, which is seven hours behind.
        (factories.LocationPageFactory, "status_from", MIDNIGHT + 7 * HOUR),
        (factories.LocationPageFactory, "status_until", MIDNIGHT + DAY + 7 * HOUR),
    ],
)
def test_a_day_begins_or_ends_once(make, field, change):
    instance = make()
    type(instance).objects.filter(pk=instance.pk).update(**{field: TODAY})
    assert is_found(instance, change - MINUTE, change)
    assert is_found(instance, change - 3 * DAY, change + 3 * DAY)
    assert not is_found(instance, change, change + 3 * DAY)
    assert not is_found(instance, change - 3 * DAY, change - MINUTE)
    assert is_found(instance, None, change + DAY)
    type(instance).objects.filter(pk=instance.pk).update(live=False)
    assert not is_found(instance, change - MINUTE, change)


@pytest.mark.parametrize("name", ["America/Phoenix", "Asia/Tokyo", "Pacific/Kiritimati"])
def test_other_days_are_those_of_the_site(settings, name):
    settings.TIME_ZONE = name
    benefit = factories.BenefitFactory(expires_on=TODAY)
    change = datetime(2027, 3, 11, tzinfo=ZoneInfo(name))
    assert is_found(benefit, change - MINUTE, change)
    assert not is_found(benefit, change, change + DAY)


def test_a_zone_that_is_gone_is_that_of_the_site():
    page = factories.LocationPageFactory()
    type(page).objects.update(status_from=TODAY, time_zone="Mars/Olympus")
    assert is_found(page, MIDNIGHT - MINUTE, MIDNIGHT)


def test_a_first_run_looks_back_for_a_year():
    benefit = factories.BenefitFactory(expires_on=(NOON - LONGEST).date())
    assert is_found(benefit, None, NOON)
    Benefit.objects.update(expires_on=(NOON - LONGEST).date() - DAY)
    assert not is_found(benefit, None, NOON)


def test_a_section_of_a_page_ends():
    page = page_with(block("section", text="<p>Until then.</p>", expires_on=TODAY.isoformat()))
    assert is_found(page, MIDNIGHT + DAY - MINUTE, MIDNIGHT + DAY)
    assert is_found(page, MIDNIGHT - 90 * DAY, MIDNIGHT + DAY)
    assert not is_found(page, MIDNIGHT - DAY, MIDNIGHT + DAY - MINUTE)
    assert not is_found(page, MIDNIGHT + DAY, MIDNIGHT + 3 * DAY)


def test_a_review_runs_out_its_grace_ends_and_later_numbers_go():
    page = page_with()
    review(page)
    ReviewStatus.objects.filter(**target_of(page)).update(next_due=TODAY)
    over, later = MIDNIGHT + DAY, MIDNIGHT + 11 * DAY
    patience = {"REVIEW_GRACE_DAYS": 10, "WITHHOLD_AFTER_MONTHS": 1}
    with override_settings(KETAMINE_PAGES=patience):
        last_day = Patience(10, 1).withheld_from(TODAY)
        withheld = MIDNIGHT + (last_day - TODAY)
        for change in (over, later, withheld):
            assert find_reviews_over(Span(change - MINUTE, change)) == {type(page): {page.pk}}
        assert find_reviews_over(Span(over, later - MINUTE)) == {}
        assert find_reviews_over(Span(later, withheld - MINUTE)) == {}


def test_every_date_of_content_is_declared_or_known_to_change_nothing():
    # The day a label was approved, and on which somebody tried the crisis line.
    facts = {"label_date", "crisis_reviewed_on"}
    for model in filter(lambda m: m._meta.app_label.startswith("ketamine"), gated_models()):
        declared = {*getattr(model, "first_days", ()), *getattr(model, "last_days", ())}
        fields = [f for f in model._meta.local_fields if isinstance(f, DateField)]
        days = {f.name for f in fields if not isinstance(f, DateTimeField)}
        assert days - facts <= declared, model


class TestThreeDaysLate:
    """A benefit ended two days ago, and the last run was three days ago."""

    @pytest.fixture
    def benefit(self):
        return factories.BenefitFactory(
            sources=[factories.SourceFactory()], expires_on=TODAY - 2 * DAY
        )

    @pytest.fixture
    def page(self, benefit):
        with at(NOON - 3 * DAY):
            page = page_showing(benefit)
            refresh_statuses()
            review(page)
            store_findings(page)
            run("dates", moment=NOON - 3 * DAY)
        return page

    def test_it_is_judged_reviews_are_compared_and_the_version_raised_once(self, page, benefit):
        assert "fact-expired" not in codes(page)
        assert status_of(page).state == StoredState.CURRENT
        before = read_version()
        assert run("dates")[:2] == (0, {"dates": "Begun or ended: 1, reviews run out: 0."})
        with at():
            assert {"fact-expired", "changed-since-review"} <= codes(page)
            assert "fact-expired" in codes(benefit)
            assert status_of(page).state == StoredState.CHANGED
        after = read_version()
        assert before != after
        again = run("dates", moment=NOON + MINUTE)
        assert again[1] == {"dates": "Begun or ended: 0, reviews run out: 0."}
        assert read_version() == after

    def test_a_page_that_reuses_the_list_is_judged_as_well(self, page, benefit):
        with at(NOON - 3 * DAY):
            list_page = factories.BenefitListPageFactory()
            assert isinstance(list_page, BenefitListPageMixin)
            list_page.benefits = picks("benefit", benefit)
            with factories.gate_off():
                list_page.save()
            reusing = page_with(block("benefits", list_page=list_page.pk))
        run("dates")
        with at():
            assert "fact-expired" in codes(reusing)

    def test_what_was_stopped_in_the_middle_is_done_by_the_next_run(self, page, monkeypatch):
        def stop(*args: Any) -> None:
            raise KeyboardInterrupt

        with monkeypatch.context() as patched:
            patched.setattr(store, "store_findings_of", stop)
            with pytest.raises(KeyboardInterrupt):
                run("dates")
        assert row("dates").done_until == NOON - 3 * DAY
        assert run("dates", moment=NOON + MINUTE)[0] == 0
        with at():
            assert "fact-expired" in codes(page)

    def test_a_dry_run_counts_and_leaves_everything(self, page):
        version = read_version()
        assert run("dates", dry_run=True)[1] == {"dates": "Begun or ended: 1, reviews run out: 0."}
        assert (read_version(), row("dates").done_until) == (version, NOON - 3 * DAY)
        assert "fact-expired" not in codes(page)


def test_a_review_that_runs_out_is_a_finding():
    with at(NOON - 3 * DAY):
        page = page_with()
        review(page)
        run("dates", moment=NOON - 3 * DAY)
    ClinicalReview.objects.update(next_due=TODAY - DAY)
    ReviewStatus.objects.filter(**target_of(page)).update(next_due=TODAY - DAY)
    assert run("dates")[1] == {"dates": "Begun or ended: 0, reviews run out: 1."}
    assert "review-overdue" in codes(page)


def test_batches_are_followed_one_after_the_other(monkeypatch):
    monkeypatch.setattr(dates, "BATCH", 2)
    for _number in range(5):
        factories.BenefitFactory(expires_on=TODAY - DAY)
    assert run("dates")[1] == {"dates": "Begun or ended: 5, reviews run out: 0."}
    assert StoredFinding.objects.filter(code="fact-expired").count() == 5


class PurgeTests(SiteTestCase):
    def setUp(self) -> None:
        run("dates", moment=NOON - 3 * DAY)

    def purge(self) -> list[str]:
        purged.clear()
        with CDN, self.captureOnCommitCallbacks(execute=True):
            run("dates")
        return sorted(address.removeprefix("http://localhost") for address in purged)

    def test_a_notice_of_a_location_begins(self):
        type(self.clinic).objects.update(
            status_message="Closed", status_from=TODAY, status_until=date(2027, 4, 1)
        )
        assert self.purge() == ["/", "/clinics/", "/clinics/phoenix/", "/treatments/first/"]
        assert self.purge() == []

    def test_a_source_is_withdrawn_as_announced(self):
        source = factories.SourceFactory()
        page = page_showing(factories.BenefitFactory(sources=[source]))
        Source.objects.filter(pk=source.pk).update(withdrawn_on=TODAY)
        assert self.purge() == [page.url.removeprefix("http://localhost")]

    def test_a_review_runs_out(self):
        review(self.page)
        ReviewStatus.objects.filter(**target_of(self.page)).update(next_due=TODAY - DAY)
        assert self.purge() == ["/treatments/first/"]
