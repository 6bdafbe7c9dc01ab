"""The finder as visitors use it: page and JSON, good input and bad."""

import re
from urllib.parse import quote, urlencode

import pytest
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import PageViewRestriction

from ketamine_pages.locations.finder.search import Finder
from tests.factories import (
    ImageFactory,
    LocationIndexPageFactory,
    LocationPageFactory,
    TreatmentFactory,
    UserFactory,
)
from tests.locations.making import MEMORY, PHOENIX, at, make_locations

pytestmark = pytest.mark.django_db

# Address, and what the page says. JSON answers 400 to each.
BAD_INPUT = [
    ({"place": "Nowhereville"}, "place", "We do not know the place “Nowhereville”"),
    ({"place": "SW1A 1AA"}, "place", "We do not know the place “SW1A 1AA”"),
    ({"place": "x" * 10_000}, "place", "at most 100 characters"),
    ({"place": "Phoe\0nix"}, "place", "Null characters are not allowed"),
    ({"lat": "nan", "lon": "1"}, "lat", "Enter a number."),
    ({"lat": "1", "lon": "inf"}, "lon", "Enter a number."),
    ({"lat": "91", "lon": "1"}, "lat", "less than or equal to 90"),
    ({"lat": "1", "lon": "-181"}, "lon", "greater than or equal to -180"),
    ({"lat": "33.4"}, "lon", "belong together"),
    ({"lat": "north", "lon": "1"}, "lat", "Enter a number."),
    ({"radius": "7"}, "radius", "Choose one of the distances offered."),
    ({"radius": "1e9"}, "radius", "Choose one of the distances offered."),
    ({"treatment": "' OR 1=1 --"}, "treatment", "No location offers this."),
    ({"treatment": "999"}, "treatment", "No location offers this."),
    ({"language": "xx"}, "language", "No location offers this."),
    ({"day": "7"}, "day", "No location offers this."),
    ({"page": "0"}, "page", "greater than or equal to 1"),
    ({"page": "two"}, "page", "Enter a whole number."),
    ({"page": "9" * 30}, "page", "There is no page 999"),
]


@pytest.fixture
def index_page():
    return LocationIndexPageFactory(title="Clinics")


def search(client, index_page, **data):
    response = client.get(f"{index_page.url}?{urlencode(data)}")
    assert response.status_code == 200
    return response.text


def get_json(client, index_page, status=200, **data):
    url = reverse("ketamine_pages:locations_json", args=[index_page.pk])
    response = client.get(f"{url}?{urlencode(data)}")
    assert response.status_code == status
    return response.json()


@pytest.mark.parametrize(("data", "name", "message"), BAD_INPUT)
def test_bad_input_gets_a_message_on_the_page(client, index_page, data, name, message):
    assert message in search(client, index_page, **data)


@pytest.mark.parametrize(("data", "name", "message"), BAD_INPUT)
def test_bad_input_gets_400_with_the_reason_as_json(client, index_page, data, name, message):
    errors = get_json(client, index_page, status=400, **data)["errors"]
    assert message in errors[name][0]
    assert list(errors) == [name]


@pytest.mark.parametrize("text", ["x" * 10_000, "Nowhereville", '<b>’" OR 1=1 --'])
def test_what_was_typed_is_kept(client, index_page, text):
    kept = text.replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    assert f'value="{kept}"' in search(client, index_page, place=text)


def test_a_query_string_of_10_kb_with_unknown_names_is_harmless(client, index_page):
    data = {f"name{number}": "x" * 90 for number in range(100)}
    assert "All locations" in search(client, index_page, **data)


def test_wrong_coordinates_do_not_matter_once_a_place_is_typed(client, index_page):
    text = search(client, index_page, place="85004", lat="nan", lon="7")
    assert "within 50 miles of Phoenix, AZ 85004" in text


def test_an_unknown_place_falls_back_to_names_and_addresses(client, index_page):
    LocationPageFactory(parent=index_page, title="Saguaro Clinic")
    text = search(client, index_page, place="saguaro")
    assert "We do not know the place “saguaro”" in text
    assert "Saguaro Clinic" in text


def test_an_unknown_place_without_any_is_said_once(client, index_page):
    text = search(client, index_page, place="Nowhereville")
    assert "We do not know the place “Nowhereville”" in text
    assert "No location was found" not in text


def test_a_place_finds_what_is_near_with_the_distance(client, index_page):
    LocationPageFactory(parent=index_page, title="Near", **at(33.5, PHOENIX[1]))
    LocationPageFactory(parent=index_page, title="Far", **at(40, -75))
    text = search(client, index_page, place="85004")
    assert "1 location within 50 miles of Phoenix, AZ 85004" in text
    assert "3.1 miles" in text
    assert "Far" not in text


@override_settings(KETAMINE_PAGES={"DISTANCE_UNIT": "km", "GEOCODER": MEMORY})
def test_kilometres_are_for_sites_that_want_them(client, index_page):
    LocationPageFactory(parent=index_page, **at(33.5, PHOENIX[1]))
    text = search(client, index_page, place="Phoenix", radius=10)
    assert "1 location within 10 km of Phoenix (known)" in text
    assert "5.7 km" in text
    assert get_json(client, index_page, place="Phoenix")["distance_unit"] == "km"


def test_a_position_does_for_a_place(client, index_page):
    [page] = make_locations(1, index_page)
    text = search(client, index_page, lat=PHOENIX[0], lon=PHOENIX[1])
    assert "1 location within 50 miles of your position" in text
    assert page.title in text


def test_nothing_near_offers_to_look_further(client, index_page):
    text = search(client, index_page, place="85004", radius=10)
    assert "No location was found within 10 miles" in text
    assert 'href="?place=85004&amp;radius=200#kp-results"' in text
    assert "Search within" not in search(client, index_page, place="85004", radius=200)


def test_other_places_of_the_same_name_are_offered(client, index_page):
    assert f"?place={quote('Springfield, MA')}".replace("%20", "+") in search(
        client, index_page, place="Springfield"
    )


def test_only_what_some_location_has_is_offered(client, index_page):
    offered, other = TreatmentFactory(name="Offered"), TreatmentFactory(name="Other")
    draft = TreatmentFactory(name="Drafted", live=False)
    LocationPageFactory(parent=index_page, treatments=[offered, draft], languages=("es",))
    text = search(client, index_page)
    assert "Offered" in text
    assert "Spanish" in text
    assert not any(word in text for word in (other.name, draft.name, "Korean"))


@override_settings(KETAMINE_PAGES={"FINDER_PAGE_SIZE": 2})
def test_pages_keep_the_search_in_their_addresses(client, index_page):
    make_locations(5, index_page, telehealth=True)
    text = search(client, index_page, place="85004", telehealth="on", page=2)
    assert "Page 2 of 3" in text
    for number in (1, 3):
        assert f'href="?place=85004&amp;telehealth=1&amp;page={number}#kp-results"' in text


@override_settings(KETAMINE_PAGES={"FINDER_PAGE_SIZE": 2})
def test_past_the_end_the_last_page_is_shown_and_said_to_be(client, index_page):
    pages = make_locations(3, index_page)
    text = search(client, index_page, page=9)
    assert "There is no page 9. The last page is 2." in text
    assert f">{pages[2].title}<" in text


@override_settings(KETAMINE_PAGES={"FINDER_MAX_RESULTS": 2})
def test_more_than_the_most_is_said_to_be_more(client, index_page):
    make_locations(3, index_page)
    assert "2+ locations." in search(client, index_page)
    data = get_json(client, index_page)
    assert (data["count"], data["has_more"], len(data["results"])) == (2, True, 2)


def test_the_number_of_queries_does_not_grow(client, index_page):
    counts = []
    for number in (3, 27):
        make_locations(number, index_page, treatments=[TreatmentFactory()], image=ImageFactory())
        for _ in range(2):
            with CaptureQueriesContext(connection) as page:
                search(client, index_page, place="85004")
        with CaptureQueriesContext(connection) as data:
            get_json(client, index_page, place="85004")
        counts.append((len(page), len(data)))
    assert counts[0] == counts[1]


def test_a_card_in_the_cache_follows_its_location(client, index_page):
    [page] = make_locations(1, index_page, card_summary="Upstairs.")
    assert "Upstairs." in search(client, index_page)
    page = type(page).objects.get(pk=page.pk)
    page.card_summary = "Downstairs."
    page.save()
    assert "Downstairs." in search(client, index_page)


def test_json_has_what_a_map_or_an_app_needs(client, index_page):
    treatment = TreatmentFactory(name="Infusion")
    hours = {"periods": [{"day": day, "opens": "00:00", "closes": "00:00"} for day in range(7)]}
    page = LocationPageFactory(
        parent=index_page, treatments=[treatment], hours=hours, **at(33.5, PHOENIX[1])
    )
    data = get_json(client, index_page, place="85004")
    [found] = data["results"]
    assert data["place"]["label"] == "Phoenix, AZ 85004"
    assert (found["id"], found["title"]) == (page.pk, page.title)
    assert found["url"] == f"http://localhost{page.url}"
    assert found["address"]["city"] == "Phoenix"
    assert found["phone"] == "+16025550142"
    assert (found["latitude"], found["longitude"], found["distance"]) == (33.5, PHOENIX[1], 3.1)
    assert found["hours_today"] == "open 24 hours"
    assert found["treatments"] == ["Infusion"]


def test_a_zone_that_has_gone_breaks_no_answer(client, index_page):
    monday = {"periods": [{"day": 0, "opens": "09:00", "closes": "17:00"}]}
    page = LocationPageFactory(parent=index_page, hours=monday)
    type(page).objects.update(time_zone="America/Nowhere")
    [found] = get_json(client, index_page)["results"]
    assert found["hours_today"] == ""


def test_a_closure_takes_the_place_of_the_hours_in_json(client, index_page):
    page = LocationPageFactory(
        parent=index_page,
        status_message="Closed after a burst pipe.",
        status_until="2999-01-01",
        status_closed=True,
    )
    [found] = get_json(client, index_page)["results"]
    assert found["hours_today"] == page.status_message


def test_json_filters_as_the_page_does(client, index_page):
    treatment = TreatmentFactory()
    page = LocationPageFactory(parent=index_page, treatments=[treatment], languages=("es",))
    make_locations(2, index_page)
    for data in ({"treatment": treatment.pk}, {"language": "es"}):
        [found] = get_json(client, index_page, **data)["results"]
        assert found["id"] == page.pk


@pytest.mark.parametrize(("size", "status"), [("1", 200), ("50", 200), ("51", 400), ("0", 400)])
def test_the_page_size_of_json_is_capped(client, index_page, size, status):
    make_locations(2, index_page)
    data = get_json(client, index_page, status, page_size=size)
    assert ("results" in data) == (status == 200)


def test_json_of_a_private_page_is_for_those_who_may_see_it(client, index_page):
    make_locations(1, index_page)
    PageViewRestriction.objects.create(page=index_page, restriction_type="login")
    assert get_json(client, index_page, status=403)["errors"]
    client.force_login(UserFactory())
    assert get_json(client, index_page)["count"] == 1


def test_json_is_of_published_finders_of_this_site_only(client, index_page):
    index_page.unpublish()
    for pk in (index_page.pk, 0, index_page.get_parent().pk):
        url = reverse("ketamine_pages:locations_json", args=[pk])
        assert client.get(url).status_code == 404
    assert client.get(url, headers={"host": "other.example"}).status_code == 404
    assert client.post(url).status_code == 405


def test_no_map_without_tiles(client, index_page):
    make_locations(1, index_page)
    assert "data-kp-map" not in search(client, index_page)


TILES = "https://{s}.tiles.example/{z}/{x}/{y}.png"


@override_settings(KETAMINE_PAGES={"MAP_TILE_URL": TILES, "MAP_ATTRIBUTION": "<b>Us</b>"})
def test_a_map_knows_its_tiles_and_points_and_loads_nothing_by_itself(client, index_page):
    [page] = make_locations(1, index_page)
    LocationPageFactory(parent=index_page)
    text = search(client, index_page)
    assert f'data-kp-tiles="{TILES}"' in text
    assert "Loads pictures from tiles.example." in text
    assert "&lt;b&gt;Us&lt;/b&gt;" in text
    assert f'[{{"at": [{PHOENIX[0]}, {PHOENIX[1]}], "title": "{page.title}"' in text
    assert '<script src="/static/ketamine_pages/vendor' not in text


@override_settings(KETAMINE_PAGES={"MAP_TILE_URL": TILES})
def test_no_map_of_nothing(client, index_page):
    LocationPageFactory(parent=index_page)
    assert "data-kp-map" not in search(client, index_page)


def test_templates_get_by_without_a_request(index_page):
    make_locations(1, index_page)
    finder = Finder(index_page, {})
    assert len(finder.results) == 1
    assert finder.summary == "1 location"


@pytest.mark.parametrize(
    ("data", "is_sent"),
    [
        ({}, False),
        ({"place": "85004"}, False),
        ({"place": "85004", "lat": PHOENIX[0], "lon": PHOENIX[1]}, False),
        ({"lat": PHOENIX[0], "lon": PHOENIX[1]}, True),
    ],
)
def test_a_position_is_sent_on_only_where_the_search_is_around_one(
    client, index_page, data, is_sent
):
    """Without a script, every address would else have an empty one."""
    make_locations(1, index_page)
    text = search(client, index_page, **data)
    for name in ("lat", "lon"):
        [field] = re.findall(rf'<input type="hidden" name="{name}"[^>]*>', text)
        assert field.endswith(" disabled>") is not is_sent
