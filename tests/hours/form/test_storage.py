"""The value, its JSON and its words."""

import json
from datetime import date

import pytest
from django.utils import translation
from hypothesis import given

from ketamine_pages.hours.core import Schedule
from ketamine_pages.hours.form import OpeningHours, UnreadableHoursError
from tests.hours.core.strategies import cases
from tests.hours.form.making import CHRISTMAS, HOURS, SPLIT


def test_hours_are_stored_as_readable_json():
    assert OpeningHours(SPLIT[:1], (CHRISTMAS,)).to_json() == {
        "periods": [{"day": 0, "opens": "09:00", "closes": "12:00", "appointment": False}],
        "exceptions": [
            {"from": "2026-12-25", "to": "2026-12-25", "reason": "Christmas Day", "hours": []}
        ],
    }


@given(cases())
def test_any_hours_come_back_from_their_json(case):
    hours = OpeningHours(case.schedule.periods, case.schedule.exceptions)
    assert OpeningHours.from_json(json.loads(json.dumps(hours.to_json()))) == hours


@pytest.mark.parametrize("data", [None, {}, {"periods": []}])
def test_nothing_is_no_hours(data):
    hours = OpeningHours.from_json(data)
    assert hours == OpeningHours()
    assert not hours


@pytest.mark.parametrize(
    "data",
    [
        [],
        "9 to 5",
        7,
        {"periods": {}},
        {"periods": ["Monday"]},
        {"periods": [{"day": 0, "opens": "09:00"}]},
        {"periods": [{"day": 7, "opens": "09:00", "closes": "17:00"}]},
        {"periods": [{"day": "0", "opens": "09:00", "closes": "17:00"}]},
        {"periods": [{"day": 0, "opens": "09:00+01:00", "closes": "17:00"}]},
        {"periods": [{"day": 0, "opens": None, "closes": "17:00"}]},
        {"exceptions": [{"to": "2026-12-25"}]},
        {"exceptions": [{"from": "25.12.2026"}]},
        {"exceptions": [{"from": "2026-12-25", "reason": 7}]},
        {"exceptions": [{"from": "2026-12-25", "hours": [{}]}]},
    ],
)
def test_anything_else_is_refused(data):
    with pytest.raises(UnreadableHoursError):
        OpeningHours.from_json(data)


def test_an_exception_alone_is_something():
    assert OpeningHours(exceptions=(CHRISTMAS,))


def test_hours_become_a_schedule_in_a_time_zone():
    schedule = HOURS.schedule("America/Phoenix")
    assert schedule == Schedule("America/Phoenix", HOURS.periods, HOURS.exceptions)
    assert schedule.hours_on(date(2026, 12, 25)) == ()


def test_hours_tell_themselves():
    assert str(HOURS) == (
        "Monday 9 a.m.–noon and 1 p.m.–5 p.m. by appointment; Tuesday to Saturday closed; "
        "Sunday open 24 hours; Dec. 24, 2026 (Early close) 9 a.m.–noon; "
        "Dec. 25, 2026 (Christmas Day) closed"
    )
    assert str(OpeningHours()) == ""


def test_hours_tell_themselves_in_the_language_of_the_reader():
    with translation.override("de"):
        assert "09:00–12:00" in str(HOURS)
