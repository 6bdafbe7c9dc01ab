"""Changes as words added and removed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketamine_pages.rules.reviewing.changes import (
    Kind,
    Line,
    Piece,
    compare_lines,
    compare_words,
    shorten,
)

texts = st.text("ab .,\n", max_size=30)


def lines(*given_lines):
    return [Line(("Text",), line) for line in given_lines]


def written(changes):
    """Changes as one writes them by hand: {-removed-}{+added+}."""
    marks = {Kind.SAME: "{}", Kind.ADDED: "{{+{}+}}", Kind.REMOVED: "{{-{}-}}"}
    return ["".join(marks[p.kind].format(p.text) for p in each.pieces) for each in changes]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (["It may help."], ["It may help."], []),
        (["It may help."], ["It will help."], ["It {-may -}{+will +}help."]),
        (["One.", "Two."], ["One.", "New.", "Two."], ["{+New.+}"]),
        (["One.", "Two."], ["Two."], ["{-One.-}"]),
        (["One", "Half"], ["Other words"], ["{+Other words+}", "{-One-}", "{-Half-}"]),
        (["2020"], ["2021"], ["{-2020-}{+2021+}"]),
        (["70% of people"], ["90% of people"], ["{-70-}{+90+}% of people"]),
    ],
)  # fmt: skip
def test_changes_are_told_word_by_word(before, after, expected):
    assert written(compare_lines(lines(*before), lines(*after))) == expected


def test_a_line_elsewhere_is_another_line():
    before, after = [Line(("A",), "Words.")], [Line(("B",), "Words.")]
    assert [change.place for change in compare_lines(before, after)] == [("B",), ("A",)]


@given(texts, texts)
def test_words_lead_from_the_one_to_the_other(before, after):
    pieces = compare_words(before, after)
    assert "".join(p.text for p in pieces if p.kind is not Kind.ADDED) == before
    assert "".join(p.text for p in pieces if p.kind is not Kind.REMOVED) == after


def test_what_is_the_same_is_shortened_and_what_has_changed_is_not():
    long = "word " * 60
    pieces = (Piece(Kind.SAME, long), Piece(Kind.ADDED, long), Piece(Kind.SAME, long))
    first, added, last = shorten(pieces)
    assert added.text == long
    assert (first.text, last.text) == ("… " + "word " * 12, "word " * 12 + "… ")
