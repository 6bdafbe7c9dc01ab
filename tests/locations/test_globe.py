"""Distances and cells of the globe, against geopy."""

import pytest
from geopy.distance import geodesic, great_circle
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ketamine_pages.locations import globe

LATITUDES = st.one_of(
    st.floats(-90, 90), st.floats(85, 90), st.floats(-90, -85), st.sampled_from([-90.0, 0.0, 90.0])
)
LONGITUDES = st.one_of(
    st.floats(-180, 180),
    st.floats(179, 180),
    st.floats(-180, -179),
    st.sampled_from([-180.0, 0.0, 180.0]),
)
POINTS = st.tuples(LATITUDES, LONGITUDES)
# The largest radius that the finder offers is 200 miles.
REACH = st.floats(0.1, 322)
BEARINGS = st.floats(0, 360)


def distance(first, second):
    """Kilometres, from the stored columns of two points as the finder's query compares them."""
    pairs = zip(globe.position(*first), globe.position(*second), strict=True)
    return globe.kilometres(sum((a - b) ** 2 for a, b in pairs))


def go(start, kilometres, bearing):
    end = geodesic(kilometers=kilometres).destination(start, bearing=bearing)
    return end.latitude, end.longitude


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ((33.4484, -112.074), (32.2226, -110.9747)),
        ((40.7128, -74.006), (34.0522, -118.2437)),
        ((-16.8, 179.9), (-16.8, -179.9)),
        ((52.9, 172.9), (51.9, -176.6)),
        ((89.9, 0), (89.9, 180)),
        ((-89.5, 45), (-89.9, -100)),
        ((0, 0), (0, 90)),
        ((51.5, 0), (-33.9, 151.2)),
    ],
)
def test_a_distance_is_that_of_geopy(first, second):
    assert distance(first, second) == pytest.approx(geodesic(first, second).km, rel=0.005)


@settings(max_examples=2000)
@given(POINTS, REACH, BEARINGS)
def test_distances_within_reach_agree_with_the_geodesic(start, kilometres, bearing):
    end = go(start, kilometres, bearing)
    assert distance(start, end) == pytest.approx(geodesic(start, end).km, rel=0.0005)


@settings(max_examples=2000)
@given(POINTS, POINTS)
def test_distances_over_the_globe_agree_with_the_geodesic(first, second):
    expected = geodesic(first, second).km
    assume(0.1 < expected < 10_000)
    assert distance(first, second) == pytest.approx(expected, rel=0.005)


@given(POINTS, REACH, BEARINGS)
def test_distances_are_as_near_to_those_on_a_sphere_as_a_sphere_is_to_the_earth(
    start, kilometres, bearing
):
    end = go(start, kilometres, bearing)
    assert distance(start, end) == pytest.approx(great_circle(start, end).km, rel=0.006)


@settings(max_examples=3000)
@given(POINTS, REACH, st.floats(0, 1), BEARINGS)
def test_no_cell_within_reach_is_missing(start, radius, part, bearing):
    end = go(start, radius * part, bearing)
    assert globe.cell(*end) in globe.cells_within(*start, radius)


@given(POINTS)
def test_the_largest_circle_touches_a_bounded_number_of_cells(point):
    cells = globe.cells_within(*point, 322)
    assert len(cells) == len(set(cells)) <= 200


@given(LATITUDES)
def test_both_sides_of_the_antimeridian_are_one_cell(latitude):
    assert globe.cell(latitude, 180) == globe.cell(latitude, -180)


@given(st.floats(0, 10_000))
def test_a_chord_leads_back_to_its_length(kilometres):
    assert globe.kilometres(globe.chord_squared(kilometres)) == pytest.approx(kilometres, abs=1e-3)


@pytest.mark.parametrize("radius", [-1, 1001, float("nan"), float("inf")])
def test_a_circle_that_is_none_or_too_large_is_refused(radius):
    with pytest.raises(ValueError, match="radius"):
        globe.cells_within(0, 0, radius)
