"""Times as people type them."""

from datetime import time

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from ketamine_pages.hours.form.times import parse_time, settle, show_time

MINUTES = st.times().map(lambda value: value.replace(second=0, microsecond=0))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("9", "09:00"),
        ("9am", "09:00"),
        ("9 a.m.", "09:00"),
        ("9 A", "09:00"),
        ("9:30 pm", "21:30"),
        ("9.30PM", "21:30"),
        ("17", "17:00"),
        ("17.00", "17:00"),
        ("17h30", "17:30"),
        ("17h", "17:00"),
        ("1730", "17:30"),
        ("0900", "09:00"),
        ("07:05", "07:05"),
        ("12 am", "00:00"),
        ("12pm", "12:00"),
        ("noon", "12:00"),
        ("Midnight", "00:00"),
        ("0", "00:00"),
        ("24:00", "00:00"),
        ("17:30 pm", "17:30"),
    ],
)
def test_time_is_understood(text, expected):
    assert parse_time(text).value == time.fromisoformat(expected)


@pytest.mark.parametrize(
    "text", ["", "nine", "9x", "25", "9:60", "24:01", "9:3", "-9", "9–17", "am", "123456", "٩x"]
)
def test_anything_else_is_no_time(text):
    assert parse_time(text) is None


@pytest.mark.parametrize(
    ("opens", "closes", "expected"),
    [
        ("9", "5", "09:00 17:00"),
        ("8:30", "5:30", "08:30 17:30"),
        ("9", "12", "09:00 12:00"),
        ("1", "5", "13:00 17:00"),
        ("12", "4", "12:00 16:00"),
        ("10", "2", "10:00 14:00"),
        ("7", "11", "07:00 11:00"),
        ("6 pm", "12", "18:00 00:00"),
        ("9", "17", "09:00 17:00"),
        ("22", "6", "22:00 06:00"),
        ("10 pm", "6 am", "22:00 06:00"),
        ("09:00", "05:00", "09:00 05:00"),
        ("5 am", "9", "05:00 09:00"),
        ("9", "9", "09:00 21:00"),
    ],
)
def test_half_known_times_settle_as_one_would_read_them(opens, closes, expected):
    found = settle(parse_time(opens), parse_time(closes))
    assert " ".join(value.isoformat("minutes") for value in found) == expected


@pytest.mark.parametrize("language", ["en", "de"])
@given(opens=MINUTES, closes=MINUTES)
def test_shown_times_are_read_as_the_same(language, opens, closes):
    with translation.override(language):
        shown = parse_time(show_time(opens)), parse_time(show_time(closes))
    assert settle(*shown) == (opens, closes)


@pytest.mark.parametrize(("language", "expected"), [("en", "5:30 pm"), ("de", "17:30")])
def test_times_are_shown_as_the_language_writes_them(language, expected):
    with translation.override(language):
        assert show_time(time(17, 30)) == expected
