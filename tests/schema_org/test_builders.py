"""Plain values in, nodes out."""

from datetime import UTC, date, datetime

import pytest

from ketamine_pages import schema_org
from ketamine_pages.schema_org import graph, node, ref
from tests.schema_org.vocabulary import check

ROOT = "https://clinic.example/"
URL = f"{ROOT}ketamine/"
ORGANIZATION = schema_org.organization(ROOT, name="Clinic")
SITE = schema_org.web_site(ROOT, name="Clinic")


def page(**values):
    return schema_org.web_page(URL, ROOT, **{"name": "Ketamine", **values})


def therapy(**values):
    return schema_org.therapy("#t", **{"name": "Ketamine infusion", **values})


def clinic(**values):
    return schema_org.clinic("#c", **{"name": "North", **values})


def test_what_is_empty_is_left_out_and_what_is_false_is_not():
    made = node("Thing", a="", b=None, c=[], d={}, e=False, f=0)
    assert made == {"@type": "Thing", "e": False, "f": 0}


def test_nodes_of_one_id_become_one_and_the_first_wins():
    first, second = node("Thing", "#a", name="First"), node("Thing", "#a", name="Second", url="u")
    [merged] = graph([first, None, second])["@graph"]
    assert merged == {"@type": "Thing", "@id": "#a", "name": "First", "url": "u"}


def test_a_reference_needs_an_id():
    assert ref("#a") == {"@id": "#a"}
    assert ref("") is None


GRAPHS = {
    "a page with everything": [
        page(
            kind="MedicalWebPage",
            description="What it is.",
            language="en",
            published=datetime(2026, 1, 2, 3, 4, tzinfo=UTC),
            modified=datetime(2026, 2, 3, 4, 5, tzinfo=UTC),
            image=f"{ROOT}image.jpg",
            about=["#t"],
            main_entity="#t",
            citations=[schema_org.source(title="A trial")],
            reviewed_by=schema_org.reviewer("#r", name="Dr Ann Low", credentials="MD"),
            last_reviewed=date(2026, 3, 4),
            specialties=["Psychiatric"],
            audience="Patients",
        ),
        therapy(),
    ],
    "a treatment with everything": [
        therapy(
            alternate_name="Ketamine",
            description="Not approved.",
            url=URL,
            how_performed="Infusion",
            legal_status="Schedule III (US)",
            notices=[
                (kind, "Title", "Text.")
                for kind in (
                    "boxed-warning",
                    "common-effects",
                    "long-term",
                    "not-suitable",
                    "after-treatment",
                )
            ],
        )
    ],
    "a product with everything": [
        therapy(drug_id="#d"),
        schema_org.drug(
            "#d",
            name="Spravato",
            description="Approved.",
            route="Nasal spray",
            schedule="3",
            legal_status="Schedule III (US)",
            label_url="https://label.example/",
            warnings=["Boxed warning."],
        ),
    ],
    "a condition with everything": [
        therapy(),
        schema_org.condition(
            "#x",
            name="Depression",
            abbreviation="MDD",
            description="Low mood.",
            url=URL,
            code=("ICD-10-CM", "F32"),
            treatment_id="#t",
            evidence_level="strong",
        ),
    ],
    "a list of nodes": [schema_org.item_list(URL, [clinic(), {"@id": "#t"}]), therapy()],
    "a list of names": [schema_org.item_list(URL, [("A", URL), ("B", "")], name="Pages")],
    "questions": [schema_org.faq(URL, [("May I drive?", "No.")])],
    "a trail": [schema_org.breadcrumb(URL, [("Home", ROOT), ("Here", "")])],
    "an organisation with everything": [
        schema_org.organization(
            f"{ROOT}two/",
            name="Two",
            legal_name="Two Inc.",
            telephone="+16025550142",
            logo=f"{ROOT}logo.png",
        )
    ],
}


@pytest.mark.parametrize("name", GRAPHS)
def test_vocabulary_knows_all_of(name):
    assert check(graph([ORGANIZATION, SITE, *GRAPHS[name]])) == []


@pytest.mark.parametrize(
    ("level", "is_claimed"),
    [
        ("strong", True),
        ("moderate", True),
        ("limited", True),
        ("early", False),
        ("none", False),
        ("", False),
    ],
)
def test_a_treatment_is_claimed_only_with_evidence(level, is_claimed):
    made = schema_org.condition("#x", name="PTSD", treatment_id="#t", evidence_level=level)
    assert ("possibleTreatment" in made) is is_claimed


@pytest.mark.parametrize(
    ("kind", "property_name", "value"),
    [
        (
            "common-effects",
            "adverseOutcome",
            [{"@type": "MedicalSignOrSymptom", "name": "Title", "description": "Text."}],
        ),
        (
            "long-term",
            "seriousAdverseOutcome",
            [{"@type": "MedicalSignOrSymptom", "name": "Title", "description": "Text."}],
        ),
        ("not-suitable", "contraindication", ["Title: Text."]),
        ("after-treatment", "followup", ["Title: Text."]),
    ],
)
def test_a_notice_has_its_place(kind, property_name, value):
    assert therapy(notices=[(kind, "Title", "Text.")])[property_name] == value


def test_a_boxed_warning_belongs_to_the_drug_where_there_is_one():
    notices = [("boxed-warning", "Sedation", "Text.")]
    assert "seriousAdverseOutcome" not in therapy(drug_id="#d", notices=notices)
    assert therapy(notices=notices)["seriousAdverseOutcome"][0]["name"] == "Sedation"


@pytest.mark.parametrize(
    ("schedule", "is_said"),
    [("2", True), ("3", True), ("4", True), ("5", False), ("none", False), ("", False)],
)
def test_a_prescription_follows_from_the_schedule(schedule, is_said):
    made = schema_org.drug("#d", name="Spravato", schedule=schedule)
    assert ("prescriptionStatus" in made) is is_said


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("systematic-review", "MedicalScholarlyArticle"),
        ("randomised-trial", "MedicalScholarlyArticle"),
        ("observational", "MedicalScholarlyArticle"),
        ("guideline", "CreativeWork"),
        ("product-label", "CreativeWork"),
        ("regulator", "CreativeWork"),
        ("other", "CreativeWork"),
        ("", "CreativeWork"),
    ],
)
def test_only_studies_are_articles(kind, expected):
    made = schema_org.source(title="A text", kind=kind, publisher="Journal", year=2025)
    assert made["@type"] == expected
    assert made["datePublished"] == "2025"
    assert ("isPartOf" in made) is (expected == "MedicalScholarlyArticle")


def test_a_review_needs_both_reviewer_and_date():
    person = schema_org.reviewer("#r", name="Dr Ann Low")
    assert "reviewedBy" not in page(reviewed_by=person)
    assert "lastReviewed" not in page(last_reviewed=date(2026, 1, 1))


def test_only_medical_pages_have_a_medical_audience():
    assert "medicalAudience" not in page(audience="Patients")


def test_a_page_to_which_nothing_leads_has_no_trail():
    assert schema_org.breadcrumb(ROOT, [("Home", ROOT)]) is None


def test_a_list_counts_on_from_page_to_page():
    made = schema_org.item_list(URL, [("A", URL)], first=13, total=25)
    assert made["numberOfItems"] == 25
    assert made["itemListElement"][0]["position"] == 13


def test_an_empty_list_is_none():
    assert schema_org.item_list(URL, []) is None
    assert schema_org.faq(URL, [("A question", "")]) is None


def test_a_clinic_says_only_what_is_known():
    assert clinic() == {"@type": "MedicalClinic", "@id": "#c", "name": "North"}


def test_a_clinic_on_the_equator_has_its_point():
    assert clinic(point=(0.0, -78.45))["geo"]["latitude"] == 0.0


def test_an_address_is_one_of_a_street_or_a_city():
    assert "address" not in clinic(address={"country": "US"})
    made = clinic(address={"street": "1 Pine Street", "unit": "Suite 2", "country": "US"})
    assert made["address"]["streetAddress"] == "1 Pine Street, Suite 2"


def test_a_contact_without_anything_is_none():
    assert schema_org.contact_point("customer service") is None


def test_a_line_for_people_who_do_not_hear_says_so():
    made = schema_org.contact_point("tty", telephone="+16025550143", for_hearing_impaired=True)
    assert made["contactOption"] == "https://schema.org/HearingImpairedSupported"


@pytest.mark.parametrize("text", ["</script>", "<!--", "a & b", "\u2028", "\u2029", "é", "\0", '"'])
def test_a_script_holds_any_text(text):
    html = schema_org.script({"text": text})
    assert html.count("<") == 2
    assert not set(html) & {"\u2028", "\u2029", "\0", "&"}


def test_a_script_refuses_what_json_cannot_say():
    with pytest.raises(ValueError, match="JSON"):
        schema_org.script({"latitude": float("nan")})
