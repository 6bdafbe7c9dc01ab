"""Which locations are found, in which order."""

from datetime import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from geopy.distance import geodesic
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from ketamine_pages.hours.core import Period
from ketamine_pages.hours.form import OpeningHours
from ketamine_pages.locations.finder.queries import Criteria, find, load, public_locations
from ketamine_pages.locations.offering import MOST_LOCATIONS, locations_offering
from tests.factories import LocationIndexPageFactory, LocationPageFactory, TreatmentFactory
from tests.locations.making import PHOENIX, at, make_locations

POINTS = st.tuples(
    st.one_of(st.floats(-90, 90), st.floats(88, 90), st.floats(33, 34)).map(lambda x: round(x, 6)),
    st.one_of(
        st.floats(-180, 180), st.sampled_from([180.0, -180.0, 179.9]), st.floats(-113, -112)
    ).map(lambda x: round(x, 6)),
)


def titles(index_page, limit=100, **criteria):
    hits = find(public_locations(index_page), Criteria(**criteria), limit)
    return [page.title for page in load(hits)]


@pytest.fixture
def index_page(db):
    return LocationIndexPageFactory()


def test_without_criteria_all_come_in_the_order_of_the_tree(index_page):
    first, second = make_locations(2, index_page)
    second.move(first, "left")
    assert titles(index_page) == [second.title, first.title]


def test_near_a_point_the_nearest_comes_first(index_page):
    far = LocationPageFactory(parent=index_page, **at(33.9, -112))
    near = LocationPageFactory(parent=index_page, **at(33.5, -112))
    assert titles(index_page, near=PHOENIX, kilometres=80) == [near.title, far.title]


def test_what_is_out_of_reach_or_not_on_the_map_is_not_near(index_page):
    LocationPageFactory(parent=index_page)
    LocationPageFactory(parent=index_page, **at(34.4, -112))
    assert titles(index_page, near=PHOENIX, kilometres=80) == []


def test_the_distance_is_known(index_page):
    make_locations(2, index_page)
    hits = find(public_locations(index_page), Criteria(near=PHOENIX, kilometres=80), 10)
    assert [hit.kilometres for hit in hits] == pytest.approx([0, 1.109], abs=0.001)


@pytest.mark.parametrize(
    ("fields", "criteria"),
    [
        ({"languages": ("es", "en")}, {"language": "es"}),
        ({"new_patients": "yes"}, {"new_patients": True}),
        ({"telehealth": True}, {"telehealth": True}),
        (
            {"hours": OpeningHours((Period(5, time(9), time(12)),))},
            {"weekday": 5},
        ),
        ({"title": "Saguaro Clinic"}, {"text": "saguaro"}),
        ({"city": "Flagstaff"}, {"text": "flagstaff"}),
        ({"street": "12 Saguaro Way"}, {"text": "Saguaro"}),
        ({"postal_code": "86001"}, {"text": "860"}),
    ],
    ids=lambda each: next(iter(each)),
)
def test_a_criterion_finds_those_that_meet_it_and_no_others(index_page, fields, criteria):
    LocationPageFactory(parent=index_page, languages=("ase",), new_patients="waitlist")
    [page] = [LocationPageFactory(parent=index_page, **fields)]
    assert titles(index_page, **criteria) == [page.title]


def test_a_treatment_finds_those_that_offer_it_each_once(index_page):
    treatments = TreatmentFactory.create_batch(2)
    page = LocationPageFactory(parent=index_page, treatments=treatments)
    LocationPageFactory(parent=index_page, treatments=[TreatmentFactory()])
    assert titles(index_page, treatments=[item.pk for item in treatments]) == [page.title]


@pytest.mark.parametrize("text", ["%", "_", "' OR 1=1 --", "\\", "100%"])
def test_text_is_text_and_no_pattern(index_page, text):
    make_locations(1, index_page)
    assert titles(index_page, text=text) == []


def test_no_more_than_the_limit_are_read(index_page):
    make_locations(4, index_page)
    assert len(titles(index_page, limit=3)) == 3
    assert len(titles(index_page, limit=3, near=PHOENIX, kilometres=80)) == 3


def test_the_number_of_queries_does_not_grow(index_page):
    counts = []
    for number in (3, 27):
        make_locations(number, index_page, treatments=[TreatmentFactory()])
        with CaptureQueriesContext(connection) as queries:
            titles(index_page, near=PHOENIX, kilometres=80)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 3


def test_several_page_types_are_one_list(index_page):
    first, second, third = make_locations(3, index_page)
    [queryset] = public_locations(index_page)
    both = [queryset.exclude(pk=second.pk), queryset.filter(pk=second.pk)]
    hits = find(both, Criteria(near=PHOENIX, kilometres=80), 2)
    assert [hit.pk for hit in hits] == [first.pk, second.pk]
    assert [hit.pk for hit in find(both, Criteria(), 3)] == [first.pk, second.pk, third.pk]


def test_a_treatment_knows_where_it_is_offered(index_page):
    treatment = TreatmentFactory()
    pages = make_locations(MOST_LOCATIONS + 1, index_page, treatments=[treatment])
    found = locations_offering(treatment, index_page.locale_id, None)
    assert [page.pk for page in found] == [page.pk for page in pages[:MOST_LOCATIONS]]
    assert locations_offering(TreatmentFactory(), index_page.locale_id, None) == []
    assert locations_offering(None, index_page.locale_id, None) == []


class BruteForceTests(TestCase):
    @settings(max_examples=40)
    @given(
        st.lists(POINTS, max_size=12, unique=True),
        POINTS,
        st.sampled_from([16.0, 80.0, 322.0, 999.0]),
    )
    def test_the_nearest_are_those_that_a_look_at_all_of_them_finds(self, points, near, radius):
        index_page = LocationIndexPageFactory()
        for point in points:
            if point != (0, 0):
                LocationPageFactory(parent=index_page, **at(*point))
        distances = [geodesic(near, point).km for point in points if point != (0, 0)]
        hits = find(public_locations(index_page), Criteria(near=near, kilometres=radius), 100)
        found = [hit.kilometres for hit in hits]
        # At the edge, a thousandth decides.
        inside = sorted(each for each in distances if each < radius * 0.999)
        around = sorted(each for each in distances if each < radius * 1.001)
        assert len(inside) <= len(found) <= len(around)
        assert found == sorted(found)
        assert found[: len(inside)] == pytest.approx(inside, rel=0.001, abs=0.01)


def test_a_postal_code_is_found_by_how_it_begins(index_page):
    LocationPageFactory(parent=index_page, title="A", postal_code="85004")
    LocationPageFactory(parent=index_page, title="B", postal_code="18500")
    assert titles(index_page, text="8500") == ["A"]


def test_a_language_is_not_found_within_the_code_of_another(index_page):
    LocationPageFactory(parent=index_page, languages=["ase"])
    assert len(titles(index_page, language="ase")) == 1
    assert titles(index_page, language="se") == []
