"""Severities, and what happens to a list of findings."""

from datetime import date

import pytest

from ketamine_pages.rules import word_rules
from ketamine_pages.rules.findings import NOWHERE, Finding, ItemRef, Severity, Spot, has_errors
from ketamine_pages.rules.judging import judge_item, judge_page, make_finding, settle
from ketamine_pages.rules.page_facts import ItemFacts, PageFacts, Passage, Text
from ketamine_pages.rules.registry import get_rule, is_severity
from ketamine_pages.rules.rule import Found
from ketamine_pages.rules.rulebook import RULES

TODAY = date(2026, 11, 22)
FORBIDDEN = ("passed", "compliant", "invalid", "illegal", "fail", "you forgot", "wrong")


def find(code: str, spot: Spot = NOWHERE) -> Finding:
    rule = get_rule(code)
    return make_finding(rule, rule.severity, Found("A sentence.", spot))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_every_rule_has_advice_in_whole_sentences(rule):
    for sentence in (str(rule.why), str(rule.what_to_do)):
        assert sentence.endswith(".")
        assert not any(word in sentence.lower() for word in FORBIDDEN)
    assert str(rule.title)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_why_is_one_sentence(rule):
    assert str(rule.why).count(".") == 1


@pytest.mark.parametrize(
    ("code", "overrides", "severity"),
    [
        ("phrase", {}, Severity.HINT),
        ("phrase", {"phrase": "warning"}, Severity.WARNING),
        ("phrase", {"phrase": "error"}, Severity.WARNING),
        ("phrase", {"phrase": "off"}, None),
        ("reading-level", {"reading-level": "error"}, Severity.WARNING),
        ("item-unpublished", {"item-unpublished": "error"}, Severity.ERROR),
        ("review-missing", {"review-missing": "error"}, Severity.ERROR),
        ("status-missing", {"phrase": "off"}, Severity.ERROR),
    ],
)
def test_a_site_chooses_the_severity_and_a_phrase_is_never_an_error(code, overrides, severity):
    assert get_rule(code).get_severity(overrides) is severity


@pytest.mark.parametrize(
    ("code", "value", "usable"),
    [
        ("phrase", "off", True),
        ("phrase", "warning", True),
        ("phrase", "error", False),
        ("reading-level", "error", False),
        ("approval-unnamed", "error", False),
        ("number-unsourced", "error", False),
        ("placeholder-left", "error", True),
        ("reading-level", "loud", False),
        ("reading-level", None, False),
        ("reading-level", ["off"], False),
        ("no-such-code", "off", False),
        (7, "off", False),
    ],
)
def test_what_a_setting_may_say(code, value, usable):
    assert is_severity(code, value) is usable


def test_words_hint_and_never_decide_but_for_placeholders():
    hinting = {rule.code for rule in word_rules.RULES if rule.severity is Severity.HINT}
    assert {rule.code for rule in word_rules.RULES} - hinting == {"placeholder-left"}
    # What publishing mends may not decide either.
    never = {rule.code for rule in RULES if not rule.may_be_error}
    assert never == {*hinting, "wording-withheld"}


def test_errors_come_first_and_the_order_is_kept_otherwise():
    codes = ["phrase", "placeholder-left", "fact-expired", "status-missing"]
    settled = settle([find(code) for code in codes])
    assert [finding.code for finding in settled] == [
        "placeholder-left",
        "status-missing",
        "fact-expired",
        "phrase",
    ]


def test_an_item_shown_in_two_places_is_reported_once():
    item = ItemRef("app.Model", 1, "An item")
    spots = [Spot(block=block, item=item) for block in ("a", "b")]
    findings = [find("evidence-overstated", spot) for spot in spots]
    assert [finding.spot.block for finding in settle(findings)] == ["a"]


def test_the_same_words_in_two_fields_of_an_item_are_reported_at_both_in_its_form():
    item = ItemRef("app.Model", 1, "An item")
    spots = [Spot(field=name, item=item) for name in ("title", "text")]
    passage = Passage(texts=tuple(Text("TBC", spot) for spot in spots))
    assert [finding.spot for finding in judge_item(ItemFacts(passage, TODAY))] == spots
    assert len(judge_page(PageFacts((passage,), TODAY))) == 1


def test_the_same_words_in_two_fields_are_reported_twice():
    spots = [Spot(field=name) for name in ("heading", "introduction")]
    findings = [find("placeholder-left", spot) for spot in spots]
    assert len(settle(findings)) == 2


def test_what_is_off_is_gone():
    facts = PageFacts((), TODAY, needs_treatment=True)
    assert [finding.code for finding in judge_page(facts)] == ["status-missing"]
    assert judge_page(facts, {"status-missing": "off"}) == []


@pytest.mark.parametrize(
    ("codes", "has"),
    [([], False), (["phrase", "fact-expired"], False), (["status-missing"], True)],
)
def test_only_errors_are_errors(codes, has):
    assert has_errors([find(code) for code in codes]) is has
