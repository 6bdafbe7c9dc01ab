"""Sections and numbers that nobody can look up."""

import pytest

from ketamine_pages.rules.findings import Spot
from ketamine_pages.rules.page_facts import Passage, SourceFacts, Text, TextKind
from ketamine_pages.rules.reviewing.unsourced import Unsourced, count_numbers, find_unsourced

SOURCE = SourceFacts("Trial", "randomised-trial")
SPOT = Spot(field="body", block="a", label="Section")
HEADING = Text("How well it works", kind=TextKind.HEADING)
PROSE = Text("It helped 7 of 10 people.")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("", 0),
        ("It helped 70% of people.", 1),
        ("7 of 10 people", 2),
        ("1,200 people for 1.5 hours", 2),
        ("$199", 1),
        ("Approved in 2019.", 0),
        ("COVID-19 and vitamin B12", 0),
        ("Call (602) 555-0142.", 0),
        ("After 24 hours, 3 of 4", 3),
    ],
)
def test_numbers_are_counted(text, number):
    assert count_numbers(text) == number


@pytest.mark.parametrize(
    ("passage", "expected"),
    [
        (Passage(SPOT, (HEADING, PROSE)), Unsourced(("How well it works",), 2)),
        (Passage(SPOT, (PROSE,)), Unsourced(("Section",), 2)),
        (Passage(SPOT, (HEADING, PROSE), sources=(SOURCE,)), Unsourced()),
        (Passage(SPOT, (PROSE,), sources=(SourceFacts("Gone", is_withdrawn=True),)),
         Unsourced(("Section",), 2)),
        (Passage(SPOT, (Text("70%", is_sourced=True),)), Unsourced()),
        (Passage(SPOT, (PROSE, Text("From a benefit.", is_sourced=True))), Unsourced((), 2)),
        (Passage(SPOT, (HEADING,)), Unsourced()),
        (Passage(SPOT, (PROSE,), is_printed=False), Unsourced()),
        # Title and introduction are no section.
        (Passage(texts=(PROSE,)), Unsourced((), 2)),
    ],
)  # fmt: skip
def test_only_what_is_printed_and_cites_nothing_counts(passage, expected):
    assert find_unsourced([passage]) == expected
