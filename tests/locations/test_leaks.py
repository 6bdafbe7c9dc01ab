"""What is not for everybody appears nowhere: state of the location × place where it could show."""

from datetime import timedelta
from itertools import count

import pytest
from django.core.management import call_command
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone
from wagtail.contrib.sitemaps import Sitemap
from wagtail.models import Locale, Page, PageViewRestriction, Site

from ketamine_pages.models import Treatment
from ketamine_pages.page_types.models import LocationPage
from tests.factories import (
    LocationIndexPageFactory,
    LocationPageFactory,
    PageFactory,
    TreatmentFactory,
    TreatmentPageFactory,
)
from tests.locations.making import PHOENIX, at
from tests.schema_org.reading import DataScripts

pytestmark = pytest.mark.django_db

# Of the location, of the treatment that only it offers, of the language that only it speaks.
NUMBERS = count()
MARKERS = ("Markerclinic", "Markertreatment", "Markerville", "Thai")


def make_marked(index_page, **fields):
    return LocationPageFactory(
        **{
            "parent": index_page,
            "title": "Markerclinic",
            "slug": f"markerclinic-{next(NUMBERS)}",
            "city": "Markerville",
            "languages": ("th",),
            "treatments": [TreatmentFactory(name="Markertreatment")],
            **at(*PHOENIX),
            **fields,
        }
    )


def restrict(page):
    PageViewRestriction.objects.create(page=page, restriction_type="login")


def public(index_page):
    make_marked(index_page)


def draft(index_page):
    make_marked(index_page, live=False)


def live_with_draft_changes(index_page):
    page = LocationPageFactory(parent=index_page, title="Another", **at(*PHOENIX))
    page.title, page.city, page.languages = "Markerclinic", "Markerville", ("th",)
    page.treatments.set([TreatmentFactory(name="Markertreatment")])
    page.save_revision()


def private(index_page):
    restrict(make_marked(index_page))


def child_of_private(index_page):
    parent = LocationIndexPageFactory(parent=index_page, title="Members")
    make_marked(parent)
    restrict(parent)


def unpublished(index_page):
    make_marked(index_page).unpublish()


def expired(index_page):
    make_marked(index_page, expire_at=timezone.now() - timedelta(minutes=1))
    call_command("publish_scheduled", verbosity=0)


def about_to_expire(index_page):
    """Its time is over, and no scheduler has noticed yet."""
    make_marked(index_page, expire_at=timezone.now() - timedelta(minutes=1))


def scheduled(index_page):
    page = make_marked(index_page, live=False)
    page.go_live_at = timezone.now() + timedelta(days=1)
    page.save_revision(approved_go_live_at=page.go_live_at)


def other_site(index_page):
    root = PageFactory(parent=Page.get_first_root_node(), title="Other", slug="other")
    Site.objects.create(hostname="other.example", root_page=root)
    make_marked(LocationIndexPageFactory(parent=root))


def other_locale(index_page):
    locale = Locale.objects.create(language_code="es")
    root = index_page.get_parent().copy_for_translation(locale)
    root.specific.save_revision().publish()
    make_marked(LocationIndexPageFactory(parent=root, locale=locale), locale=locale)


def below_in_another_locale(index_page):
    make_marked(index_page, locale=Locale.objects.create(language_code="es"))


def moved_away(index_page):
    page = make_marked(index_page)
    page.move(LocationIndexPageFactory(title="Elsewhere"), "last-child")


def finder_html(index_page, client):
    return read(client, index_page.url)


def finder_near(index_page, client):
    return read(client, f"{index_page.url}?place=Phoenix")


def finder_text(index_page, client):
    return read(client, f"{index_page.url}?place=Marker")


def finder_json(index_page, client):
    return read(client, json_url(index_page))


def finder_json_near(index_page, client):
    return read(client, f"{json_url(index_page)}?place=Phoenix")


def cards_of_all(index_page, client):
    return cards(index_page, client, "all")


def cards_below_a_search(index_page, client):
    return cards(index_page, client, "nearest")


def told_by(html):
    """What the structured data of a page says."""
    [text] = DataScripts(html).found
    return text


def data_of_the_finder(index_page, client):
    return told_by(read(client, index_page.url))


def data_of_a_search(index_page, client):
    return told_by(read(client, f"{index_page.url}?place=Phoenix"))


def data_of_cards(index_page, client):
    return told_by(cards(index_page, client, "all"))


def data_of_chosen_cards(index_page, client):
    chosen = [("location", page) for page in LocationPage.objects.order_by("path")]
    block = {"heading": "Where", "mode": "chosen", "locations": chosen}
    return told_by(read(client, TreatmentPageFactory(body=[("location_cards", block)]).url))


def data_of_its_treatment(index_page, client):
    # Named by the page itself, so that only the location can give the other words away.
    [treatment] = Treatment.objects.filter(name="Markertreatment")
    html = read(client, TreatmentPageFactory(treatment=treatment).url)
    return told_by(html).replace("Markertreatment", "")


def data_of_the_page_of_another(index_page, client):
    """The other location, which says only what it is itself."""
    return told_by(read(client, LocationPage.objects.get(title="Openclinic").url))


def own_sitemap(index_page, client):
    return read(client, "/sitemap.xml").replace("markerclinic", "Markerclinic")


def sitemap(index_page, client):
    request = RequestFactory().get("/sitemap.xml")
    pages = Sitemap(request).items()
    addresses = [entry["location"] for page in pages for entry in page.get_sitemap_urls(request)]
    return str(addresses).replace("markerclinic", "Markerclinic")


def api(index_page, client):
    kind = "ketamine_page_types.LocationPage"
    return read(client, f"{reverse('wagtailapi:pages:listing')}?type={kind}&fields=*")


def read(client, url):
    response = client.get(url)
    assert response.status_code == 200
    return response.text


def json_url(index_page):
    return reverse("ketamine_pages:locations_json", args=[index_page.pk])


def cards(index_page, client, mode):
    block = {"heading": "Where", "mode": mode, "index_page": index_page}
    return read(client, TreatmentPageFactory(body=[("location_cards", block)]).url)


FINDER = [finder_html, finder_near, finder_text, finder_json, finder_json_near]
CARDS = [cards_of_all, cards_below_a_search]
DATA = [
    data_of_the_finder,
    data_of_a_search,
    data_of_cards,
    data_of_chosen_cards,
    data_of_its_treatment,
]
OURS = [*FINDER, *CARDS, *DATA]
WAGTAIL = [sitemap, api]
HIDDEN = [
    draft,
    live_with_draft_changes,
    private,
    child_of_private,
    unpublished,
    expired,
    scheduled,
    other_site,
]
# Wagtail itself publishes these two: other languages, and what no scheduler has noticed yet.
HIDDEN_BY_US = [about_to_expire, other_locale, below_in_another_locale, moved_away]
# These show locations from anywhere on the site, and one that has moved is still public.
ANYWHERE = [data_of_chosen_cards, data_of_its_treatment]
OTHERWISE_HIDDEN = [about_to_expire, other_locale, below_in_another_locale]
MATRIX = [
    *((state, place) for state in HIDDEN for place in [*OURS, own_sitemap, *WAGTAIL]),
    *((state, place) for state in HIDDEN_BY_US for place in OURS if place not in ANYWHERE),
    *((state, place) for state in OTHERWISE_HIDDEN for place in ANYWHERE),
    (about_to_expire, own_sitemap),
    *((state, data_of_the_page_of_another) for state in [*HIDDEN, *HIDDEN_BY_US]),
]


@pytest.fixture
def index_page():
    page = LocationIndexPageFactory(title="Clinics")
    LocationPageFactory(parent=page, title="Openclinic", **at(*PHOENIX))
    return page


@pytest.mark.parametrize(("state", "place"), MATRIX, ids=lambda each: each.__name__)
def test_it_appears_nowhere(state, place, index_page, client):
    state(index_page)
    text = place(index_page, client)
    assert [marker for marker in MARKERS if marker in text] == []


@pytest.mark.parametrize("place", [*OURS, own_sitemap, *WAGTAIL], ids=lambda each: each.__name__)
def test_a_public_location_appears_everywhere(place, index_page, client):
    public(index_page)
    assert "Markerclinic" in place(index_page, client)


@pytest.mark.parametrize("marker", MARKERS)
def test_a_public_location_brings_its_options(marker, index_page, client):
    public(index_page)
    assert marker in finder_html(index_page, client)


@pytest.mark.parametrize("hide", [Page.unpublish, restrict, Page.delete])
def test_what_is_hidden_later_is_gone_at_once_with_its_options(hide, index_page, client):
    page = make_marked(index_page)
    finder_html(index_page, client)
    hide(page)
    text = finder_html(index_page, client)
    assert [marker for marker in MARKERS if marker in text] == []


def test_the_total_does_not_count_what_is_hidden(index_page, client):
    draft(index_page)
    private(index_page)
    assert client.get(json_url(index_page)).json()["count"] == 1
