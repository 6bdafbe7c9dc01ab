"""What library items say about themselves."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ketamine_pages.models import EvidenceLevel, RegulatoryStatus, SourceKind
from ketamine_pages.rules.findings import Severity, has_errors
from tests.checking import find_in_content
from tests.factories import (
    BenefitFactory,
    ClinicianFactory,
    ConditionFactory,
    IndicationFactory,
    SafetyNoticeFactory,
    SourceFactory,
    TreatmentFactory,
)

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def codes(item):
    return [str(finding.code) for finding in find_in_content(item)]


@pytest.fixture(autouse=True)
def _no_gate(settings):
    """What is to be found has to be published first."""
    settings.KETAMINE_PAGES = {"PUBLISH_GATE": "off"}


@pytest.fixture
def trial():
    return SourceFactory()


@pytest.mark.parametrize("factory", [BenefitFactory, IndicationFactory])
def test_a_statement_needs_a_source(factory):
    level = EvidenceLevel.LIMITED
    [finding] = find_in_content(factory(evidence_level=level))
    assert finding.code == "benefit-without-source"
    assert finding.severity is Severity.ERROR
    assert codes(factory(evidence_level=level, sources=[SourceFactory()])) == []


def test_a_source_that_is_a_draft_does_not_count_and_is_named():
    draft = SourceFactory(title="A new trial", live=False)
    benefit = BenefitFactory(sources=[draft])
    assert codes(benefit) == ["benefit-without-source", "item-unpublished"]
    [*_errors, named] = find_in_content(benefit)
    assert "“A new trial”" in named.message
    assert named.spot.field == "source_links"


def test_a_withdrawn_source_stops_the_benefit_even_beside_another_one(trial):
    retracted = SourceFactory(title="A bad trial", withdrawn_on=TODAY, withdrawn_reason="Errors")
    benefit = BenefitFactory(sources=[trial, retracted])
    [finding] = find_in_content(benefit)
    assert finding.code == "source-withdrawn"
    assert "“A bad trial”" in finding.message
    assert has_errors([finding])


def test_moderate_evidence_needs_a_trial():
    guideline = SourceFactory(kind=SourceKind.GUIDELINE)
    benefit = BenefitFactory(sources=[guideline], evidence_level=EvidenceLevel.MODERATE)
    assert codes(benefit) == ["evidence-overstated"]


def test_sources_that_are_not_saved_yet_count(trial):
    benefit = BenefitFactory()
    benefit.source_links.add(benefit.source_links.model(source=trial, stance="supports"))
    assert codes(benefit) == []


@pytest.mark.parametrize(
    ("factory", "field"),
    [
        (BenefitFactory, "caveat"),
        (ConditionFactory, "summary"),
        (IndicationFactory, "statement"),
        (ClinicianFactory, "role"),
        (SafetyNoticeFactory, "text"),
        (SourceFactory, "result"),
        (TreatmentFactory, "course"),
    ],
)
def test_placeholders_are_found_in_every_model(factory, field):
    item = factory()
    setattr(item, field, "Price: TBC")
    [finding] = [found for found in find_in_content(item) if found.code == "placeholder-left"]
    assert finding.spot.field == field
    assert finding.spot.item.pk == item.pk


def test_the_text_of_an_approved_product_may_say_so(trial):
    words = "It is an FDA-approved spray."
    approved = TreatmentFactory(regulatory_status=RegulatoryStatus.APPROVED)
    other = BenefitFactory(text=words, treatment=TreatmentFactory(), sources=[trial])
    own = BenefitFactory(text=words, treatment=approved, sources=[trial])
    assert "approval-unnamed" in codes(other)
    assert "approval-unnamed" not in codes(own)


@pytest.mark.parametrize(
    ("days", "found", "is_public"),
    [(-1, ["fact-expired"], False), (3, ["fact-expires-soon"], True), (90, [], True)],
)
def test_a_benefit_with_a_last_day(days, found, is_public, trial):
    benefit = BenefitFactory(sources=[trial], expires_on=TODAY + timedelta(days=days))
    assert codes(benefit) == found
    assert benefit.is_public is is_public


def test_choosers_say_what_is_out_of_date():
    expired = BenefitFactory(title="Less pain", expires_on=TODAY - timedelta(days=1))
    assert expired.get_admin_display_title() == "Less pain (out of date)"
    expired.live = False
    assert expired.get_admin_display_title() == "Less pain (draft)"


def test_phrases_are_hints_in_the_library_as_well(trial):
    benefit = BenefitFactory(text="A miracle.", sources=[trial])
    [finding] = find_in_content(benefit)
    assert (finding.code, finding.severity) == ("phrase", Severity.HINT)


def test_an_item_that_was_never_saved_is_judged():
    benefit = BenefitFactory.build(locale=None, title="Lorem ipsum")
    assert codes(benefit) == ["benefit-without-source", "placeholder-left"]
