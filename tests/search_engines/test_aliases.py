"""In the language of its original an alias is that page: found, listed and reviewed once."""

import json
import re
from typing import Any

import pytest
from django.test import RequestFactory, override_settings
from wagtail.models import PageViewRestriction

from ketamine_pages.locations.finder.queries import Criteria, find, load, public_locations
from ketamine_pages.locations.offering import locations_offering
from ketamine_pages.search_engines.listing import get_canonical_url, is_indexable
from tests.factories import (
    ClinicianFactory,
    LocationIndexPageFactory,
    LocationPageFactory,
    TreatmentFactory,
    TreatmentPageFactory,
    gate_off,
)
from tests.gate.making import reload
from tests.reviews.making import review
from tests.search_engines.making import entries, other_site, spanish

pytestmark = pytest.mark.django_db


def alias_of(page: Any, **options: Any) -> Any:
    with gate_off():
        return reload(page.create_alias(update_slug="alias", **options))


def spanish_alias_of(page: Any) -> Any:
    with gate_off():
        return reload(page.copy_for_translation(spanish(), copy_parents=True, alias=True))


@pytest.fixture
def treatment() -> Any:
    return TreatmentFactory()


@pytest.fixture
def index_page() -> Any:
    return reload(LocationIndexPageFactory())


@pytest.fixture
def clinic(index_page: Any, treatment: Any) -> Any:
    return reload(LocationPageFactory(parent=index_page, treatments=[treatment]))


@pytest.fixture
def article() -> Any:
    return reload(TreatmentPageFactory())


def head_of(client: Any, page: Any) -> tuple[list[str], list[Any]]:
    """The canonical addresses of a page, and the ids of what it says about itself."""
    language = page.locale.language_code
    html = client.get(page.url, headers={"accept-language": language}).text
    [data] = re.findall(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', html, re.S)
    ids = [node["@id"] for node in json.loads(data)["@graph"] if "@id" in node]
    return re.findall(r'<link rel="canonical" href="([^"]+)">', html), ids


def sitemap(client: Any) -> set[str]:
    return set(entries(client.get("/sitemap.xml").text))


def test_it_leads_to_its_original(client: Any, clinic: Any) -> None:
    alias = alias_of(clinic)
    assert head_of(client, alias) == head_of(client, clinic)
    assert head_of(client, alias)[0] == [clinic.full_url]


def test_so_does_the_alias_of_an_alias(clinic: Any) -> None:
    first = alias_of(clinic)
    with gate_off():
        second = reload(first.create_alias(update_slug="again"))
    assert get_canonical_url(second) == clinic.full_url


def test_in_another_language_it_is_a_page_of_its_own(client: Any, clinic: Any) -> None:
    alias = spanish_alias_of(clinic)
    assert head_of(client, alias)[0] == [alias.full_url]


def test_so_it_is_where_nobody_sees_the_original(client: Any, clinic: Any) -> None:
    alias = alias_of(clinic)
    PageViewRestriction.objects.create(page=clinic, restriction_type="login")
    request = RequestFactory().get("/")
    assert get_canonical_url(alias, request) == alias.get_full_url(request)
    assert alias.full_url in sitemap(client)


def test_and_on_another_site(rf: Any, clinic: Any) -> None:
    alias = alias_of(clinic, parent=other_site())
    request = rf.get("/", headers={"host": "other.example"})
    assert get_canonical_url(alias, request) == alias.get_full_url(request)


def test_the_sitemap_has_it_once(client: Any, clinic: Any) -> None:
    alias = alias_of(clinic)
    found = sitemap(client)
    assert clinic.full_url in found
    assert alias.full_url not in found


def test_lists_of_clinics_have_it_once(index_page: Any, clinic: Any, treatment: Any) -> None:
    alias_of(clinic)
    hits = find(public_locations(index_page), Criteria(), 10)
    assert load(hits) == [clinic]
    assert locations_offering(treatment, clinic.locale_id, None) == [clinic]


def test_a_list_without_the_original_has_the_alias(clinic: Any) -> None:
    other = reload(LocationIndexPageFactory())
    alias = alias_of(clinic, parent=other)
    assert load(find(public_locations(other), Criteria(), 10)) == [alias]


@pytest.mark.parametrize("mode", ["all", "nearest"])
def test_cards_have_it_once(client: Any, index_page: Any, clinic: Any, mode: str) -> None:
    alias = alias_of(clinic)
    cards = ("location_cards", {"heading": "Where", "mode": mode, "index_page": index_page})
    html = client.get(TreatmentPageFactory(body=[cards]).url).text
    assert alias.url not in html
    assert html.count('class="kp-clinic__name"') <= 1


class TestReviews:
    def text(self, client: Any, page: Any) -> str:
        language = page.locale.language_code
        return client.get(page.url, headers={"accept-language": language}).text

    def test_it_prints_that_of_its_original(self, client: Any, article: Any) -> None:
        alias = alias_of(article)
        assert "Dr Ada Example" not in self.text(client, alias)
        review(article, ClinicianFactory(name="Dr Ada Example"))
        assert "Dr Ada Example" in self.text(client, alias)

    def test_and_none_when_that_has_changed(self, client: Any, article: Any) -> None:
        alias = alias_of(article)
        review(article, ClinicianFactory(name="Dr Ada Example"))
        article.introduction = "Other words."
        article.save_revision().publish()
        assert "Dr Ada Example" not in self.text(client, alias)

    def test_in_another_language_none(self, client: Any, article: Any) -> None:
        review(article, ClinicianFactory(name="Dr Ada Example"))
        assert "Dr Ada Example" not in self.text(client, spanish_alias_of(article))

    def test_the_policy_of_reviews_takes_it_for_its_original(self, article: Any) -> None:
        alias = alias_of(article)
        with override_settings(KETAMINE_PAGES={"NOINDEX_REVIEW_STATES": ["never"]}):
            assert not is_indexable(alias)
            review(article, ClinicianFactory())
            assert is_indexable(alias)
            assert not is_indexable(spanish_alias_of(article))
