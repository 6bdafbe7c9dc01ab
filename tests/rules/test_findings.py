"""Severities, and what happens to a list of findings."""

import pytest

from ketamine_pages.rules.advice import ADVICE, make_finding
from ketamine_pages.rules.findings import (
    DEFAULT_SEVERITIES,
    NEVER_ERRORS,
    Code,
    ItemRef,
    Severity,
    Spot,
    get_severity,
    has_errors,
    is_severity,
    settle,
)

FORBIDDEN = ("passed", "compliant", "invalid", "illegal", "fail", "you forgot", "wrong")


@pytest.mark.parametrize("code", Code)
def test_every_code_has_a_severity_and_advice_in_whole_sentences(code):
    assert code in DEFAULT_SEVERITIES
    advice = ADVICE[code]
    for sentence in (str(advice.why), str(advice.what_to_do)):
        assert sentence.endswith(".")
        assert not any(word in sentence.lower() for word in FORBIDDEN)
    assert str(advice.title)


@pytest.mark.parametrize("code", Code)
def test_why_is_one_sentence(code):
    assert str(ADVICE[code].why).count(".") == 1


@pytest.mark.parametrize(
    ("code", "overrides", "severity"),
    [
        (Code.PHRASE, {}, Severity.HINT),
        (Code.PHRASE, {"phrase": "warning"}, Severity.WARNING),
        (Code.PHRASE, {"phrase": "error"}, Severity.WARNING),
        (Code.PHRASE, {"phrase": "off"}, None),
        (Code.READING_LEVEL, {"reading-level": "error"}, Severity.ERROR),
        (Code.REVIEW_MISSING, {"review-missing": "error"}, Severity.ERROR),
        (Code.STATUS_MISSING, {"phrase": "off"}, Severity.ERROR),
    ],
)
def test_a_site_chooses_the_severity_and_a_phrase_is_never_an_error(code, overrides, severity):
    assert get_severity(code, overrides) is severity


@pytest.mark.parametrize(
    ("code", "value", "usable"),
    [
        ("phrase", "off", True),
        ("phrase", "warning", True),
        ("phrase", "error", False),
        ("reading-level", "error", True),
        ("reading-level", "loud", False),
        ("reading-level", None, False),
        ("reading-level", ["off"], False),
        ("no-such-code", "off", False),
        (7, "off", False),
    ],
)
def test_what_a_setting_may_say(code, value, usable):
    assert is_severity(code, value) is usable


def test_only_the_list_of_phrases_may_never_decide():
    assert {Code.PHRASE} == NEVER_ERRORS


def test_errors_come_first_and_the_order_is_kept_otherwise():
    codes = [Code.PHRASE, Code.PLACEHOLDER_LEFT, Code.FACT_EXPIRED, Code.STATUS_MISSING]
    settled = settle([make_finding(code, "A sentence.") for code in codes])
    assert [finding.code for finding in settled] == [
        Code.PLACEHOLDER_LEFT,
        Code.STATUS_MISSING,
        Code.FACT_EXPIRED,
        Code.PHRASE,
    ]


def test_an_item_shown_in_two_places_is_reported_once():
    item = ItemRef("app.Model", 1, "An item")
    spots = [Spot(block=block, item=item) for block in ("a", "b")]
    findings = [make_finding(Code.EVIDENCE_OVERSTATED, "A sentence.", spot) for spot in spots]
    assert [finding.spot.block for finding in settle(findings)] == ["a"]


def test_the_same_words_in_two_fields_are_reported_twice():
    spots = [Spot(field=name) for name in ("heading", "introduction")]
    findings = [make_finding(Code.PLACEHOLDER_LEFT, "A sentence.", spot) for spot in spots]
    assert len(settle(findings)) == 2


def test_what_is_off_is_gone():
    findings = [make_finding(Code.STATUS_MISSING, "A sentence.")]
    assert settle(findings, {"status-missing": "off"}) == []


@pytest.mark.parametrize(
    ("codes", "has"),
    [([], False), ([Code.PHRASE, Code.FACT_EXPIRED], False), ([Code.STATUS_MISSING], True)],
)
def test_only_errors_are_errors(codes, has):
    assert has_errors([make_finding(code, "A sentence.") for code in codes]) is has
