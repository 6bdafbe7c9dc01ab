"""Counts in headings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketamine_pages.pages.counts import PLACEHOLDER, fill_count


@pytest.mark.parametrize(
    ("text", "count", "words", "printed"),
    [
        ("{count} benefits", 7, "", "7 benefits"),
        ("{count} benefits", 7, "seven", "Seven benefits"),
        ("Our {count} benefits", 7, "seven", "Our seven benefits"),
        ("{count} of {count}", 2, "two", "Two of two"),
        ("{count} benefits", 0, "", "0 benefits"),
        ("Benefits ({count})", 12, "", "Benefits (12)"),
        ("{count} benefits", None, "", "benefits"),
        ("The {count} benefits", None, "", "The benefits"),
        ("Benefits: {count}", None, "", "Benefits:"),
        ("No number", 7, "seven", "No number"),
        ("{ count } and {Count}", 7, "", "{ count } and {Count}"),
        ("{count} {braces} {0} %s", 7, "", "7 {braces} {0} %s"),
        ("", 7, "", ""),
    ],
)
def test_a_heading_prints_its_count(text, count, words, printed):
    assert fill_count(text, count, words) == printed


@given(st.text(), st.integers(0, 10**6))
def test_text_without_the_placeholder_stays_as_it_is(text, count):
    text = text.replace(PLACEHOLDER, "")
    if PLACEHOLDER not in text:
        assert fill_count(text, count) == text
        assert fill_count(text, None) == text


@given(st.lists(st.sampled_from(["a ", " b", PLACEHOLDER, "{", "}"])), st.integers(0, 10**6))
def test_no_placeholder_is_ever_printed(parts, count):
    text = "".join(parts)
    filled = fill_count(text, count)
    assert filled.count(str(count)) == text.count(PLACEHOLDER)
    assert PLACEHOLDER not in fill_count(text, 1).replace("1", "x")
