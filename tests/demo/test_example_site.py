"""The example site around the package's pages: front page, search, errors and headers."""

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from wagtail.models import Locale, Page, PageViewRestriction, Site

from example_site.home.models import HomePage
from ketamine_pages.page_types.models import TreatmentIndexPage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("example_site")]


@pytest.fixture
def home():
    page = Page.get_first_root_node().add_child(
        instance=HomePage(title="Harbour Clinic", slug="harbour", introduction="We explain first.")
    )
    Site.objects.update(root_page=page, site_name="Harbour Clinic")
    return page


def add_section(home, title, **fields):
    return home.add_child(instance=TreatmentIndexPage(title=title, **fields))


def make_private(page):
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


def search(client, query, **data):
    response = client.get(reverse("search"), {"query": query, **data})
    assert response.status_code == 200
    return [page.title for page in response.context["results"]]


def test_the_front_page_lists_published_public_sections(client, home):
    add_section(home, "Treatments", introduction="What we offer.")
    add_section(home, "Not written yet", live=False)
    make_private(add_section(home, "For staff"))
    html = client.get("/").content.decode()
    assert "We explain first." in html
    assert "What we offer." in html
    assert "Not written yet" not in html
    assert "For staff" not in html


def test_the_header_leads_to_sections_in_the_menu_and_to_translations(client, home):
    add_section(home, "Treatments", show_in_menus=True)
    add_section(home, "Archive")
    spanish = Locale.objects.create(language_code="es")
    home.copy_for_translation(spanish).get_latest_revision().publish()
    header = client.get("/").content.decode().partition("</header>")[0]
    assert "Treatments" in header
    assert "Archive" not in header
    assert 'href="/es/" hreflang="es"' in header


def test_search_finds_published_public_pages_of_the_language(client, home):
    add_section(home, "Ketamine here")
    add_section(home, "Ketamine draft", live=False)
    make_private(add_section(home, "Ketamine for staff"))
    spanish = home.copy_for_translation(Locale.objects.create(language_code="es"))
    add_section(spanish, "Ketamine en Español", locale=spanish.locale)
    assert search(client, "ketamine") == ["Ketamine here"]


def test_search_shows_ten_results_to_a_page_and_the_last_page_beyond_the_end(client, home):
    for number in range(12):
        add_section(home, f"Ketamine {number}")
    assert len(search(client, "ketamine")) == 10
    assert len(search(client, "ketamine", page="99")) == 2
    assert len(search(client, "ketamine", page="x")) == 10


@pytest.mark.parametrize(
    "query", ["", "  ", "\0", "a" * 5000, "<b>", "'\"%&|!()*:-", "NOT x", "a AND"]
)
def test_search_takes_any_text(client, home, query):
    assert search(client, query) == []


def test_an_unknown_address_answers_404_in_the_frame_of_the_site(client, home):
    response = client.get("/nowhere/")
    assert response.status_code == 404
    assert "Harbour Clinic" in response.content.decode()


def test_the_error_page_needs_no_database(django_assert_num_queries):
    with django_assert_num_queries(0):
        html = render_to_string("500.html")
    assert "988" in html


def test_public_pages_allow_nothing_from_elsewhere(client, home):
    assert client.get("/")["Content-Security-Policy"] == "default-src 'self'"


def test_the_admin_has_a_policy_of_its_own(client):
    response = client.get(reverse("wagtailadmin_login"))
    assert "Content-Security-Policy" not in response


def test_a_site_has_one_front_page_at_the_root(request):
    root = Page.get_first_root_node()
    assert HomePage.can_create_at(root)
    home = request.getfixturevalue("home")
    assert not HomePage.can_create_at(root)
    assert not HomePage.can_create_at(home)


def test_drafts_stay_out_of_sitemap_and_api(client, home):
    add_section(home, "Treatments", slug="treatments")
    add_section(home, "Draft", slug="draft", live=False)
    assert "/draft/" not in client.get("/sitemap.xml").content.decode()
    titles = [item["title"] for item in client.get("/api/v2/pages/").json()["items"]]
    assert "Treatments" in titles
    assert "Draft" not in titles
