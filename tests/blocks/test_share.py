"""Shares of people: counted ones, and those that a label gives."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketamine_pages.blocks.share import CountedShare, LabelledShare, counted


@pytest.mark.parametrize(
    ("part", "whole", "result"),
    [
        (4, 8, 50),
        (0, 7, 0),
        (7, 7, 100),
        (1, 3, 33),
        (2, 3, 67),
        (1, 200, 1),  # 0.5: half goes up
        (3, 200, 2),  # 1.5
        (1, 8, 13),  # 12.5; round() would say 12
        (1, 201, 0),
        (199, 200, 100),
    ],
)
def test_they_are_rounded_to_whole_per_cent(part, whole, result):
    assert CountedShare(part=part, whole=whole).percentage == result


@given(st.integers(1, 10**9).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_a_percentage_is_never_off_by_more_than_half(numbers):
    part, whole = numbers
    result = CountedShare(part=part, whole=whole).percentage
    assert 0 <= result <= 100
    assert (
        -whole < 2 * (100 * part - result * whole) <= whole
        or 2 * (result * whole - 100 * part) == whole
    )


@pytest.mark.parametrize(("part", "whole"), [(9, 8), (-1, 8), (0, 0), (1, 0), (0, -1)])
def test_there_is_no_part_without_a_whole_that_holds_it(part, whole):
    with pytest.raises(ValueError, match="no share"):
        CountedShare(part=part, whole=whole)
    assert counted(part=part, whole=whole) is None


@pytest.mark.parametrize(("part", "whole"), [(None, 8), (4, None), (None, None)])
def test_what_is_not_known_is_no_share(part, whole):
    assert counted(part=part, whole=whole) is None


@pytest.mark.parametrize(("low", "high"), [(20, 10), (-1, 5), (50, 101)])
def test_a_label_gives_a_share_of_100_people(low, high):
    with pytest.raises(ValueError, match="no share"):
        LabelledShare(low=low, high=high)


@pytest.mark.parametrize("make", [CountedShare, LabelledShare, counted])
def test_two_numbers_cannot_change_places(make):
    with pytest.raises(TypeError):
        make(4, 8)
