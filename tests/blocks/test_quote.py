"""Whose words a quotation is, and when they are printed."""

from datetime import timedelta

import pytest
from django.test import Client, override_settings
from django.utils import timezone
from wagtail import blocks

from ketamine_pages.blocks import QuoteBlock
from ketamine_pages.blocks.facts import read_block
from ketamine_pages.gate.mixin import PublishBlocked
from ketamine_pages.rules.findings import NOWHERE
from ketamine_pages.rules.page_facts import Speaker
from tests.blocks.making import BODY, get_errors, make, picks
from tests.factories import SourceFactory, TreatmentIndexPageFactory
from tests.rendering import render_block, text_of

pytestmark = pytest.mark.django_db

ON = override_settings(KETAMINE_PAGES={"PATIENT_QUOTES": True, "PAGE_CACHE_SECONDS": 0})
OFF = override_settings(KETAMINE_PAGES={"PAGE_CACHE_SECONDS": 0})
TODAY = timezone.localdate
ADDRESS = "https://example.com/talk"
FIELDS = ["consent_on", "relation", "typical", "typical_sources", "expires_on"]


def patient(**values):
    return {
        "text": "I sleep again.",
        "speaker": "patient",
        "attribution": "Jane",
        "consent_on": TODAY() - timedelta(days=9),
        "relation": "Treated for free.",
        "typical": "Half of the people felt no change.",
        "typical_sources": picks("source", [SourceFactory(title="A trial")]),
        "expires_on": TODAY() + timedelta(days=9),
        **values,
    }


def plain(**values):
    return {"text": "We listen.", "attribution": "Dr. Doe", **values}


def emptied(name):
    return patient(**{name: [] if name == "typical_sources" else None})


@pytest.mark.parametrize(
    ("values", "speaker"),
    [
        (plain(), Speaker.STAFF),
        (plain(speaker=""), Speaker.STAFF),
        (plain(source_url=ADDRESS), Speaker.PUBLISHED),
        (plain(speaker="staff", source_url=ADDRESS), Speaker.STAFF),
        (plain(speaker="published"), Speaker.PUBLISHED),
        (plain(speaker="patient"), Speaker.PATIENT),
        # A form that no longer offers patients posts nothing for them.
        (plain(speaker="", relation="Treated for free."), Speaker.PATIENT),
        (plain(speaker="robot"), Speaker.PATIENT),
    ],
)
def test_who_speaks(values, speaker):
    assert make("quote", **values).speaker is speaker


def test_a_quotation_that_was_stored_without_a_speaker_is_printed():
    value = BODY.child_blocks["quote"].to_python({"text": "We listen.", "attribution": "Dr. Doe"})
    assert value.speaker is Speaker.STAFF
    assert "We listen." in BODY.child_blocks["quote"].render(value, {})


@pytest.mark.parametrize(
    ("on", "offered"),
    [(OFF, ["", "staff", "published"]), (ON, ["", "staff", "published", "patient"])],
)
def test_patients_are_offered_only_where_they_are_on(on, offered):
    with on:
        field = BODY.child_blocks["quote"].child_blocks["speaker"].field
        assert [value for value, _label in field.widget.choices] == offered


@pytest.mark.parametrize(
    ("values", "complains"),
    [
        (plain(speaker="staff"), []),
        (plain(), ["speaker"]),
        (plain(speaker="published"), ["source_url"]),
        (plain(speaker="published", source_url=ADDRESS), []),
        (plain(speaker="patient"), FIELDS),
    ],
)
@ON
def test_what_an_editor_is_told_in_the_form(values, complains):
    block = BODY.child_blocks["quote"]
    assert sorted(get_errors(block, values)) == sorted(complains)
    assert get_errors(block, values, draft=True) == {}


@ON
def test_consent_is_not_dated_ahead():
    ahead = patient(consent_on=TODAY() + timedelta(days=1))
    assert list(get_errors(BODY.child_blocks["quote"], ahead)) == ["consent_on"]
    assert get_errors(BODY.child_blocks["quote"], patient(consent_on=TODAY())) == {}
    assert render_block("quote", **ahead) == ""
    assert render_block("quote", **patient(consent_on=TODAY())) != ""


@OFF
def test_a_patient_cannot_be_chosen_while_they_are_off():
    assert list(get_errors(BODY.child_blocks["quote"], patient())) == ["speaker"]


@ON
def test_a_patients_words_stand_beside_what_is_typical():
    assert text_of(render_block("quote", **patient())) == (
        "I sleep again. Jane (a patient) Relation to the clinic: Treated for free. "
        "What is typical: Half of the people felt no change. 1"
    )


def test_other_speakers_print_none_of_it():
    html = render_block("quote", **patient(speaker="staff"))
    assert text_of(html) == "I sleep again. Jane"


def make_page(*, live=True, **values):
    return TreatmentIndexPageFactory(live=live, body=[("quote", values)])


def codes(page):
    found = page.get_findings()
    return {(each.code, each.severity.value) for each in found if "quote" in each.code}


@pytest.mark.parametrize("name", FIELDS)
def test_without_any_one_of_them_nothing_is_printed_and_publishing_stops(name):
    with ON:
        page = make_page(**emptied(name))
        assert "I sleep again." not in Client().get(page.url).text
        assert codes(page) == {("quote-incomplete", "error")}
        label = str(BODY.child_blocks["quote"].child_blocks[name].label)
        assert label in page.get_findings()[0].message
        # What visitors miss already would stop nothing.
        draft = make_page(live=False, **emptied(name))
        with pytest.raises(PublishBlocked):
            draft.save_revision().publish()


def test_a_published_source_needs_its_address():
    page = make_page(**plain(speaker="published"))
    assert "We listen." not in Client().get(page.url).text
    assert codes(page) == {("quote-incomplete", "error")}


def test_while_they_are_off_a_stored_one_is_nowhere():
    with ON:
        page = make_page(**patient())
        assert "I sleep again." in Client().get(page.url).text
        assert codes(page) == set()
    with OFF:
        assert "I sleep again." not in Client().get(page.url).text
        assert codes(page) == {("patient-quote-off", "warning")}
        block, value = BODY.child_blocks["quote"], page.body[0].value
        assert block.get_api_representation(value) == {}
        assert block.get_searchable_content(value) == []
        page.save_revision().publish()


@pytest.mark.parametrize(("days", "is_shown"), [(1, True), (0, True), (-1, False)])
def test_they_are_shown_until_their_day_is_over(days, is_shown):
    with ON:
        html = render_block("quote", **patient(expires_on=TODAY() + timedelta(days=days)))
    assert bool(html) is is_shown


def test_an_editor_is_told_that_the_day_comes():
    with ON:
        page = make_page(**patient())
        assert "fact-expires-soon" in {each.code for each in page.get_findings()}


def test_search_engines_are_told_nothing_of_it():
    with ON:
        html = Client().get(make_page(**patient()).url).text
    data = html.partition("ld+json")[2]
    assert data
    for word in ("I sleep again", "Review", "aggregateRating", "ratingValue"):
        assert word not in data


class PairBlock(blocks.StructBlock):
    """A block of a site's own."""

    quote = QuoteBlock()


@ON
def test_a_quotation_within_another_block_is_judged_as_well():
    block = PairBlock()
    value = block.normalize({"quote": emptied("relation")})
    passage = read_block(block, value, {"page": None, "spot": NOWHERE}).as_passage(NOWHERE)
    [quote] = passage.quotes
    assert quote.missing == ("Relation to the clinic",)
