"""Hints about phrases: what the list was made of is found, safe sentences are left alone."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from ketamine_pages.rules.words.phrases import find_phrases, get_phrases

SENTENCES = json.loads((Path(__file__).parent / "data" / "phrases.json").read_text())
CITED = re.compile(r"\[\d\]")

# Texts that send a careless pattern back to its beginning again and again.
ADVERSARIAL = {
    "one long word": "a",
    "half a claim": "FDA approved ",
    "the other half": "ketamine ",
    "negators": "not ",
    "numbers": "1 in ",
    "numbers of something else": "9 in 10 steps ",
    "claims for the wrong product": "Ketamine, like Spravato, is FDA-approved and ",
    "brackets": "[a ",
    "merge tags": "{{",
    "letters that look alike": "\u0430",
    "an unfinished comparison": "best a a ",
    "two ends that never meet": "treats stop suicide ",
    "tiny sentences": "! A",
    "spaces": " \u00a0",
    "every listed stem": " ".join(stem for phrase in get_phrases() for stem in phrase.stems) + " ",
    "all that is flagged, in one sentence": " ".join(SENTENCES["must_flag"]).replace(".", "") + " ",
    "all that is flagged": " ".join(SENTENCES["must_flag"]) + " ",
}
LENGTH = 200_000


def ids(text, **kwargs):
    return {match.phrase.id for match in find_phrases(text, **kwargs)}


# Prints the least of three turns, in seconds of the processor: other programs use the machine too.
MEASURE = """
import sys, time
from ketamine_pages.rules.words.approval import find_unnamed_approval
from ketamine_pages.rules.words.numbers import find_outcome_number
from ketamine_pages.rules.words.phrases import find_phrases
from ketamine_pages.rules.words.placeholders import find_placeholder
text, turns = sys.stdin.read(), []
for _ in range(3):
    start = time.process_time()
    list(find_phrases(text))
    find_placeholder(text), find_unnamed_approval(text), find_outcome_number(text)
    turns.append(time.process_time() - start)
print(min(turns))
"""


def seconds(text):
    """In a process of its own, which no tracing of coverage slows down."""
    done = subprocess.run(
        [sys.executable, "-c", MEASURE], input=text, capture_output=True, text=True, check=True
    )
    return float(done.stdout)


@pytest.mark.parametrize("sentence", SENTENCES["must_flag"])
def test_a_listed_phrase_is_found(sentence):
    assert ids(sentence)


@pytest.mark.parametrize("sentence", SENTENCES["must_not_flag"])
def test_a_safe_sentence_is_left_alone(sentence):
    # A number in brackets stands for a source, which pages cite in a field of its own.
    assert ids(sentence, is_sourced=bool(CITED.search(sentence))) == set()


def test_a_source_clears_praise_of_evidence_and_no_promise():
    assert ids("Promising data.") == {"promising"}
    assert ids("Promising data.", is_sourced=True) == set()
    assert ids("We guarantee relief.", is_sourced=True) == {"guarantee"}


@pytest.mark.parametrize(
    "text",
    [
        "Some clinics say it is non-addictive; that is wrong.",
        "Myth: ketamine cures depression.",
        "“Ketamine is completely safe.” That is not true.",
        "They promise lasting relief. Such claims are misleading.",
    ],
)
def test_what_is_called_false_is_left_alone(text):
    assert ids(text) == set()


def test_a_denial_that_is_about_something_else_clears_nothing():
    assert ids("Ketamine is a miracle. It is not expensive.") == {"miracle"}


@pytest.mark.parametrize(
    "text",
    [
        "Ketamine doesn\u2019t have any side effects.",
        "Risk\u2011free ketamine.",
        "Ketamine is  a\u00a0mira\u00adcle.",
        "A \uff4diracle.",
        "A mir\u0430cle.",
        "Non\u2014addictive.",
        "One hundred percent safe.",
    ],
)
def test_typography_does_not_hide_a_phrase(text):
    assert ids(text)


def test_a_denial_in_one_sentence_does_not_clear_the_next():
    assert ids("There is no cure. Ketamine cures depression.") == {"cure"}


def test_the_words_are_given_as_they_stand():
    [match] = find_phrases("Our Revolutionary drip.")
    assert match.words == "Revolutionary"


@pytest.mark.parametrize("phrase", get_phrases(), ids=lambda phrase: phrase.id)
def test_stems_never_hide_a_match(phrase):
    for sentence in SENTENCES["must_flag"]:
        lowered = sentence.lower().replace("\u2019", "'").replace("\u2011", "-")
        if phrase.pattern.search(lowered):
            assert any(stem in lowered for stem in phrase.stems), sentence


@pytest.mark.parametrize("phrase", get_phrases(), ids=lambda phrase: phrase.id)
def test_every_entry_explains_itself(phrase):
    assert phrase.why.endswith(".")
    assert phrase.suggest


@pytest.mark.parametrize("unit", ADVERSARIAL.values(), ids=ADVERSARIAL)
def test_a_long_text_takes_no_second(unit):
    text = (unit * (LENGTH // len(unit) + 1))[:LENGTH]
    assert seconds(text) < 1


@pytest.mark.parametrize("unit", ADVERSARIAL.values(), ids=ADVERSARIAL)
def test_time_grows_with_the_text_and_no_faster(unit):
    text = (unit * (LENGTH // len(unit) + 1))[: LENGTH // 4]
    # The best of several runs, and some slack for what the machine does besides.
    short = seconds(text)
    long = seconds(text * 2)
    assert long < 3 * short + 0.05
