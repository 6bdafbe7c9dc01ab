"""sitemap.xml and robots.txt: all that everybody may find, and nothing else."""

from datetime import timedelta

import pytest
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageViewRestriction, Site

from ketamine_pages.search_engines import sitemaps
from ketamine_pages.search_engines.sitemaps import Sitemap
from tests.factories import (
    ImageFactory,
    LocationIndexPageFactory,
    LocationPageFactory,
    PageFactory,
    TreatmentIndexPageFactory,
    TreatmentPageFactory,
)
from tests.search_engines.making import entries, images, links, other_site, spanish, translate

pytestmark = pytest.mark.django_db

NEVER_HELD = override_settings(KETAMINE_PAGES={"NOINDEX_REVIEW_STATES": ["never"]})


@pytest.fixture
def section():
    return TreatmentIndexPageFactory(title="Treatments", slug="treatments")


def read(client, host="localhost", query=""):
    response = client.get(f"/sitemap.xml{query}", headers={"host": host})
    assert response.status_code == 200
    assert response["Content-Type"] == "application/xml"
    return entries(response.text)


def restrict(page):
    PageViewRestriction.objects.create(page=page, restriction_type="login")


def draft(section):
    TreatmentPageFactory(parent=section, slug="hidden", live=False)


def private(section):
    restrict(TreatmentPageFactory(parent=section, slug="hidden"))


def below_private(section):
    parent = LocationIndexPageFactory(slug="members")
    LocationPageFactory(parent=parent, slug="hidden")
    restrict(parent)


def expired(section):
    past = timezone.now() - timedelta(minutes=1)
    TreatmentPageFactory(parent=section, slug="hidden", live=False, expired=True, expire_at=past)


def about_to_expire(section):
    """Its time is over, and no scheduler has noticed yet."""
    past = timezone.now() - timedelta(minutes=1)
    TreatmentPageFactory(parent=section, slug="hidden", expire_at=past)


def on_another_site(section):
    PageFactory(parent=other_site(), slug="hidden")


def outside_all_sites(section):
    PageFactory(parent=section.get_root(), slug="hidden")


def untranslated(section):
    """A translation that nobody has published yet."""
    page = TreatmentPageFactory(parent=section, slug="shown")
    copy = translate(page, live=False)
    assert not copy.live
    copy.slug = "hidden"
    copy.save()


HIDDEN = [
    draft,
    private,
    below_private,
    expired,
    about_to_expire,
    on_another_site,
    outside_all_sites,
    untranslated,
]


@pytest.mark.parametrize("hide", HIDDEN, ids=lambda each: each.__name__)
def test_what_is_not_for_everybody_is_absent(hide, section, client):
    hide(section)
    found = read(client)
    assert "http://localhost/treatments/" in found
    assert [address for address in found if "hidden" in address or "members" in address] == []
    assert "hidden" not in str([links(entry) for entry in found.values()])


def test_what_is_held_back_is_absent(section, client):
    page = TreatmentPageFactory(parent=section, slug="new")
    location = LocationPageFactory(parent=LocationIndexPageFactory(slug="clinics"), slug="north")
    assert page.full_url in read(client)
    with NEVER_HELD:
        found = read(client)
    assert page.full_url not in found
    assert location.full_url in found


def test_each_site_has_its_own(section, client):
    root = other_site()
    page = PageFactory(parent=root, slug="there")
    assert list(read(client, "other.example")) == [root.full_url, page.full_url]
    assert page.full_url not in read(client)


def test_images_are_those_that_visitors_see(section, client):
    image = ImageFactory()
    page = TreatmentPageFactory(parent=section, hero_image=image)
    location = LocationPageFactory(
        parent=LocationIndexPageFactory(slug="clinics"), image=ImageFactory()
    )
    client.get(page.url)
    client.get(location.url)
    found = read(client)
    [address] = images(found[page.full_url])
    assert address in client.get(page.url).text.replace('src="', 'src="http://localhost')
    assert len(images(found[location.full_url])) == 1
    assert images(found[section.full_url]) == []


def test_an_image_that_nobody_has_seen_yet_is_left_out(section, client):
    page = TreatmentPageFactory(parent=section, hero_image=ImageFactory())
    assert images(read(client)[page.full_url]) == []


def test_translations_name_each_other(section, client):
    page = TreatmentPageFactory(parent=section, slug="ketamine")
    copy = translate(page)
    found = read(client)
    expected = {
        "en": page.full_url,
        "es": copy.full_url,
        "x-default": page.full_url,
    }
    assert links(found[page.full_url]) == links(found[copy.full_url]) == expected


def test_a_translation_that_is_private_is_not_named(section, client):
    page = TreatmentPageFactory(parent=section, slug="ketamine")
    restrict(translate(page))
    assert links(read(client)[page.full_url]) == {}


def test_a_site_with_one_language_names_none(section, client):
    assert links(read(client)[section.full_url]) == {}


def test_dates_are_those_of_the_last_publication(section, client):
    section.save_revision().publish()
    xml = client.get("/sitemap.xml").text
    assert f"<lastmod>{timezone.now():%Y-%m-%d}</lastmod>" in xml


def count_queries(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(60) as captured:
        read(client)
    return len(captured)


def test_queries_do_not_grow_with_pages(section, client, django_assert_max_num_queries):
    spanish()
    counts = []
    with NEVER_HELD:
        for number in (1, 6):
            for _ in range(number):
                client.get(TreatmentPageFactory(parent=section, hero_image=ImageFactory()).url)
            read(client)
            counts.append(count_queries(client, django_assert_max_num_queries))
    assert counts[0] == counts[1]


class TestLongSitemaps:
    @pytest.fixture(autouse=True)
    def _short(self, monkeypatch):
        monkeypatch.setattr(Sitemap, "limit", 2)

    def test_they_are_an_index_of_their_parts(self, section, client):
        pages = TreatmentPageFactory.create_batch(3, parent=section)
        index = client.get("/sitemap.xml")
        assert index["X-Robots-Tag"]
        parts = [f"?p={number}" for number in range(1, 4)]
        for part in parts:
            assert f"<loc>http://testserver/sitemap.xml{part}</loc>" in index.text
        found = [address for part in parts for address in read(client, query=part)]
        assert {page.full_url for page in pages} <= set(found)
        assert len(found) == len(set(found)) == 5

    def test_translations_may_be_in_other_parts(self, section, client):
        page = TreatmentPageFactory(parent=section, slug="ketamine")
        copy = translate(page)
        found = {}
        for number in range(1, 4):
            found.update(read(client, query=f"?p={number}"))
        assert links(found[page.full_url])["es"] == copy.full_url

    def test_a_part_loads_no_pages_but_its_own_and_their_translations(
        self, section, client, monkeypatch
    ):
        spanish()
        TreatmentPageFactory.create_batch(3, parent=section)
        given = []

        def remember(pages, _request):
            given.extend(pages)
            return {}

        monkeypatch.setattr(sitemaps, "link_alternates", remember)
        read(client, query="?p=2")
        assert len(given) == 2

    def test_a_part_that_is_not_there_is_not_found(self, section, client):
        assert client.get("/sitemap.xml?p=99").status_code == 404
        assert client.get("/sitemap.xml?p=x").status_code == 404


def test_an_address_of_no_site_has_no_sitemap(client):
    Site.objects.update(is_default_site=False, hostname="elsewhere.example")
    assert client.get("/sitemap.xml").status_code == 404


@pytest.mark.parametrize("name", ["ketamine_pages_sitemap", "ketamine_pages_robots"])
def test_they_are_for_reading(name, client):
    assert client.post(reverse(name)).status_code == 405


class TestRobots:
    def test_they_name_the_sitemap_and_nothing_but_the_admin(self, client):
        response = client.get("/robots.txt")
        assert response["Content-Type"] == "text/plain; charset=utf-8"
        assert response.text.splitlines() == [
            "User-agent: *",
            f"Disallow: {reverse('wagtailadmin_home')}",
            "",
            "Sitemap: http://localhost/sitemap.xml",
        ]

    def test_each_site_names_its_own(self, client):
        other_site()
        response = client.get("/robots.txt", headers={"host": "other.example"})
        assert "Sitemap: http://other.example/sitemap.xml" in response.text

    def test_an_address_of_no_site_names_itself(self, client):
        Site.objects.update(is_default_site=False, hostname="elsewhere.example")
        assert "Sitemap: http://testserver/sitemap.xml" in client.get("/robots.txt").text

    @override_settings(ROOT_URLCONF="tests.search_engines.bare_urls")
    def test_a_site_without_admin_and_sitemap_names_neither(self, client):
        assert client.get("/robots.txt").text == "User-agent: *\nDisallow:\n"
