"""The Flesch–Kincaid grade, against grades worked out by hand."""

import pytest

from ketamine_pages.rules.words.reading_level import count_syllables, count_words, get_grade

SYLLABLES = {
    1: ["the", "made", "used", "times", "watched", "vein", "eye", "rule", "helped"],
    2: ["treated", "people", "table", "science", "being", "fluid", "studies", "safety", "create"],
    3: [
        "medicine",
        "infusion",
        "depression",
        "nausea",
        "serious",
        "period",
        "guarantee",
        "clinician",
    ],
    4: ["anxiety", "esketamine", "psychiatric", "anesthetic", "diagnosis"],
    5: ["dissociation", "association"],
}
# Words, sentences and syllables were counted by hand: 0.39 w/s + 11.8 syl/w - 15.59.
GRADES = {
    "The cat sat on the mat.": 0.39 * 6 + 11.8 * 6 / 6 - 15.59,
    "This sentence, taken as a reading passage unto itself, is being used to prove a point.": (
        0.39 * 16 + 11.8 * 24 / 16 - 15.59
    ),
    "The Australian platypus is seemingly a hybrid of a mammal and reptilian creature.": (
        0.39 * 13 + 11.8 * 26 / 13 - 15.59
    ),
    "Ask us. We will call you back.": 0.39 * 7 / 2 + 11.8 * 7 / 7 - 15.59,
}


@pytest.mark.parametrize(
    ("word", "number"), [(word, number) for number, words in SYLLABLES.items() for word in words]
)
def test_syllables(word, number):
    assert count_syllables(word) == number


@pytest.mark.parametrize(("text", "grade"), GRADES.items())
def test_grade_is_close_to_a_count_by_hand(text, grade):
    assert get_grade(text) == pytest.approx(grade, abs=1)


@pytest.mark.parametrize("text", ["", "   ", "123 456", "…", "–"])
def test_a_text_without_words_has_no_grade(text):
    assert get_grade(text) is None
    assert count_words(text) == 0


def test_a_line_ends_a_sentence():
    assert get_grade("Bring a list\nArrange a ride") == get_grade("Bring a list. Arrange a ride.")


def test_long_words_and_sentences_raise_the_grade():
    plain = "You may feel sick. You may feel cold. We stay with you."
    hard = "Dissociation, nausea and hypertension necessitate continuous monitoring by clinicians."
    assert get_grade(hard) > get_grade(plain) + 8
