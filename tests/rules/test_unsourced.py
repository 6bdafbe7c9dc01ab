"""Sections and numbers that nobody can look up."""

import pytest

from ketamine_pages.rules.findings import Spot
from ketamine_pages.rules.page_facts import Passage, SourceFacts, Text, TextKind
from ketamine_pages.rules.reviewing.unsourced import Unsourced, count_unsourced

SOURCE = SourceFacts("Trial", "randomised-trial")
SPOT = Spot(field="body", block="a", label="Section")
HEADING = Text("How well it works", kind=TextKind.HEADING)
PROSE = Text("It helped 7 of 10 people.")


@pytest.mark.parametrize(
    ("passage", "expected"),
    [
        (Passage(SPOT, (HEADING, PROSE)), Unsourced(("How well it works",), 1)),
        (Passage(SPOT, (PROSE,)), Unsourced(("Section",), 1)),
        (Passage(SPOT, (HEADING, PROSE), sources=(SOURCE,)), Unsourced()),
        (Passage(SPOT, (PROSE,), sources=(SourceFacts("Gone", is_withdrawn=True),)),
         Unsourced(("Section",), 1)),
        (Passage(SPOT, (Text("7 of 10 people.", is_sourced=True),)), Unsourced()),
        (Passage(SPOT, (PROSE, Text("From a benefit.", is_sourced=True))), Unsourced((), 1)),
        (Passage(SPOT, (HEADING,)), Unsourced()),
        (Passage(SPOT, (PROSE,), is_printed=False), Unsourced()),
        # Title and introduction are no section.
        (Passage(texts=(PROSE,)), Unsourced((), 1)),
    ],
)  # fmt: skip
def test_only_what_is_printed_and_cites_nothing_counts(passage, expected):
    assert count_unsourced([passage]) == expected
