"""A page that nobody tends any more, at each of its dates, with no job ever run."""

from datetime import date, datetime, timedelta
from unittest.mock import patch

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import override_settings
from django.utils import timezone

from ketamine_pages.models import ClinicalReview, ClinicSettings, ReviewOutcome, ReviewStatus
from ketamine_pages.reviews.tending import get_tending, is_withheld
from ketamine_pages.rules.reviewing.tending import Tending
from ketamine_pages.targets import target_of
from tests.factories import ClinicianFactory, LocationPageFactory, TreatmentPageFactory, UserFactory
from tests.reviews.making import make_reviewer, reload, review

pytestmark = pytest.mark.django_db

READ = date(2025, 5, 3)
DUE = date(2026, 5, 3)
# Thirty days of grace, and twelve months.
OVERDUE, SOON, WITHHELD = date(2026, 6, 3), date(2027, 5, 3), date(2027, 6, 3)
DAY = timedelta(days=1)
NOINDEX = '<meta name="robots" content="noindex">'


def at(day, hour=12):
    zone = timezone.get_current_timezone()
    moment = datetime(day.year, day.month, day.day, hour, tzinfo=zone)
    return patch("django.utils.timezone.now", lambda: moment)


@pytest.fixture
def document():
    with at(READ):
        page = reload(TreatmentPageFactory(title="About infusions"))
        review(page, ClinicianFactory(name="Dr Ada"))
        # The default of the field has kept the clock that was not stopped.
        ClinicalReview.objects.update(reviewed_at=timezone.now())
        assert ClinicalReview.objects.get().next_due == DUE
        return page


def read(client, page, day):
    with at(day):
        return " ".join(client.get(page.url).text.split())


NAMED = "Medically reviewed by Dr Ada"
LATE = "Last read by a clinician on May 3, 2025; a new reading is overdue."
WHY = "Until then, statistics and other numbers are left out."


@pytest.mark.parametrize(
    ("day", "line", "is_hidden"),
    [
        (DUE, NAMED, False),
        (DUE + DAY, NAMED, False),
        (OVERDUE - DAY, NAMED, False),
        (OVERDUE, LATE, False),
        (WITHHELD - DAY, LATE, False),
        (WITHHELD, f"{LATE} {WHY}", True),
    ],
)
def test_the_line_and_search_engines_follow_the_date(client, document, day, line, is_hidden):
    text = read(client, document, day)
    assert line in text
    assert (NOINDEX in text) is is_hidden
    assert (WHY in text) is is_hidden
    assert ("Dr Ada" in text) is (line is NAMED)
    assert ('"lastReviewed"' in text) is (line is NAMED)
    with at(day):
        assert is_withheld(document) is is_hidden


@pytest.mark.parametrize("day", [OVERDUE, WITHHELD])
def test_what_is_kept_of_a_page_does_not_outlast_the_date(client, document, day, settings):
    settings.KETAMINE_PAGES = {"PAGE_CACHE_SECONDS": 900, "CDN_SECONDS": 3600}
    zone = timezone.get_current_timezone()
    midnight = datetime(day.year, day.month, day.day, tzinfo=zone)
    before, after = midnight - timedelta(seconds=1), midnight
    with patch("django.utils.timezone.now", lambda: before):
        first = client.get(document.url)
        # Kept, and asked for again.
        assert client.get(document.url).text == first.text
    with patch("django.utils.timezone.now", lambda: after):
        second = client.get(document.url)
    assert second.text != first.text
    assert (LATE if day == OVERDUE else WHY) in " ".join(second.text.split())


def test_a_function_answers_for_any_day(document):
    stages = [get_tending(document, day) for day in (DUE, OVERDUE, SOON, WITHHELD)]
    assert stages == [
        Tending.TENDED, Tending.OVERDUE, Tending.WITHHELD_SOON, Tending.WITHHELD,
    ]  # fmt: skip
    assert is_withheld(document, WITHHELD)
    assert not is_withheld(document, WITHHELD - DAY)


def test_one_changed_word_is_no_new_reading(client, document):
    with at(DUE):
        document.introduction = "Another word."
        document.save_revision().publish()
    assert "by a clinician" not in read(client, document, DUE)
    text = read(client, document, OVERDUE)
    assert "The last approval by a clinician, of May 3, 2025, does not cover this text" in text
    assert NOINDEX in read(client, document, WITHHELD)
    assert is_withheld(reload(document), WITHHELD)


@pytest.mark.parametrize("outcome", [ReviewOutcome.APPROVED, ReviewOutcome.NO_CHANGE_NEEDED])
def test_a_new_reading_brings_everything_back(client, document, outcome):
    assert is_withheld(document, WITHHELD)
    with at(WITHHELD):
        review(document, ClinicianFactory(name="Dr Bea"), outcome=outcome)
    text = read(client, document, WITHHELD)
    assert "Medically reviewed by Dr Bea" in text
    assert NOINDEX not in text


def test_changes_asked_for_are_none(document):
    with at(WITHHELD):
        review(document, outcome=ReviewOutcome.CHANGES_REQUESTED)
    assert is_withheld(document, WITHHELD)


@pytest.mark.parametrize("make", [TreatmentPageFactory, LocationPageFactory])
def test_what_nobody_has_reviewed_has_no_such_dates(client, make):
    page = reload(make())
    assert not is_withheld(page, date(2099, 1, 1))
    assert "clinician on" not in read(client, page, date(2099, 1, 1))


def test_a_page_that_is_not_saved_has_none():
    assert get_tending(TreatmentPageFactory.build()) is Tending.TENDED


def test_a_page_that_is_no_longer_reviewed_on_this_site_has_none(document):
    none = {"REVIEW_INTERVAL_MONTHS": {document._meta.label: None}}
    with override_settings(KETAMINE_PAGES=none):
        assert not is_withheld(document, WITHHELD)


def test_what_was_unpublished_is_as_old_as_it_was(document):
    document.unpublish()
    assert is_withheld(reload(document), WITHHELD)
    with at(WITHHELD):
        assert "Until then" in document.make_preview_request().rendered_content


def test_a_preview_says_what_visitors_read(document):
    with at(WITHHELD):
        assert "Until then" in document.make_preview_request().rendered_content
    with at(DUE):
        assert "Until then" not in document.make_preview_request().rendered_content


@pytest.mark.parametrize(
    ("setting", "day", "stage"),
    [
        ({"REVIEW_GRACE_DAYS": 0}, DUE + DAY, Tending.OVERDUE),
        ({"WITHHOLD_AFTER_MONTHS": None}, date(2099, 1, 1), Tending.OVERDUE),
        ({"REVIEW_GRACE_DAYS": 0, "WITHHOLD_AFTER_MONTHS": 1}, date(2026, 6, 4), Tending.WITHHELD),
    ],
)
def test_a_site_has_patience_of_its_own(document, setting, day, stage):
    with override_settings(KETAMINE_PAGES=setting):
        assert get_tending(document, day) is stage


class TestReminders:
    """Where jobs run, the site is told three times, and each time once."""

    @pytest.fixture(autouse=True)
    def only_pages(self, settings):
        settings.KETAMINE_PAGES = {
            "REVIEW_INTERVAL_MONTHS": {"ketamine_pages.Treatment": None},
            "PUBLISH_GATE": "off",
        }

    @pytest.fixture
    def told(self, document):
        document.owner = UserFactory(email="owner@example.com")
        document.save()
        site = ClinicSettings.for_site(document.get_site())
        site.enquiry_recipients = "desk@example.com"
        site.save()
        ReviewStatus.objects.exclude(**target_of(document)).delete()

        def remind(day):
            mail.outbox.clear()
            with at(day):
                call_command("send_review_reminders", verbosity=0)
            return {message.to[0]: message.body for message in mail.outbox}

        return remind

    def test_the_owner_and_the_site_are_told_at_each_date(self, told):
        told(DUE - DAY)
        for day, words in (
            (DUE + DAY, "Overdue:"),
            (OVERDUE, "Overdue, and visitors read so:"),
            (SOON, "Without numbers within a month or already"),
        ):
            assert told(day - DAY) == {}
            found = told(day)
            assert set(found) == {"owner@example.com", "desk@example.com"}, day
            assert all(words in body for body in found.values())
            assert told(day + DAY) == {}
        assert told(WITHHELD) == {}

    def test_nothing_is_withheld_where_the_site_says_so(self, told, settings):
        settings.KETAMINE_PAGES = {**settings.KETAMINE_PAGES, "WITHHOLD_AFTER_MONTHS": None}
        assert told(OVERDUE)
        assert told(date(2099, 1, 1)) == {}

    def test_a_job_that_has_not_run_for_long_tells_the_worst(self, told):
        assert "Without numbers" in told(WITHHELD)["desk@example.com"]

    def test_a_changed_page_is_told_as_well(self, told, document):
        with at(DUE):
            document.introduction = "Another word."
            document.save()
        assert "Changed since review" in told(DUE)["owner@example.com"]
        assert "Without numbers" in told(SOON)["desk@example.com"]

    def test_without_recipients_superusers_are_told(self, told, document):
        ClinicSettings.objects.update(enquiry_recipients="")
        UserFactory(admin=True, email="root@example.com")
        make_reviewer(active=False)
        assert set(told(OVERDUE)) == {"owner@example.com", "root@example.com"}
