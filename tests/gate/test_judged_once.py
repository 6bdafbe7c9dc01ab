"""What was found about a text counts for as long as nothing is different, and no longer."""

from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.db.models.signals import pre_save
from django.test import override_settings
from django.utils import timezone

from ketamine_pages.gate import judged
from ketamine_pages.gate.mixin import PublishBlocked
from ketamine_pages.library.item import LibraryItem
from ketamine_pages.models import Benefit
from ketamine_pages.reviews.recording import record_review
from tests.factories import BenefitFactory, ClinicianFactory, SourceFactory
from tests.gate.making import BAD, reload

pytestmark = pytest.mark.django_db


@pytest.fixture
def source() -> Any:
    return SourceFactory()


@pytest.fixture
def benefit(source: Any) -> Any:
    """A draft without errors that has just been judged, as a form does."""
    benefit = BenefitFactory(live=False, sources=[source])
    benefit = reload(benefit)
    assert not [each for each in judged.judge(benefit) if each.severity == "error"]
    return benefit


@pytest.fixture
def asked() -> Any:
    """Counts how often somebody asks for findings."""
    with patch.object(
        LibraryItem, "get_findings", autospec=True, side_effect=LibraryItem.get_findings
    ) as get_findings:
        yield get_findings


def test_what_is_the_same_is_judged_once(benefit: Any, asked: Any) -> None:
    benefit.save_revision().publish()
    assert asked.call_count == 0
    assert reload(benefit).live


def test_a_publication_in_code_is_judged_once(asked: Any) -> None:
    benefit = BenefitFactory(live=False, sources=[SourceFactory()])
    benefit.save_revision().publish()
    assert asked.call_count == 1


def test_another_text_is_judged_anew(benefit: Any) -> None:
    benefit.text = BAD
    revision = benefit.save_revision()
    with pytest.raises(PublishBlocked):
        revision.publish()
    assert not reload(benefit).live


def test_a_revision_from_the_database_is_judged_anew(benefit: Any) -> None:
    benefit.text = BAD
    revision = reload(benefit.save_revision())
    with pytest.raises(PublishBlocked):
        revision.publish()


def test_other_sources_are_judged_anew(benefit: Any) -> None:
    benefit.source_links = []
    with pytest.raises(PublishBlocked):
        benefit.save_revision().publish()


def test_a_source_that_was_withdrawn_meanwhile_counts(benefit: Any, source: Any) -> None:
    revision = benefit.save_revision()
    source.withdrawn_on, source.withdrawn_reason = timezone.localdate(), "Made up."
    source.save()
    with pytest.raises(PublishBlocked):
        revision.publish()


def test_what_a_receiver_writes_into_the_text_is_judged(benefit: Any) -> None:
    """Between the judgement of the revision and the save of what Wagtail makes of it."""
    restored = benefit.save_revision().as_object()
    assert judged.is_judged(restored)
    restored.text, restored.live = BAD, True
    with pytest.raises(PublishBlocked):
        restored.save()


def test_a_review_counts(benefit: Any, asked: Any) -> None:
    revision = benefit.save_revision()
    record_review(benefit, ClinicianFactory(), "approved")
    revision.publish()
    assert asked.call_count > 0


def test_other_severities_are_judged_anew(benefit: Any) -> None:
    revision = benefit.save_revision()
    with override_settings(KETAMINE_PAGES={"REQUIRE_REVIEW": True}), pytest.raises(PublishBlocked):
        revision.publish()


def test_the_next_day_is_judged_anew(benefit: Any, asked: Any) -> None:
    revision = benefit.save_revision()
    tomorrow = timezone.localdate() + timedelta(days=1)
    with patch.object(judged.timezone, "localdate", return_value=tomorrow):
        revision.publish()
    assert asked.call_count == 1


def test_nothing_is_kept_after_a_publication(benefit: Any) -> None:
    saved = []

    def note(instance: Any, **kwargs: Any) -> None:
        saved.append(instance)

    revision = benefit.save_revision()
    pre_save.connect(note, sender=Benefit)
    try:
        revision.publish()
    finally:
        pre_save.disconnect(note, sender=Benefit)
    assert not any(judged.is_judged(each) for each in saved if each.live)
