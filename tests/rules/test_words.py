"""Claims of approval, and placeholders."""

import pytest

from ketamine_pages.rules.approval import find_unnamed_approval, get_product_names
from ketamine_pages.rules.placeholders import find_placeholder

PRODUCTS = get_product_names("Spravato (esketamine) nasal spray", "Spravato")


@pytest.mark.parametrize(
    "text",
    [
        "We offer an FDA-approved nasal spray.",
        "Our infusions are approved by the FDA.",
        "It was cleared by the U.S. Food and Drug Administration.",
        "FDA approval makes it a sure choice.",
        "This is no experiment. It is an FDA\u2011approved option.",
    ],
)
def test_an_approval_of_nothing_named_is_found(text):
    assert find_unnamed_approval(text, PRODUCTS)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Spravato is FDA-approved for adults with treatment-resistant depression.",
        "The nasal spray esketamine is approved by the FDA.",
        "Ketamine is not FDA-approved to treat depression.",
        "Ketamine is FDA-approved as an anesthetic.",
        "It is approved by the FDA for anaesthesia, and this use is off-label.",
        "Is ketamine FDA-approved for depression?",
        "It isn\u2019t approved by the FDA.",
        "It is not known whether an FDA-approved form helps.",
        "The clinic is approved by the county.",
    ],
)
def test_other_sentences_are_left_alone(text):
    assert find_unnamed_approval(text, PRODUCTS) == ""


def test_names_of_a_product_have_their_parts():
    assert {"spravato (esketamine) nasal spray", "spravato", "esketamine"} == PRODUCTS


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Open from […] on.", "[…]"),
        ("Open from [...] on.", "[...]"),
        ("Lorem ipsum dolor", "Lorem ipsum"),
        ("Price: TBC", "TBC"),
        ("[insert name of the clinic]", "[insert name of the clinic]"),
        ("It helps [citation needed].", "[citation needed]"),
        ("Call ????", "????"),
        ("XXX people", "XXX"),
    ],
)
def test_a_placeholder_is_found(text, words):
    assert find_placeholder(text) == words


@pytest.mark.parametrize(
    "text",
    [
        "{count} benefits",
        "A trial [3] found …",
        "Es para todo el mundo.",
        "What? Really?",
        "Wait… and see.",
        "We [the clinic] agree.",
    ],
)
def test_ordinary_text_is_no_placeholder(text):
    assert find_placeholder(text) == ""
