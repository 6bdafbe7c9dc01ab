"""Against the tables of the Office of Personnel Management, and against ``holidays``."""

from datetime import date

import holidays
import pytest

from ketamine_pages.hours.core.federal_holidays import (
    coming_us_federal_holidays,
    us_federal_holidays,
)

# The day off where it is another: New Year's Day 2028 falls on a Saturday.
OBSERVED = {
    2026: "01-01 01-19 02-16 05-25 06-19 07-03 09-07 10-12 11-11 11-26 12-25",
    2027: "01-01 01-18 02-15 05-31 06-18 07-05 09-06 10-11 11-11 11-25 12-24",
}


@pytest.mark.parametrize("year", OBSERVED)
def test_days_off_are_those_of_the_published_table(year: int) -> None:
    found = [holiday.observed for holiday in us_federal_holidays(year)]
    assert [f"{day:%m-%d}" for day in found] == OBSERVED[year].split()


@pytest.mark.parametrize("year", range(2022, 2060))
def test_dates_are_those_of_the_holidays_package(year: int) -> None:
    published = holidays.country_holidays("US", years=year, observed=False)
    assert [holiday.date for holiday in us_federal_holidays(year)] == sorted(published)


def test_a_holiday_has_its_name() -> None:
    names = {f"{item.date:%m-%d}": item.name for item in us_federal_holidays(2026)}
    assert (names["06-19"], names["11-26"]) == ("Juneteenth", "Thanksgiving Day")


def test_the_coming_ones_run_into_the_next_year() -> None:
    found = coming_us_federal_holidays(date(2026, 11, 26))
    assert [holiday.date.isoformat() for holiday in found[:3]] == [
        "2026-11-26",
        "2026-12-25",
        "2027-01-01",
    ]


def test_a_day_off_in_the_old_year_counts() -> None:
    new_year = coming_us_federal_holidays(date(2027, 12, 31))[0]
    assert (new_year.observed, new_year.date) == (date(2027, 12, 31), date(2028, 1, 1))


def test_a_full_year_has_eleven_from_its_first_day_to_its_last() -> None:
    found = coming_us_federal_holidays(date(2026, 11, 22))
    assert len(found) == 11
    # From the day itself to the 365th day after it: Christmas Day of one year and of the next.
    christmas = coming_us_federal_holidays(date(2026, 12, 25))
    assert [christmas[0].date, christmas[-1].date] == [date(2026, 12, 25), date(2027, 12, 25)]
    assert coming_us_federal_holidays(date(2026, 12, 24))[-1].observed == date(2027, 12, 24)
