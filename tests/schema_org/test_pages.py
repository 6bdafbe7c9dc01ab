"""The structured data of every page type is sound and says what the page says."""

import json
import re
from datetime import timedelta

import pytest
from django.test import override_settings
from django.utils import timezone
from wagtail.models import Page, Site

from ketamine_pages.models import ClinicSettings
from ketamine_pages.search_engines.frame import plain
from tests.blocks.making import picks
from tests.factories import (
    BenefitFactory,
    BenefitListPageFactory,
    ClinicianFactory,
    ConditionFactory,
    ImageFactory,
    IndicationFactory,
    LocationIndexPageFactory,
    LocationPageFactory,
    SafetyNoticeFactory,
    SiteWordingFactory,
    SourceFactory,
    TreatmentFactory,
    TreatmentPageFactory,
)
from tests.rendering import text_of
from tests.reviews.making import page_with, review, status_of
from tests.schema_org.making import make_pages, make_product
from tests.schema_org.reading import DataScripts, one, read, top
from tests.schema_org.vocabulary import check, nodes_of, walk

pytestmark = pytest.mark.django_db


def get(client, page, query=""):
    response = client.get(page.url + query)
    assert response.status_code == 200
    return response.text


def visible(html):
    """What is to be read on the page, structured data aside."""
    return text_of(re.sub(r"<script.*?</script>", "", html, flags=re.DOTALL))


def describe(**fields):
    clinic = ClinicSettings.for_site(Site.objects.get(is_default_site=True))
    for name, value in fields.items():
        setattr(clinic, name, value)
    clinic.save()
    return clinic


def test_the_image_of_a_page_is_one_that_is_on_it(client):
    page = TreatmentPageFactory(hero_image=ImageFactory(), social_image=ImageFactory())
    html = get(client, page)
    address = top(read(html), "MedicalWebPage")["primaryImageOfPage"]["url"]
    root_url = Site.objects.get(is_default_site=True).root_url
    assert address.removeprefix(root_url) in html.partition("<body")[2].partition("<script")[0]


def test_items_of_a_list_stay_apart_in_plain_text():
    text = "<p>Not for people with:</p><ul><li>an allergy</li><li>glaucoma</li></ul><p>Ask us.</p>"
    assert plain(text) == "Not for people with: an allergy; glaucoma; Ask us."
    assert plain("<p>Ask us</p>") == "Ask us"
    assert plain("") == ""


def test_a_page_without_an_image_has_none_for_being_shared(client):
    page = TreatmentPageFactory(social_image=ImageFactory())
    assert "primaryImageOfPage" not in top(read(get(client, page)), "MedicalWebPage")


def test_all_page_types_are_sound(client, subtests):
    describe(organisation_name="Harbour Clinic", main_phone="+16025550142")
    for name, page in make_pages().items():
        with subtests.test(name):
            assert check(read(get(client, page))) == []


@pytest.mark.usefixtures("example_site")
def test_the_demo_is_sound(client, subtests):
    from tests.demo.test_load_demo import load

    load()
    pages = [page for page in Page.objects.live().filter(depth__gt=1).specific() if page.url]
    assert len(pages) > 8
    for page in pages:
        with subtests.test(page.url):
            document = read(get(client, page))
            assert check(document) == []
            assert one(document, "WebSite")["name"] == "Ocotillo Lane Clinic"


@pytest.mark.usefixtures("example_site")
def test_the_front_page_of_the_example_site_lists_its_sections(client):
    from tests.demo.test_load_demo import load

    load()
    html = client.get("/").text
    names = [each["name"] for each in one(read(html), "ItemList")["itemListElement"]]
    assert names == re.findall(r'<h2 id="section-\d+"><a href="[^"]+">([^<]+)</a></h2>', html)


class TestAgreement:
    """What is said twice on a page is said the same way."""

    def test_a_clinic_has_the_name_address_and_phone_that_are_printed(self, client):
        page = make_pages()["clinic"]
        html = get(client, page)
        clinic = top(read(html), "MedicalClinic")
        assert f"<h1>{clinic['name']}</h1>" in html
        assert clinic["telephone"] == page.phone.as_e164
        assert page.phone.as_national in visible(html)
        address = clinic["address"]
        for part in ("streetAddress", "addressLocality", "addressRegion", "postalCode"):
            assert address[part] in visible(html)
        assert clinic["email"] in visible(html)
        assert clinic["description"] in visible(html)
        for feature in clinic["amenityFeature"]:
            assert feature["name"] in visible(html)
        for service in clinic["availableService"]:
            assert f"<h3>{service['name']}" in html or f">{service['name']}</a>" in html
        assert clinic["hasMap"] in html.replace("&amp;", "&")

    def test_a_list_counts_what_is_printed(self, client):
        page = BenefitListPageFactory(
            heading="{count} benefits",
            benefits=picks(
                "benefit", [*BenefitFactory.create_batch(3), BenefitFactory(draft=True)]
            ),
            tells_risks=True,
        )
        html = get(client, page)
        document = read(html)
        listed = one(document, "ItemList")
        assert listed["numberOfItems"] == 3 == len(listed["itemListElement"])
        assert listed["name"] == top(document, "MedicalWebPage")["name"] == "3 benefits"
        assert "<h1>3 benefits</h1>" in html

    def test_citations_are_the_references(self, client):
        document_html = get(client, make_pages()["product"])
        titles = [each["name"] for each in top(read(document_html), "MedicalWebPage")["citation"]]
        printed = re.findall(r'kp-source__title"><a [^>]+>([^<]+)</a></p>', document_html)
        assert titles == printed
        assert titles

    def test_a_withdrawn_source_is_no_citation(self, client):
        source = SourceFactory(
            withdrawn_on=timezone.localdate() - timedelta(days=1), withdrawn_reason="Wrong"
        )
        block = (
            "section",
            {"heading": "A", "text": "<p>B</p>", "sources": picks("source", [source])},
        )
        html = get(client, TreatmentPageFactory(body=[block]))
        assert source.title in visible(html)
        assert "citation" not in top(read(html), "MedicalWebPage")

    def test_the_trail_is_that_of_the_page(self, client):
        html = get(client, make_pages()["product"])
        trail = one(read(html), "BreadcrumbList")["itemListElement"]
        printed = html.partition("kp-breadcrumb")[2].partition("</nav>")[0]
        assert [each["item"]["name"] for each in trail] == re.findall(r">([^<>\n]+)<", printed)

    def test_the_review_is_the_line_that_is_printed(self, client):
        page = page_with()
        reviewer = ClinicianFactory(
            name="Ann Low", credentials="MD", profile_url="https://licence.example/1"
        )
        review(page, reviewer)
        status_of(page)
        html = get(client, page)
        web_page = top(read(html), "MedicalWebPage")
        assert "Ann Low" in visible(html).partition("Medically reviewed by")[2]
        assert web_page["reviewedBy"]["name"] == "Ann Low"
        assert web_page["reviewedBy"]["honorificSuffix"] == "MD"
        assert web_page["reviewedBy"]["url"] == "https://licence.example/1"
        assert f'<time datetime="{web_page["lastReviewed"]}">' in html

    def test_without_the_line_there_is_no_review(self, client):
        page = page_with()
        review(page)
        page.introduction = "Something else."
        page.save_revision().publish()
        status_of(page)
        html = get(client, page)
        assert "Medically reviewed" not in html
        assert "reviewedBy" not in top(read(html), "MedicalWebPage")

    def test_a_page_without_body_data_has_the_disclosure_of_its_treatment(self, client):
        html = get(client, TreatmentPageFactory())
        assert top(read(html), "MedicalTherapy")["description"] in visible(html)


class TestTreatments:
    def test_an_approved_product_is_a_drug_with_its_boxed_warning(self, client):
        document = read(get(client, TreatmentPageFactory(treatment=make_product())))
        drug = top(document, "Drug")
        assert drug["prescribingInfo"] == "https://label.example/spravato"
        assert drug["legalStatus"] == "Schedule III (US)"
        assert drug["prescriptionStatus"] == "https://schema.org/PrescriptionOnly"
        assert drug["administrationRoute"].startswith("Intravenous")
        assert drug["warning"] == ["About Boxed warning: Some people feel it. For a while"]
        assert top(document, "MedicalTherapy")["drug"] == {"@id": drug["@id"]}

    @pytest.mark.parametrize("status", ["off-label", "compounded"])
    def test_what_is_not_approved_is_no_drug_and_says_so(self, status, client):
        page = TreatmentPageFactory(treatment__regulatory_status=status)
        document = read(get(client, page))
        assert nodes_of(document, "Drug") == []
        assert "FDA" in top(document, "MedicalTherapy")["description"]

    def test_only_conditions_with_evidence_name_the_treatment(self, client):
        document = read(get(client, make_pages()["condition list"]))
        claims = ["possibleTreatment" in each for each in nodes_of(document, "MedicalCondition")]
        assert claims == [True, True, True, False, False]

    def test_a_condition_without_indication_names_no_treatment(self, client):
        block = (
            "conditions",
            {"heading": "A", "conditions": picks("condition", [ConditionFactory()])},
        )
        document = read(get(client, TreatmentPageFactory(body=[block])))
        assert "possibleTreatment" not in one(document, "MedicalCondition")

    def test_a_draft_indication_claims_nothing(self, client):
        indication = IndicationFactory(draft=True)
        block = {"heading": "A", "conditions": picks("condition", [indication.condition])}
        page = TreatmentPageFactory(treatment=indication.treatment, body=[("conditions", block)])
        assert "possibleTreatment" not in one(read(get(client, page)), "MedicalCondition")

    def test_notices_of_another_treatment_stay_with_it(self, client):
        other = TreatmentFactory(name="Other")
        SafetyNoticeFactory(treatments=[other], kind="not-suitable", title="Not for")
        block = ("safety", {"heading": "Risks", "treatment": other})
        document = read(get(client, TreatmentPageFactory(body=[block])))
        found = {each["name"]: each for each in nodes_of(document, "MedicalTherapy")}
        assert "contraindication" in found.pop("Other")
        assert [each for each in found.values() if "contraindication" in each] == []

    def test_a_draft_treatment_is_not_mentioned(self, client):
        page = TreatmentPageFactory(treatment__name="Secret", treatment__live=False)
        assert "Secret" not in json.dumps(read(get(client, page)))


class TestClinics:
    def test_the_organisation_is_one_and_the_parent(self, client):
        describe(organisation_name="Harbour Clinic", legal_name="Harbour Inc.")
        pages = make_pages()
        documents = [read(get(client, pages[name])) for name in ("clinic", "product")]
        [one_id] = {top(document, "Organization")["@id"] for document in documents}
        assert top(documents[0], "MedicalClinic")["parentOrganization"] == {"@id": one_id}
        assert top(documents[0], "Organization")["legalName"] == "Harbour Inc."

    def test_the_crisis_line_is_nobody_s_phone(self, client):
        wording = SiteWordingFactory(crisis_phone="988", emergency_phone="911")
        describe(wording=wording, main_phone="")
        page = LocationPageFactory(phone="")
        phones = [
            each["telephone"] for each in walk(read(get(client, page))) if "telephone" in each
        ]
        assert phones == []

    def test_an_index_tells_its_clinics_with_address_and_phone(self, client):
        index = LocationIndexPageFactory()
        pages = [LocationPageFactory(parent=index) for _ in range(2)]
        html = get(client, index)
        listed = one(read(html), "ItemList")["itemListElement"]
        assert [each["item"]["name"] for each in listed] == [page.title for page in pages]
        for each, page in zip(listed, pages, strict=True):
            assert each["item"]["url"] == page.full_url
            assert page.phone.as_national in visible(html)
            assert each["item"]["telephone"] == page.phone.as_e164

    @override_settings(KETAMINE_PAGES={"FINDER_PAGE_SIZE": 2})
    def test_a_later_page_of_the_index_counts_on(self, client):
        index = LocationIndexPageFactory()
        LocationPageFactory.create_batch(3, parent=index)
        listed = one(read(get(client, index, "?page=2")), "ItemList")
        assert [each["position"] for each in listed["itemListElement"]] == [3]
        assert listed["numberOfItems"] == 3

    def test_languages_and_phone_hours_are_those_of_the_contact(self, client):
        contacts = top(read(get(client, make_pages()["clinic"])), "MedicalClinic")["contactPoint"]
        assert contacts[0]["availableLanguage"] == ["en", "es"]
        assert contacts[0]["hoursAvailable"][0]["closes"] == "12:00"
        assert contacts[1]["telephone"] == "+16025550144"

    def test_a_temporary_closure_is_told(self, client):
        today = timezone.localdate()
        page = LocationPageFactory(
            status_message="Burst pipe", status_until=today + timedelta(days=3), status_closed=True
        )
        special = top(read(get(client, page)), "MedicalClinic")["specialOpeningHoursSpecification"]
        assert special[0]["closes"] == "00:00"
        assert special[0]["validThrough"] == (today + timedelta(days=3)).isoformat()


class TestQuestions:
    BLOCK = (
        "questions",
        {"heading": "A", "questions": [{"question": "May I?", "answer": "<p>No.</p>"}]},
    )

    def test_they_are_left_to_readers(self, client):
        assert nodes_of(read(get(client, TreatmentPageFactory(body=[self.BLOCK]))), "FAQPage") == []

    @override_settings(KETAMINE_PAGES={"FAQ_MARKUP": True})
    def test_a_site_may_tell_them(self, client):
        document = read(get(client, TreatmentPageFactory(body=[self.BLOCK])))
        assert check(document) == []
        assert one(document, "Question")["acceptedAnswer"]["text"] == "No."

    @override_settings(KETAMINE_PAGES={"FAQ_MARKUP": True})
    def test_a_page_without_any_has_none(self, client):
        assert nodes_of(read(get(client, TreatmentPageFactory())), "FAQPage") == []


def test_a_site_says_which_specialties_its_pages_are_about(client):
    page = TreatmentPageFactory()
    assert top(read(get(client, page)), "MedicalWebPage")["specialty"] == [
        "https://schema.org/Psychiatric"
    ]
    with override_settings(KETAMINE_PAGES={"MEDICAL_SPECIALTIES": []}):
        assert "specialty" not in top(read(get(client, page)), "MedicalWebPage")


def test_a_preview_of_a_page_without_address_has_no_structured_data():
    page = TreatmentPageFactory.build(treatment=None)
    html = page.make_preview_request().content.decode()
    assert DataScripts(html).found == []
