"""What the head of a page says to search engines and to those who share it."""

import re

import pytest
from django.template import engines
from django.test import RequestFactory, override_settings
from wagtail.models import Page, PageViewRestriction

from ketamine_pages.locations.finder.forms import FinderForm
from ketamine_pages.locations.finder.index_page import PAGE_PARAMETER, SEARCH_PARAMETERS
from ketamine_pages.search_engines.listing import get_alternates, get_canonical_url
from tests.factories import (
    LocationIndexPageFactory,
    LocationPageFactory,
    TreatmentIndexPageFactory,
    TreatmentPageFactory,
)
from tests.search_engines.making import spanish, translate

pytestmark = pytest.mark.django_db

NOINDEX = '<meta name="robots" content="noindex">'


@pytest.fixture
def article():
    return TreatmentPageFactory(parent=TreatmentIndexPageFactory())


def head_of(client, page, query="", **headers):
    response = client.get(page.url + query, headers=headers)
    assert response.status_code == 200
    return response.text.partition("</head>")[0]


def canonical(head):
    return re.findall(r'<link rel="canonical" href="([^"]+)">', head)


def alternates(head):
    return dict(re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)">', head))


def og(head, name):
    return re.findall(f'<meta property="og:{name}" content="([^"]*)">', head)


class TestTranslations:
    def test_a_page_names_itself_its_translation_and_the_default(self, article, client):
        copy = translate(article)
        expected = {"en": article.full_url, "es": copy.full_url, "x-default": article.full_url}
        assert alternates(head_of(client, article)) == expected
        assert alternates(head_of(client, copy)) == expected

    def test_open_graph_names_the_languages(self, article, client):
        translate(article)
        head = head_of(client, article)
        assert og(head, "locale") == ["en_US"]
        assert og(head, "locale:alternate") == ["es_US"]

    @pytest.mark.parametrize("state", ["draft", "private", "below private"])
    def test_a_translation_that_not_everybody_sees_is_not_named(self, state, article, client):
        copy = translate(article, live=state != "draft")
        if state != "draft":
            hidden = copy if state == "private" else copy.get_parent()
            PageViewRestriction.objects.create(page=hidden, restriction_type="login")
        assert alternates(head_of(client, article)) == {}

    def test_a_translation_that_is_held_back_is_not_named(self, article):
        translate(article)
        assert get_alternates(article)
        with override_settings(KETAMINE_PAGES={"NOINDEX_REVIEW_STATES": ["never"]}):
            assert get_alternates(article) == []

    def test_a_site_with_one_language_is_not_asked(
        self, article, client, django_assert_num_queries
    ):
        assert alternates(head_of(client, article)) == {}
        with django_assert_num_queries(0):
            assert get_alternates(article) == []

    @override_settings(WAGTAIL_CONTENT_LANGUAGES=[("en", "English")])
    def test_a_project_with_one_language_is_not_asked(self, article, django_assert_num_queries):
        with django_assert_num_queries(0):
            assert get_alternates(article) == []

    def test_three_queries_tell_them(self, article, django_assert_num_queries):
        translate(article)
        get_alternates(article)
        with django_assert_num_queries(3):
            assert len(get_alternates(article)) == 3

    def test_a_page_that_is_not_saved_has_none(self):
        spanish()
        assert get_alternates(Page(title="New")) == []
        assert get_canonical_url(Page(title="New")) == ""


class TestFinder:
    @pytest.fixture
    def index_page(self):
        page = LocationIndexPageFactory()
        LocationPageFactory(parent=page)
        return page

    def test_the_parameters_are_those_of_its_form(self):
        assert {*SEARCH_PARAMETERS, PAGE_PARAMETER} == set(FinderForm.base_fields)

    @pytest.mark.parametrize("query", ["?place=Phoenix", "?telehealth=on", "?page=2&day=1"])
    def test_a_search_is_not_listed_and_has_no_canonical_address(self, query, index_page, client):
        head = head_of(client, index_page, query)
        assert NOINDEX in head
        assert canonical(head) == []

    @pytest.mark.parametrize(
        "query", ["", "?utm_source=letter", "?place=", "?page=1", "?page=x", "?page=-2", "?page=²"]
    )
    def test_other_addresses_are_those_of_the_page(self, query, index_page, client):
        head = head_of(client, index_page, query)
        assert NOINDEX not in head
        assert canonical(head) == [index_page.full_url]

    @pytest.mark.parametrize("query", ["?page=2", "?page=02", "?page=2&utm_source=letter"])
    def test_later_pages_have_an_address_of_their_own(self, query, index_page, client):
        LocationPageFactory(parent=index_page)
        with override_settings(KETAMINE_PAGES={"FINDER_PAGE_SIZE": 1}):
            head = head_of(client, index_page, query)
        assert canonical(head) == [f"{index_page.full_url}?page=2"]

    def test_what_is_past_the_end_has_the_address_of_the_page(self, index_page, client):
        assert canonical(head_of(client, index_page, "?page=2")) == [index_page.full_url]

    def test_later_pages_have_no_translations(self, index_page, client):
        translate(index_page)
        assert alternates(head_of(client, index_page))["es"]
        assert alternates(head_of(client, index_page, "?page=2")) == {}

    def test_a_number_too_long_to_be_one_is_ignored(self, index_page):
        request = RequestFactory().get("/", {"page": "9" * 5000})
        assert index_page.get_canonical_query(request) == ""


@pytest.mark.parametrize(
    ("make", "kind"),
    [
        (TreatmentPageFactory, "article"),
        (TreatmentIndexPageFactory, "website"),
        (LocationPageFactory, "website"),
    ],
)
def test_open_graph_knows_the_type(make, kind, client):
    head = head_of(client, make())
    assert og(head, "type") == [kind]
    assert og(head, "locale") == ["en_US"]


def test_an_article_has_its_dates(article, client):
    article.save_revision().publish()
    article.refresh_from_db()
    head = head_of(client, article)
    assert f'"article:modified_time" content="{article.last_published_at:%Y-%m-%d}' in head
    assert '"article:published_time"' in head


def test_a_language_with_a_country_keeps_it():
    request = RequestFactory().get("/")
    source = "{% load ketamine_pages_search_engines %}{% search_engines as e %}{{ e.locale }}"
    with override_settings(LANGUAGE_CODE="pt-br", USE_I18N=False):
        assert engines["django"].from_string(source).render({}, request) == "pt_BR"


@pytest.mark.usefixtures("example_site")
class TestPagesOfTheSite:
    @pytest.fixture
    def home(self):
        from wagtail.models import Site

        from example_site.home.models import HomePage

        home = Page.get_first_root_node().add_child(
            instance=HomePage(title="Harbour Clinic", slug="harbour")
        )
        Site.objects.update(root_page=home)
        return home

    def test_the_front_page_has_a_head_as_well(self, home, client):
        head = head_of(client, home)
        assert canonical(head) == [home.full_url]
        assert og(head, "title") == ["Harbour Clinic"]

    def test_a_view_without_a_page_says_nothing(self, home, client):
        head = client.get("/search/").text.partition("</head>")[0]
        assert canonical(head) == []
        assert og(head, "type") == []
