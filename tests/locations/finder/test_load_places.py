"""``manage.py load_places``."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from ketamine_pages.locations.finder.postal_geocoder import PostalPlaceGeocoder
from ketamine_pages.models import PostalPlace

pytestmark = pytest.mark.django_db

HEADER = "country,postal_code,name,region,latitude,longitude"
BERLIN = "DE,10115,Berlin,Berlin,52.53,13.38"


@pytest.fixture
def load(tmp_path):
    def run(*lines, header=HEADER, encoding="utf-8"):
        path = Path(tmp_path) / "places.csv"
        path.write_bytes("\n".join([header, *lines]).encode(encoding))
        out = StringIO()
        call_command("load_places", str(path), stdout=out)
        return out.getvalue()

    return run


def test_places_are_found_once_they_are_loaded(load):
    assert "DE: 1 places." in load(BERLIN)
    assert PostalPlaceGeocoder().geocode("10115").label == "Berlin, DE"


def test_loading_twice_changes_nothing(load):
    for _ in range(2):
        load(BERLIN, "AT,1010,Wien,,48.2,16.4")
    assert PostalPlace.objects.count() == 2


def test_a_file_replaces_its_countries_and_no_others(load):
    load(BERLIN, "AT,1010,Wien,,48.2,16.4")
    load("DE,24103,Kiel,,54.3,10.1")
    assert set(PostalPlace.objects.values_list("name", flat=True)) == {"Kiel", "Wien"}


def test_rows_that_repeat_are_counted_and_left_out(load):
    assert "1 rows repeated" in load(BERLIN, BERLIN)
    assert PostalPlace.objects.count() == 1


def test_columns_may_come_in_any_order_after_a_mark_of_a_spreadsheet(load):
    header = "name,longitude,latitude,country,postal_code,note"
    load("Zürich,8.5,47.4,ch,8001,old town", header=header, encoding="utf-8-sig")
    assert PostalPlace.objects.get().country == "CH"


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("XX,1,Nowhere,,1,1", "country"),
        (",1,Nowhere,,1,1", "country"),
        ("DE,,Nowhere,,1,1", "postal_code"),
        ("DE,1,,,1,1", "name"),
        ("DE,1,Nowhere,,,1", "latitude"),
        ("DE,1,Nowhere,,91,1", "latitude"),
        ("DE,1,Nowhere,,nan,1", "latitude"),
        ("DE,1,Nowhere,,1,inf", "longitude"),
        ("DE,1,Nowhere,,1,east", "longitude"),
        ("DE,1", "name"),
        (f"DE,{'1' * 21},Nowhere,,1,1", "postal_code"),
    ],
)
def test_a_bad_row_is_named_and_nothing_is_loaded(load, row, fault):
    load("AT,1010,Wien,,48.2,16.4")
    with pytest.raises(CommandError, match=rf"Line 3: {fault}: ") as caught:
        load(BERLIN, row)
    assert "Nothing was loaded." in str(caught.value)
    assert PostalPlace.objects.get().name == "Wien"


def test_of_many_bad_rows_the_first_are_named(load):
    with pytest.raises(CommandError, match="and 5 more lines"):
        load(*(["XX,1,Nowhere,,1,1"] * 25))


@pytest.mark.parametrize("lines", [[], [""]])
def test_an_empty_file_is_refused(load, lines):
    with pytest.raises(CommandError, match="no places"):
        load(*lines)


def test_missing_columns_are_named(load):
    with pytest.raises(CommandError, match="columns are missing: name, latitude, longitude"):
        load("DE,1", header="country,postal_code")


def test_a_file_that_is_no_text_is_refused(load):
    with pytest.raises(CommandError, match="no CSV file"):
        load("DE,1,Zürich,,1,1", encoding="latin-1")


def test_a_file_that_is_not_there_is_an_error():
    with pytest.raises(CommandError, match="places"):
        call_command("load_places", "no-such-places.csv")
