"""What the form field makes of what was typed."""

from datetime import date, time

import pytest
from django.core.exceptions import ValidationError

from ketamine_pages.hours.core import DatedException, Hours, Period
from ketamine_pages.hours.form import OpeningHours, validate_hours
from ketamine_pages.hours.form.forms import OpeningHoursFormField
from ketamine_pages.hours.form.typed import from_data, from_hours
from tests.hours.form.making import CHRISTMAS, HOURS, HoursForm, clean, messages, sent


def test_a_week_is_read():
    _, hours = clean(d0_s0="9-5", d4_s0="9-12", d4_s1="1-5")
    assert hours.periods == (
        Period(0, time(9), time(17)),
        Period(4, time(9), time(12)),
        Period(4, time(13), time(17)),
    )


def test_an_empty_form_is_no_hours():
    assert clean()[1] == OpeningHours()


def test_periods_are_kept_in_the_order_of_the_week():
    _, hours = clean(d1_s0="9-5", d0_s0="1-5", d0_s1="9-12")
    assert [(p.weekday, p.opens.hour) for p in hours.periods] == [(0, 9), (0, 13), (1, 9)]


def test_a_day_of_24_hours_is_read():
    assert clean(d6_s0="all_day")[1].periods == (Period(6, time(), time()),)


def test_by_appointment_alone_has_no_fixed_hours():
    whole_day = Period(6, time(), time(), by_appointment=True)
    assert clean(d6_s0="appointment")[1].periods == (whole_day,)


def test_hours_by_appointment_are_read():
    form = HoursForm({**sent(d0_s0="9-5"), **sent(d0_s0="appointment")})
    assert form.is_valid()
    assert form.cleaned_data["hours"].periods == (Period(0, time(9), time(17), True),)


def test_a_closure_is_read():
    assert clean(x0="2026-12-25//Christmas Day")[1].exceptions == (CHRISTMAS,)


def test_other_hours_on_several_days_are_read():
    _, hours = clean(x0="2026-12-27/2026-12-30/Short days", x0_s1="10-2")
    [exception] = hours.exceptions
    assert exception == DatedException(
        date(2026, 12, 27), date(2026, 12, 30), (Hours(time(10), time(14)),), "Short days"
    )


def test_an_exception_without_a_reason_is_fine():
    assert clean(x0="2026-12-25//")[1].exceptions == (DatedException(date(2026, 12, 25)),)


def test_the_same_date_twice_is_one_day():
    assert clean(x0="2026-12-25/2026-12-25/Christmas Day")[1].exceptions == (CHRISTMAS,)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            {"d0_s0": "9x-5"},
            "Monday: “9x” is not a time. Write it like 9 am, 5:30 pm or 17:30.",
        ),
        ({"d0_s0": "9-"}, "Monday: The closing time is missing."),
        ({"d0_s0": "-5"}, "Monday: The opening time is missing."),
        ({"d0_s0": "9 am-9 am"}, "Monday 9 a.m.–9 a.m. has no length"),
        (
            {"d0_s0": "9-5", "d0_s1": "4 pm-8 pm"},
            "Monday 9 a.m.–5 p.m. overlaps Monday 4 p.m.–8 p.m.",
        ),
        ({"d0_s0": "8 pm-3 am", "d1_s0": "2 am-5 am"}, "runs past midnight and overlaps Tuesday"),
        ({"x0": "//Christmas"}, "Christmas: The date is missing."),
        ({"x0_s0": "9-5"}, "Exception: The date is missing."),
        ({"x0": "25 or so//"}, "Exception: “25 or so” is not a date."),
        ({"x0": "0202-12-25//"}, "Exception: “0202-12-25” is not a date."),
        ({"x0": "2150-12-25/2150-12-20/"}, "ends before it starts."),
        ({"x0": "2150-12-25//A", "x1": "2150-12-25//B"}, "overlaps the exception for"),
        ({"x0": "2150-12-25//A", "x0_s0": "9-nine"}, "A: “nine” is not a time."),
        ({"x0": f"2150-12-25//{'a' * 121}"}, "The reason is longer than 120 characters."),
    ],
)
def test_mistake_is_told(rows, expected):
    [message] = messages(**rows)
    assert expected in message
    assert message.endswith(".")
    assert not message.endswith("..")


def test_times_and_24_hours_contradict_each_other():
    form = HoursForm({**sent(d0_s0="9-5"), **sent(d0_s0="all_day")})
    assert form.errors["hours"] == ["Monday: Either 24 hours or times, not both."]


def test_all_mistakes_are_told_at_once():
    assert len(messages(d0_s0="9x-", d1_s0="9-5", d1_s1="9-5", x0="//New year")) == 4


def test_a_holiday_of_the_past_keeps_nobody_from_saving():
    assert messages(x0="2020-12-25/2020-12-20/", x1="2020-07-04//", x2="2020-07-04//") == []


def test_a_required_field_wants_hours():
    field = OpeningHoursFormField()
    with pytest.raises(ValidationError, match="field is required"):
        field.clean(from_data({}, "hours"))


def test_what_is_stored_can_be_typed():
    typed = from_hours(HOURS)
    assert OpeningHoursFormField().clean(typed) == HOURS
    assert not OpeningHoursFormField().has_changed(HOURS, typed)


@pytest.mark.parametrize("rows", [{"d0_s0": "9-5"}, {"d0_s0": "9x-"}, {}])
def test_another_week_is_a_change(rows):
    assert OpeningHoursFormField().has_changed(HOURS, from_data(sent(**rows), "hours"))


def test_an_empty_form_of_nothing_is_no_change():
    assert not OpeningHoursFormField().has_changed(None, from_data({}, "hours"))


def test_a_hostile_form_has_no_more_rows_than_the_limits():
    typed = from_data(sent(d0_s99="9-5", x999="2026-12-25//", d7_s0="9-5", x0_s0="9-5"), "hours")
    assert typed.days[0] == ()
    assert len(typed.exceptions) == 1


def test_one_field_does_not_read_the_rows_of_another():
    data = {f"phone_{name}": value for name, value in sent(d0_s0="9-5").items()}
    assert not from_data(data, "hours")
    assert from_data(data, "phone_hours")


def test_hours_from_elsewhere_can_be_checked():
    twice = (Period(0, time(9), time(17)),) * 2
    assert validate_hours(OpeningHours(twice)) == ["Monday 9 a.m.–5 p.m. is listed twice."]
    assert validate_hours(HOURS) == []
