"""From text to a point on the map."""

import pytest
from django.test import override_settings

from ketamine_pages.checks import check_settings
from ketamine_pages.locations.finder import united_states
from ketamine_pages.locations.finder.geocoders import Geocoder, PlaceNotFoundError, get_geocoder
from ketamine_pages.locations.finder.postal_geocoder import PostalPlaceGeocoder
from ketamine_pages.locations.finder.united_states import USGeocoder
from ketamine_pages.models import PostalPlace
from tests.locations.making import MEMORY, PHOENIX


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("85004", "Phoenix, AZ 85004"),
        (" 85004-1234 ", "Phoenix, AZ 85004"),
        ("Phoenix, AZ 85004", "Phoenix, AZ 85004"),
        ("00501", "Holtsville, NY 00501"),
        ("Phoenix", "Phoenix, AZ"),
        ("phoenix, az", "Phoenix, AZ"),
        ("PHOENIX AZ", "Phoenix, AZ"),
        ("Phoenix, Arizona", "Phoenix, AZ"),
        ("Phoenix, NY", "Phoenix, NY"),
        ("Phoenix, AZ, USA", "Phoenix, AZ"),
        ("New York", "New York, NY"),
        ("st. louis", "Saint Louis, MO"),
        ("Winston-Salem", "Winston-salem, NC"),
        ("O’Fallon, IL", "O Fallon, IL"),
        ("Charleston West Virginia", "Charleston, WV"),
    ],
)
def test_a_place_of_the_united_states_is_known(text, label):
    assert USGeocoder().geocode(text).label == label


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        ",",
        ", AZ",
        "00000",
        "123456",
        "8500",
        "٨٥٠٠٤",
        "SW1A 1AA",
        "Phoenix, XX",
        "Nowhereville",
        "' OR 1=1 --",
        "x" * 10_000,
        "09001",
    ],
)
def test_what_is_no_place_is_told(text):
    with pytest.raises(PlaceNotFoundError, match="We do not know the place"):
        USGeocoder().geocode(text)


def test_a_city_is_where_its_zip_codes_are():
    place = USGeocoder().geocode("Phoenix, AZ")
    assert (place.latitude, place.longitude) == pytest.approx(PHOENIX, abs=0.1)


def test_of_several_cities_the_largest_comes_first_and_the_others_are_named():
    place = USGeocoder().geocode("Springfield")
    assert place.label == "Springfield, IL"
    assert "Springfield, MA" in place.alternatives
    assert USGeocoder().geocode(place.alternatives[0]).label == place.alternatives[0]


def test_without_the_package_nothing_is_known_and_nothing_breaks(monkeypatch):
    monkeypatch.setattr(united_states, "zipcodes", None)
    assert USGeocoder.missing() == "wagtail-ketamine-pages[us]"
    with pytest.raises(PlaceNotFoundError):
        USGeocoder().geocode("85004")


def add_place(country, code, name, region="", latitude=52.5, longitude=13.4):
    place = PostalPlace(
        country=country,
        postal_code=code,
        name=name,
        region=region,
        latitude=latitude,
        longitude=longitude,
    )
    place.full_clean()
    place.save()
    return place


@pytest.fixture
def _places(db):
    add_place("DE", "10115", "Berlin", "Berlin")
    add_place("DE", "10117", "Berlin", "Berlin", 52.7, 13.6)
    add_place("DE", "24103", "Kiel", "Schleswig-Holstein")
    add_place("GB", "SW1A", "Westminster", "England")
    add_place("CH", "8001", "Zürich", "Zürich")
    add_place("DE", "01844", "Neustadt", "Sachsen")
    add_place("DE", "01845", "Neustadt", "Sachsen")
    add_place("DE", "23730", "Neustadt", "Schleswig-Holstein")
    add_place("AT", "1010", "Kiel", "Wien")


@pytest.mark.usefixtures("_places")
@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("10115", "Berlin, DE"),
        ("10115 Berlin", "Berlin, DE"),
        ("SW1A 1AA", "Westminster, England, GB"),
        ("sw1a", "Westminster, England, GB"),
        ("zurich", "Zürich, CH"),
        ("ZÜRICH", "Zürich, CH"),
        ("Neustadt", "Neustadt, Sachsen, DE"),
        ("Neustadt, Schleswig-Holstein", "Neustadt, Schleswig-Holstein, DE"),
    ],
)
def test_a_place_of_the_list_is_known(text, label):
    assert PostalPlaceGeocoder().geocode(text).label == label


@pytest.mark.usefixtures("_places")
@pytest.mark.parametrize("text", ["", "?", "99999", "Neustadt, Bayern", "x" * 10_000, "85004"])
def test_what_is_not_in_the_list_is_told(text):
    with pytest.raises(PlaceNotFoundError):
        PostalPlaceGeocoder().geocode(text)


@pytest.mark.usefixtures("_places")
def test_a_city_of_several_codes_is_in_the_middle_of_them():
    place = PostalPlaceGeocoder().geocode("Berlin")
    assert (place.latitude, place.longitude) == pytest.approx((52.6, 13.5))


@pytest.mark.usefixtures("_places")
def test_countries_limit_the_list_and_say_which_comes_first():
    assert PostalPlaceGeocoder(countries=["AT", "DE"]).geocode("Kiel").label == "Kiel, Wien, AT"
    with pytest.raises(PlaceNotFoundError):
        PostalPlaceGeocoder(countries=["AT"]).geocode("Berlin")


@pytest.mark.django_db
def test_a_city_across_the_antimeridian_is_not_on_the_other_side_of_the_globe():
    for code, longitude in (("1", 179.8), ("2", -179.8)):
        add_place("FJ", code, "Taveuni", latitude=-16.8, longitude=longitude)
    assert abs(PostalPlaceGeocoder().geocode("Taveuni").longitude) == pytest.approx(180)


@pytest.mark.usefixtures("_places")
def test_the_default_asks_the_united_states_first_and_then_the_list():
    assert get_geocoder().geocode("10115").label == "New York, NY 10115"
    assert get_geocoder().geocode("Zürich").label == "Zürich, CH"


@pytest.mark.parametrize(
    "value",
    [
        MEMORY,
        [MEMORY],
        {"BACKEND": MEMORY},
        {"BACKEND": MEMORY, "OPTIONS": {"places": {"Phoenix": (1.0, 2.0)}}},
    ],
)
def test_the_setting_names_one_geocoder_or_several(value):
    with override_settings(KETAMINE_PAGES={"GEOCODER": value}):
        assert check_settings() == []
        assert get_geocoder().geocode("Phoenix").label == "Phoenix (known)"


def test_a_geocoder_is_for_subclasses_to_write():
    with pytest.raises(TypeError):
        Geocoder()
