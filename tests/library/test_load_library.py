"""The starter library: what is in its data, and how it gets into a site."""

import json
import re
from io import StringIO
from unittest import mock

import pytest
from django.core.management import CommandError, call_command
from django.test import TestCase, override_settings
from wagtail.models import Locale, ModelLogEntry, ReferenceIndex, Revision

from ketamine_pages.library import starter as starter_library
from ketamine_pages.library.starter import (
    FOLDER,
    MODELS,
    StarterLibraryError,
    load_starter_library,
    read_entries,
)
from ketamine_pages.models import (
    Benefit,
    BenefitSource,
    Condition,
    Indication,
    SafetyNotice,
    Source,
    Treatment,
)
from ketamine_pages.rich_text.validators import LinkValidator
from tests.factories import gate_off

DATA = {name: json.loads((FOLDER / f"{name}.json").read_text("utf-8")) for name in MODELS}
SOURCES = {source["slug"]: source for source in DATA["sources"]}
STATEMENTS = [*DATA["indications"], *DATA["benefits"]]
RIGOROUS = {"randomised-trial", "systematic-review"}
PLACEHOLDER = re.compile(r"\[[^\]]*\]|\b(?:lorem|ipsum|tbc|tbd|todo|xxx|fixme)\b|\?\?", re.I)
# What nobody may say of ketamine, whatever the source.
BOASTS = re.compile(
    r"\b(?:cures?|guarantee\w*|miracle\w*|breakthrough|revolutionary|life-changing|painless|"
    r"promising|risk-free|proven|safe and effective|well tolerated|permanent(?:ly)?|best|"
    r"addicts?|alcoholics?|rewires?|heals?|mystical|journey)\b",
    re.I,
)


def slugs(entries):
    return [entry["slug"] for entry in entries]


def texts(value):
    """All texts of an entry but its slug."""
    if isinstance(value, dict):
        return [text for name, part in value.items() if name != "slug" for text in texts(part)]
    if isinstance(value, list):
        return [text for part in value for text in texts(part)]
    return [value] if isinstance(value, str) else []


def kinds(statement, stance="supports"):
    return {SOURCES[slug]["kind"] for slug in statement["sources"][stance]}


@pytest.mark.parametrize("statement", STATEMENTS, ids=slugs(STATEMENTS))
def test_strong_or_moderate_rests_on_a_trial_or_a_review(statement):
    if statement["evidence_level"] in {"strong", "moderate"}:
        assert kinds(statement) & RIGOROUS


@pytest.mark.parametrize("statement", STATEMENTS, ids=slugs(STATEMENTS))
def test_no_evidence_means_no_trial_in_favour(statement):
    # What says so may be a guideline that has looked for it.
    if statement["evidence_level"] == "none":
        assert not kinds(statement) & RIGOROUS
    assert statement["sources"]["supports"]


@pytest.mark.parametrize("benefit", DATA["benefits"], ids=slugs(DATA["benefits"]))
def test_benefit_has_a_caveat_of_its_own(benefit):
    assert len(benefit["caveat"].split()) > 5


@pytest.mark.parametrize("indication", DATA["indications"], ids=slugs(DATA["indications"]))
def test_indication_has_a_source(indication):
    assert any(indication["sources"].values())


@pytest.mark.parametrize("notice", DATA["safety_notices"], ids=slugs(DATA["safety_notices"]))
def test_notice_has_treatments_and_sources(notice):
    assert notice["treatments"]
    assert notice["sources"]["supports"]


@pytest.mark.parametrize("notice", DATA["safety_notices"], ids=slugs(DATA["safety_notices"]))
def test_notice_uses_only_what_editors_can_use(notice):
    LinkValidator()(notice["text"])
    assert set(re.findall(r"<(\w+)", notice["text"])) <= {"p", "ul", "ol", "li", "b", "i", "a"}


@pytest.mark.parametrize("treatment", DATA["treatments"], ids=slugs(DATA["treatments"]))
def test_treatment_has_its_risks_and_where_approved_its_label(treatment):
    notices = [row for row in DATA["safety_notices"] if treatment["slug"] in row["treatments"]]
    found = {notice["kind"] for notice in notices}
    assert found >= {"common-effects", "not-suitable", "after-treatment"}
    if treatment["regulatory_status"] == "approved":
        assert "boxed-warning" in found
        assert treatment["label_url"]
        assert treatment["label_date"]


def test_trials_and_reviews_can_be_looked_up():
    rigorous = [source for source in SOURCES.values() if source["kind"] in RIGOROUS]
    assert [source for source in rigorous if not source.get("doi", source.get("url"))] == []


@pytest.mark.parametrize("name", MODELS)
def test_nothing_is_left_to_fill_in(name):
    assert [text for text in texts(DATA[name]) if PLACEHOLDER.search(text)] == []


@pytest.mark.parametrize("name", [name for name in MODELS if name != "sources"])
def test_nothing_boasts(name):
    assert [text for text in texts(DATA[name]) if BOASTS.search(text)] == []


@pytest.mark.parametrize("name", [name for name in MODELS if name != "sources"])
def test_spelling_is_american(name):
    british = re.compile(r"\w*(?:aesthe|isation|behaviour|programme|randomised)\w*")
    stored = {"randomised-trial"}
    assert [text for text in texts(DATA[name]) if british.search(text) and text not in stored] == []


def run(**options):
    out = StringIO()
    call_command("load_library", stdout=out, **options)
    return out.getvalue()


def snapshot():
    """Every row of the library, with its links, and the number of revisions."""
    rows = {
        model: list(model.objects.order_by("pk").values())
        for model in (*MODELS.values(), BenefitSource)
    }
    return rows, Revision.objects.count()


def starter(model, slug):
    return model.objects.get(translation_key=model.starter_translation_key(slug))


class LoadedLibraryTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.report = run()

    def test_every_entry_is_there_as_a_draft_to_be_confirmed(self):
        for name, model in MODELS.items():
            drafts = model.objects.filter(live=False, needs_confirmation=True)
            assert drafts.count() == len(DATA[name])
            assert all(draft.latest_revision for draft in drafts)
            assert all(draft.has_unpublished_changes for draft in drafts)

    def test_entries_are_in_the_default_locale(self):
        assert set(Source.objects.values_list("locale", flat=True)) == {Locale.get_default().pk}

    def test_report_counts_entries_by_kind(self):
        assert "5 treatments, 8 conditions" in self.report
        assert "left alone: nothing." in self.report

    def test_sources_keep_their_order_and_their_stance(self):
        links = starter(Benefit, "ptsd-symptoms").source_links.order_by("sort_order")
        assert [(link.source.doi, link.stance) for link in links] == [
            ("10.1176/appi.ajp.2020.20050596", "supports"),
            ("10.1038/s41386-022-01266-9", "opposes"),
            ("10.1080/20008066.2023.2299124", "opposes"),
        ]

    def test_revision_holds_sources_and_treatments(self):
        notice = starter(SafetyNotice, "no-driving").get_latest_revision_as_object()
        assert notice.source_links.count() == 2
        assert {treatment.name for treatment in notice.treatments.all()} == {
            treatment["name"] for treatment in DATA["treatments"]
        }

    @gate_off()
    def test_publishing_the_draft_as_it_is_keeps_its_sources(self):
        benefit = starter(Benefit, "fast-effect")
        benefit.latest_revision.publish()
        benefit = Benefit.objects.get(pk=benefit.pk)
        assert benefit.live
        assert len(benefit.source_links.all()) == 5

    def test_history_says_that_the_entry_was_created(self):
        [entry] = ModelLogEntry.objects.for_instance(starter(Benefit, "fast-effect"))
        assert entry.action == "wagtail.create"

    def test_usage_finds_the_sources_of_a_benefit(self):
        used = ReferenceIndex.get_references_to(Source.objects.get(doi="10.1056/NEJMoa2302399"))
        assert used.count() >= 2

    def test_second_run_changes_nothing(self):
        before = snapshot()
        report = run()
        assert snapshot() == before
        assert "Created as drafts: nothing." in report

    @gate_off()
    def test_work_of_editors_is_left_alone(self):
        benefit = starter(Benefit, "fast-effect")
        benefit.title = "In our own words"
        benefit.needs_confirmation = False
        benefit.save_revision().publish()
        before = snapshot()
        run()
        assert snapshot() == before

    def test_deleted_entry_comes_back(self):
        starter(Benefit, "fast-effect").delete()
        assert "Created as drafts: 1 benefit." in run()
        assert not starter(Benefit, "fast-effect").live

    @gate_off()
    def test_indication_that_an_editor_has_made_is_kept(self):
        starter(Indication, "ketamine-infusion-ocd").delete()
        own = Indication(
            treatment=starter(Treatment, "ketamine-infusion"),
            condition=starter(Condition, "ocd"),
            status="off-label",
            evidence_level="early",
            statement="Our own statement.",
            locale=Locale.get_default(),
        )
        own.save()
        assert "Created as drafts: nothing." in run()
        assert Indication.objects.filter(condition=own.condition).get() == own


class EmptySiteTests(TestCase):
    def test_dry_run_counts_and_changes_nothing(self):
        report = run(dry_run=True)
        assert "Would create as drafts: 34 sources" in report
        assert Source.objects.count() == 0

    def test_failure_leaves_nothing_behind(self):
        broken = mock.patch.object(Benefit, "save_revision", side_effect=RuntimeError)
        with broken, pytest.raises(RuntimeError):
            load_starter_library()
        assert Source.objects.count() == 0

    def test_missing_default_locale_is_said_plainly(self):
        message = "The site has no locale for its LANGUAGE_CODE"
        with override_settings(LANGUAGE_CODE="es"), pytest.raises(CommandError, match=message):
            run()

    def test_bad_data_ends_the_command_with_the_reason(self):
        problem = StarterLibraryError(["benefits.json, entry “x”, field “y”: is unknown."])
        failing = mock.patch.object(starter_library, "read_entries", side_effect=problem)
        with failing, pytest.raises(CommandError, match="entry “x”, field “y”"):
            run()


TREATMENT = {
    "slug": "drip",
    "name": "Drip",
    "summary": "A drip.",
    "route": "iv",
    "regulatory_status": "off-label",
}
CONDITION = {"slug": "pain", "name": "Pain", "summary": "It hurts."}
SOURCE = {"slug": "trial", "title": "A trial", "kind": "randomised-trial"}
INDICATION = {
    "slug": "drip-pain",
    "treatment": "drip",
    "condition": "pain",
    "status": "off-label",
    "evidence_level": "early",
    "statement": "One trial.",
    "sources": {"supports": ["trial"]},
}


@pytest.fixture
def folder(tmp_path):
    files = {
        "treatments": [TREATMENT],
        "conditions": [CONDITION],
        "sources": [SOURCE],
        "indications": [INDICATION],
    }
    for name in MODELS:
        (tmp_path / f"{name}.json").write_text(json.dumps(files.get(name, [])))
    return tmp_path


def problems(folder, name, content):
    text = content if isinstance(content, str) else json.dumps(content)
    (folder / f"{name}.json").write_text(text)
    with pytest.raises(StarterLibraryError) as error:
        read_entries(folder)
    return error.value.problems


def test_small_library_has_no_problem(folder):
    assert len(read_entries(folder)) == 4


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"colour": "red"}, "field “colour”: is unknown."),
        ({"live": True}, "field “live”: is not for data files."),
        ({"statement": None}, "field “statement”: must be a text or a number."),
        ({"statement": ""}, "field “statement”: This field cannot be blank."),
        ({"evidence_level": "sure"}, "field “evidence_level”: Value 'sure' is not a valid choice."),
        ({"treatment": "pill"}, "field “treatment”: there is no treatment “pill”."),
        ({"treatment": 7}, "field “treatment”: must name entries by their slug."),
        ({"sources": ["trial"]}, "field “sources”: must have the lists “supports” and “opposes”"),
        ({"sources": {"supports": "trial"}}, "field “sources”: “supports” must be a list"),
        ({"sources": {"opposes": ["gone"]}}, "field “sources”: there is no source “gone”."),
    ],
)
def test_problem_names_entry_and_field(folder, change, message):
    [problem] = problems(folder, "indications", [{**INDICATION, **change}])
    assert problem.startswith("indications.json, entry “drip-pain”, ")
    assert message in problem


def test_missing_reference_is_a_problem(folder):
    row = {name: value for name, value in INDICATION.items() if name != "condition"}
    assert problems(folder, "indications", [row]) == [
        "indications.json, entry “drip-pain”, field “condition”: is missing."
    ]


def test_rules_of_the_model_are_asked(folder):
    [problem] = problems(folder, "conditions", [{**CONDITION, "code": "R52"}])
    assert "field “code_system”: Say which system the code is from." in problem


def test_slug_is_needed(folder):
    found = problems(folder, "sources", [{"title": "A trial"}])
    assert "sources.json, entry 1, field “slug”: must be a text." in found


def test_slug_is_taken_once(folder):
    found = problems(folder, "sources", [SOURCE, SOURCE])
    assert found == ["sources.json, entry “trial”, field “slug”: is taken by an entry above."]


def test_all_problems_are_told_at_once(folder):
    found = problems(folder, "treatments", [{**TREATMENT, "route": "air", "price": 3}, CONDITION])
    assert len(found) > 1


def test_broken_json_names_the_file(folder):
    assert problems(folder, "sources", "[{")[0].startswith("sources.json cannot be read: ")


def test_file_must_be_a_list(folder):
    assert problems(folder, "sources", {})[0] == "sources.json must be a list of entries."


def test_missing_file_is_named(folder):
    (folder / "benefits.json").unlink()
    with pytest.raises(StarterLibraryError, match=r"benefits\.json cannot be read"):
        read_entries(folder)
