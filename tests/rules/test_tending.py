"""The dates of a page that nobody tends any more."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketamine_pages.rules.reviewing.tending import Patience, Tending, judge_tending

DUE = date(2026, 1, 31)
DAY = timedelta(days=1)
USUAL = Patience(30, 12)
days = st.dates(date(2000, 1, 1), date(2080, 1, 1))
patiences = st.builds(Patience, st.integers(0, 400), st.none() | st.integers(1, 60))


@pytest.mark.parametrize(
    ("today", "stage"),
    [
        (date(2026, 1, 31), Tending.TENDED),
        # Thirty days of grace.
        (date(2026, 3, 2), Tending.TENDED),
        (date(2026, 3, 3), Tending.OVERDUE),
        (date(2027, 2, 2), Tending.OVERDUE),
        (date(2027, 2, 3), Tending.WITHHELD_SOON),
        (date(2027, 3, 2), Tending.WITHHELD_SOON),
        (date(2027, 3, 3), Tending.WITHHELD),
        (date(2040, 1, 1), Tending.WITHHELD),
    ],
)
def test_each_stage_begins_on_its_day(today, stage):
    assert judge_tending(DUE, today, USUAL) is stage


@pytest.mark.parametrize("today", [date(2026, 1, 1), date(2099, 1, 1)])
def test_what_has_no_last_day_is_never_left_alone(today):
    assert judge_tending(None, today, USUAL) is Tending.TENDED


def test_a_site_may_withhold_nothing():
    patience = Patience(0, None)
    assert judge_tending(DUE, date(2099, 1, 1), patience) is Tending.OVERDUE
    assert patience.withheld_from(DUE) is None


@given(days, patiences)
def test_time_only_makes_it_worse(due, patience):
    stages = [judge_tending(due, due + 20 * DAY * step, patience) for step in range(120)]
    assert stages == sorted(stages)


@given(days, patiences)
def test_the_last_days_are_found_from_the_day_on_which_something_changes(due, patience):
    assert due in patience.begun_on(due + DAY)
    assert due in patience.begun_on(patience.overdue_from(due))
    withheld = patience.withheld_from(due)
    if withheld is not None:
        assert due in patience.withheld_on(withheld)
        assert judge_tending(due, withheld, patience) is Tending.WITHHELD
        assert judge_tending(due, withheld - DAY, patience) is not Tending.WITHHELD
