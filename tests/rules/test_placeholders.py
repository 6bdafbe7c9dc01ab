"""Placeholders: what templates of agencies have, and what honest pages have that looks like it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketamine_pages.rules.words.placeholders import find_placeholder

LEFT = {
    "brackets": [
        "[Clinic Name]",
        "[CITY]",
        "[STATE]",
        "[YEAR]",
        "[NAME]",
        "[phone number]",
        "[Phone]",
        "[Last Name]",
        "[First Name]",
        "[Your City]",
        "[your city]",
        "[Your Practice]",
        "[Doctor's Name]",
        "[address line 1]",
        "[Hours of operation]",
        "[link to page]",
        "[link: contact page]",
        "[Image: infusion room]",
        "[photo of Dr. Smith]",
        "[CTA button: Book now]",
        "[MAP]",
        "[Add photo of team]",
        "[insert name of the clinic]",
        "[Insert Testimonial]",
        "[Enter price]",
        "[TBD]",
        "[TREATMENT]",
        "[citation needed]",
        "[source]",
        "[date]",
        "[XX]",
        "[ city ]",
        "\uff3bClinic Name\uff3d",
        "[Cli\u00adnic N\u0430me]",
        "[Nombre de la clínica]",
        "[Ciudad]",
        "[Teléfono]",
        "[insertar nombre]",
        "<Clinic Name>",
    ],
    "merge tags": [
        "{{ clinic_name }}",
        "{{first name}}",
        "{first_name}",
        "{City}",
        "{Clinic Name}",
        "${price}",
        "{% clinic %}",
        "%FIRSTNAME%",
        "%%city%%",
        "*|FNAME|*",
        "<<city>>",
    ],
    "words": [
        "lorem ipsum",
        "Lorem Ipsum dolor sit amet",
        "INSERT CITY HERE",
        "INSERT YOUR NAME",
        "insert image here",
        "Your text here",
        "Text goes here",
        "CLINIC NAME",
        "Sample text",
        "FirstName LastName",
        "TBC",
        "tbc",
        "TBD",
        "TBA",
        "t.b.c.",
        "T. B. D.",
        "TODO",
        "FIXME",
        "TKTK",
        "T\u200bBC",
        "T\u00adBC",
        "\u0422B\u0421",
    ],
    "figures": [
        "XX%",
        "xx percent",
        "XX minutes",
        "xxx",
        "XXX",
        "$XX",
        "$X,XXX",
        "$0,000",
        "$000",
        "$___",
        "XX/XX/XXXX",
        "00/00/0000",
        "000-000-0000",
        "(000) 000-0000",
        "000.000.0000",
        "800-000-0000",
        "(XXX) XXX-XXXX",
        "555-555-5555",
        "123-456-7890",
    ],
}
FORMS = [form for forms in LEFT.values() for form in forms]
SENTENCES = [
    "Ketamine therapy at [Clinic Name] in [CITY], [STATE]",
    "Dr. [Last Name] will see you.",
    "Dr. ____ will see you.",
    "It is offered at ______ for you.",
    "We treat people in [city], [state].",
    "Our [Treatment] takes an hour.",
    "Price: ???",
    "Call ????",
]

HONEST = [
    # Quotations, and what is put into them.
    "The label says: “Patients […] should be monitored.”",
    'The label says: "Patients [...] should be monitored."',
    "“The [clinic] was kind.”",
    "“[The clinic] was kind.”",
    "“[E]sketamine helps [some] people.”",
    "“[Treatment] was easy.”",
    "“My [treatment] helped, and the [doctor] listened.”",
    "“The [state] requires it.”",
    "“I told [my doctor] so.”",
    "“Ask [your doctor] first.”",
    "“These [include] nausea.”",
    "“We came [last year].”",
    "“I moved to [city] and found [name].”",
    "12 Example Street [map]",
    "“[He] felt better [sic].”",
    "“It [ketamine] helped [emphasis added].”",
    "We [the clinic] agree.",
    # Sources, figures, labels of links.
    "A trial [1] and a review [2, 3] and more [4–6]",
    "The difference was 10 points [95% CI 1.1 to 19.0].",
    "[Article in German] [PDF] [FDA] [opens in a new tab]",
    "Watch the tour [video].",
    "Prices [as of May 2026]",
    "10.1016/S0140-6736(21)00000-0",
    # Counts, braces and signs.
    "{count} benefits",
    "{beta}-endorphin and 47,XXX",
    "TODO SOBRE LA KETAMINA",
    "if a < b and c > d <3",
    "100 % of it, not less % than that",
    # Lines to write on.
    "______",
    "Signature: ______",
    "Signature ______ Date ______",
    "I, ______, agree to the treatment.",
    # Questions and pauses.
    "Questions??? Call us.",
    "Is it for me???",
    "What? Really?",
    "Wait… and see.",
    "… and more …",
    # Numbers that are real.
    "Call 602-555-0142 or (800) 273-8255 or 1-800-662-4357.",
    "Call +1 602 555 0142.",
    "It costs $0, $0.50 or $100,000.",
    "Open 00:00 to 24:00",
    "XX and XY chromosomes, size XXL",
    # Other languages.
    "Es para todo el mundo. Todo lo que necesita.",
    "Всё будет хорошо.",
]


@pytest.mark.parametrize("form", FORMS)
def test_a_form_that_was_left_is_found_by_itself_and_in_a_sentence(form):
    assert find_placeholder(form)
    assert find_placeholder(f"You can reach us: {form}, or come by.")


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_with_a_gap_is_found(sentence):
    assert find_placeholder(sentence)


@pytest.mark.parametrize("text", HONEST)
def test_what_honest_pages_say_is_no_placeholder(text):
    assert find_placeholder(text) == ""


@given(st.lists(st.sampled_from(HONEST), max_size=4).map(" ".join))
def test_honest_texts_stay_honest_together(text):
    assert find_placeholder(text) == ""


@given(st.sampled_from(FORMS), st.sampled_from(HONEST), st.sampled_from(HONEST))
def test_honest_words_around_it_hide_nothing(form, before, after):
    assert find_placeholder(f"{before} See: {form}. {after}")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("In [city], price TBC", "[city]"),
        ("Price: TBC in [city]", "TBC"),
        ("Call ????", "????"),
        ("It helps [citation needed].", "[citation needed]"),
    ],
)
def test_the_first_one_is_named(text, words):
    assert find_placeholder(text) == words


@given(st.integers(2, 9), st.integers(2, 9), st.integers(200, 999), st.integers(1000, 9999))
def test_numbers_that_can_be_called_are_left_alone(first, second, exchange, line):
    area = f"{first}0{second}"
    for number in (f"{area}-{exchange}-{line}", f"({area}) {exchange}-{line}"):
        assert find_placeholder(f"Call {number}.") == ""
