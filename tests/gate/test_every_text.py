"""Whatever is printed is read: a placeholder and a claim are found wherever they are written."""

import json

import pytest
from wagtail.models import get_page_models

from ketamine_pages.findings.site_texts import judge_site_texts
from ketamine_pages.models import (
    Benefit,
    ClinicSettings,
    Condition,
    EditorialPageMixin,
    SafetyNotice,
    Source,
    Treatment,
)
from ketamine_pages.shown.kinds import library_models
from tests import factories
from tests.gate.every_text import leaves_of_stream, streams, text_fields

pytestmark = pytest.mark.django_db

WORDS = "We have an FDA-approved cure in [Your City]."
EXPECTED = {("placeholder-left", "error"), ("approval-unnamed", "hint")}

PAGE_TYPES = [model for model in get_page_models() if issubclass(model, EditorialPageMixin)]
MODELS = [*PAGE_TYPES, *library_models(), ClinicSettings]
STREAMS = [(model, field.name) for model in MODELS for field in streams(model)]


def label(value):
    return value if isinstance(value, str) else value._meta.label


@pytest.fixture
def chosen():
    """What choosers choose, so that no section is left out for want of an entry."""
    treatment = factories.TreatmentFactory()
    source = factories.SourceFactory()
    entries = {
        Treatment: treatment,
        Source: source,
        Benefit: factories.BenefitFactory(sources=[source]),
        Condition: factories.ConditionFactory(),
        SafetyNotice: factories.SafetyNoticeFactory(treatments=[treatment], sources=[source]),
    }
    image = factories.ImageFactory()
    return {**{model: entry.pk for model, entry in entries.items()}, "image": image.pk}


def make(model):
    if model in library_models():
        return model.sample()
    return model(title="A page") if model in PAGE_TYPES else model()


def found_in(instance):
    """Where what is found: a set of codes with severities for each field, block and path."""
    is_clinic = isinstance(instance, ClinicSettings)
    findings = judge_site_texts(instance) if is_clinic else instance.get_findings()
    places = {}
    for finding in findings:
        spot = finding.spot
        place = places.setdefault((spot.field, spot.block, spot.path), set())
        place.add((finding.code, finding.severity))
    return places


def missed(places, found):
    return [place for place in places if not found.get(place, set()) >= EXPECTED]


def test_there_is_much_to_read():
    names = {model.__name__ for model in PAGE_TYPES}
    assert {"LocationPage", "EnquiryPage", "ProgramPage", "ProgrammePage", "GuidePage"} <= names
    assert sum(len(text_fields(model)) for model in MODELS) > 80
    fields = [model._meta.get_field(name) for model, name in STREAMS]
    assert sum(1 for field in fields for _leaf in leaves_of_stream(field.stream_block)) > 400


@pytest.mark.parametrize("model", MODELS, ids=label)
def test_every_field_is_read(model):
    unread = []
    for name in text_fields(model):
        instance = make(model)
        setattr(instance, name, WORDS)
        unread += missed([(name, "", "")], found_in(instance))
    assert unread == []


@pytest.mark.parametrize(("model", "name"), STREAMS, ids=label)
def test_every_leaf_of_every_block_is_read(model, name, chosen):
    field = model._meta.get_field(name)
    blocks, places = [], []
    for number, (kind, leaf) in enumerate(leaves_of_stream(field.stream_block)):
        block_id = f"{kind} {number}"
        value = leaf.fill(WORDS, chosen)
        # Those of patients are printed where a site wants them.
        value = {"speaker": "staff", **value} if kind == "quote" else value
        blocks.append({"type": kind, "id": block_id, "value": value})
        places.append((name, block_id, leaf.path))
    instance = make(model)
    setattr(instance, name, field.to_python(json.dumps(blocks)))
    assert missed(places, found_in(instance)) == []
