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
    [finding] = find_in_content(factory(evidence_level=level, sources=[]))
    assert finding.code == "benefit-without-source"
    assert finding.severity is Severity.ERROR
    for stance in ("sources", "against"):
        level = EvidenceLevel.LIMITED if stance == "sources" else EvidenceLevel.AGAINST
        cited = {"sources": [], stance: [SourceFactory()]}
        assert codes(factory(evidence_level=level, **cited)) == []


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


@pytest.mark.parametrize(
    ("source", "level", "printed"),
    [
        ({}, "strong", "strong"),
        ({"doi": "", "pmid": "123"}, "strong", "strong"),
        ({"doi": ""}, "strong", "limited"),
        ({"kind": "guideline"}, "moderate", "limited"),
        ({"kind": "guideline", "url": "https://issuer.example/"}, "moderate", "moderate"),
        ({"kind": "guideline", "url": "https://issuer.example/"}, "strong", "moderate"),
        ({"kind": "product-label", "url": "https://issuer.example/"}, "moderate", "moderate"),
        ({"kind": "observational-study", "url": "https://issuer.example/"}, "moderate", "limited"),
        ({"live": False}, "strong", ""),
        ({}, "early", "early"),
    ],
)
def test_evidence_is_printed_as_high_as_the_sources_allow(source, level, printed):
    benefit = BenefitFactory(sources=[SourceFactory(**source)], evidence_level=level)
    assert benefit.printed_level == printed
    assert ("evidence-overstated" in codes(benefit)) is (printed not in {level, ""})


def test_as_many_trials_against_as_for_allow_limited_evidence(trial):
    benefit = BenefitFactory(
        sources=[trial], against=[SourceFactory()], evidence_level=EvidenceLevel.STRONG
    )
    assert benefit.printed_level == EvidenceLevel.LIMITED
    assert codes(benefit) == ["evidence-overstated"]


def test_a_safety_notice_needs_a_text_and_a_source_that_holds(trial):
    retracted = SourceFactory(withdrawn_on=TODAY, withdrawn_reason="Errors")
    for values, expected in (
        ({}, []),
        ({"sources": []}, ["notice-incomplete"]),
        ({"sources": [], "against": [trial]}, []),
        ({"sources": [retracted]}, ["notice-incomplete", "source-withdrawn"]),
        ({"sources": [trial, retracted]}, ["source-withdrawn"]),
        ({"text": "<p> </p>"}, ["notice-incomplete"]),
        ({"text": ""}, ["notice-incomplete"]),
    ):
        assert sorted(codes(SafetyNoticeFactory(**values))) == expected, values


@pytest.mark.parametrize(
    ("values", "missing"),
    [
        ({}, []),
        ({"approved_use": ""}, ["approved to treat"]),
        ({"population": ""}, ["in whom"]),
        ({"treatment__label_url": ""}, ["product label"]),
        ({"treatment__label_date": None}, ["label date"]),
        ({"treatment__regulatory_status": ""}, ["regulatory status"]),
        ({"sources": []}, ["a product label or regulator among the sources"]),
        ({"approved_use": "", "population": ""}, ["approved to treat", "in whom"]),
    ],
)
def test_an_approval_says_what_is_missing_of_it(values, missing):
    label = SourceFactory(kind=SourceKind.PRODUCT_LABEL, url="https://label.example/")
    indication = IndicationFactory(**{"approval": True, "sources": [label], **values})
    found = [each for each in find_in_content(indication) if each.code == "approval-incomplete"]
    assert [each.message for each in found] == [
        f"“{indication}” is called approved, and this is missing: {', '.join(missing)}."
    ] * bool(missing)


def test_an_approved_product_without_its_label_is_found_at_the_product():
    assert codes(TreatmentFactory(product=True)) == []
    for lacking in ({"label_url": ""}, {"label_date": None}):
        assert codes(TreatmentFactory(product=True, **lacking)) == ["approval-incomplete"]
        assert codes(TreatmentFactory(product=False, **lacking)) == []


def test_a_contradicted_approval_is_found_at_the_indication_and_at_the_treatment():
    treatment = TreatmentFactory(name="Ketamine infusion")
    indication = IndicationFactory(approval=True, treatment=treatment)
    assert codes(indication) == ["status-contradicted"]
    [found] = find_in_content(treatment)
    assert (found.code, found.severity) == ("indication-contradicts", Severity.WARNING)
    assert f"“{indication}”" in found.message
    indication.live = False
    indication.save()
    assert codes(treatment) == []


def test_a_treatment_of_unknown_status_contradicts_nothing():
    indication = IndicationFactory(approval=True, treatment__regulatory_status="")
    assert codes(indication) == ["approval-incomplete"]
    assert codes(indication.treatment) == ["status-missing"]


def test_sources_that_are_not_saved_yet_count(trial):
    benefit = BenefitFactory(sources=[])
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
