"""Honest and misleading sentences, taken together: what words can tell, and what they cannot.

None of the honest ones may be refused, and few are hinted at. How many of the misleading ones are
hinted at is counted, so that nobody takes the hints for more than they are: words miss many others,
which is why what may not stand is for the rules about structure to say.
"""

import json
from datetime import date
from pathlib import Path

import pytest

from ketamine_pages.rules.findings import Severity
from ketamine_pages.rules.judging import judge_page
from ketamine_pages.rules.page_facts import PageFacts, Passage, Text
from ketamine_pages.rules.words.approval import get_product_names

CORPUS = json.loads((Path(__file__).parent / "data" / "corpus.json").read_text(encoding="utf-8"))
HONEST, MISLEADING = CORPUS["honest"], CORPUS["misleading"]
PRODUCTS = get_product_names("Spravato (esketamine) nasal spray", "Spravato")

# At most so many of the honest, at least so many of the misleading; to be moved only on purpose.
HONEST_HINTED = 4
MISLEADING_HINTED = 55


def judge(sentence, language="en"):
    passages = (Passage(texts=(Text(sentence),)),)
    facts = PageFacts(passages, date(2026, 11, 30), language=language, approved_products=PRODUCTS)
    return judge_page(facts)


def hinted(sentences):
    return [sentence for sentence in sentences if judge(sentence)]


def test_there_are_enough_and_each_is_there_once():
    for sentences in (HONEST, MISLEADING):
        assert len(sentences) == len(set(sentences)) >= 60


@pytest.mark.parametrize("sentence", HONEST)
@pytest.mark.parametrize("language", ["en", "es"])
def test_an_honest_sentence_is_never_refused(sentence, language):
    assert [f for f in judge(sentence, language) if f.severity is not Severity.HINT] == []


@pytest.mark.parametrize("sentence", MISLEADING)
def test_words_alone_refuse_nobody(sentence):
    assert {finding.severity for finding in judge(sentence)} <= {Severity.HINT}


@pytest.mark.parametrize(
    "most", [pytest.param(HONEST_HINTED, id=f"{HONEST_HINTED}-of-{len(HONEST)}")]
)
def test_few_honest_sentences_are_hinted_at(most):
    found = hinted(HONEST)
    assert len(found) <= most, found


@pytest.mark.parametrize(
    "least", [pytest.param(MISLEADING_HINTED, id=f"{MISLEADING_HINTED}-of-{len(MISLEADING)}")]
)
def test_many_misleading_sentences_are_hinted_at(least):
    found = set(hinted(MISLEADING))
    missed = [sentence for sentence in MISLEADING if sentence not in found]
    assert len(found) >= least, missed
