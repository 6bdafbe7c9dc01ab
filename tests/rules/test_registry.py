"""Which rules may be registered, and what becomes of them."""

from dataclasses import replace

import pytest

from ketamine_pages.rules import Rule, Severity, get_rule, get_rules, register, registry
from ketamine_pages.rules.rulebook import RULES

RULE = Rule(
    code="myclinic-rule",
    severity=Severity.HINT,
    title="A rule",
    why="It is a test.",
    what_to_do="Do nothing.",
    in_pages=lambda facts: [],
)


@pytest.fixture(autouse=True)
def _own_rules(monkeypatch):
    monkeypatch.setattr(registry, "_rules", dict(registry._rules))


def test_the_package_has_its_own_rules_and_no_other():
    assert get_rules() == RULES


def test_a_registered_rule_is_found_and_comes_last():
    register(RULE)
    assert get_rules() == (*RULES, RULE)
    assert get_rule("myclinic-rule") is RULE


def test_the_same_rule_again_changes_nothing():
    register(RULE)
    register(RULE)
    assert get_rules() == (*RULES, RULE)


@pytest.mark.parametrize("taken", ["phrase", "myclinic-rule"])
def test_a_code_that_is_taken_is_refused_and_the_first_rule_stays(taken):
    register(RULE)
    before = get_rules()
    with pytest.raises(ValueError, match=f"There is a finding rule '{taken}' already"):
        register(replace(RULE, code=taken))
    assert get_rules() == before


@pytest.mark.parametrize("code", ["", "My rule", "Price", "7-days", "price_left", "a" * 51])
def test_a_code_that_cannot_be_stored_or_shown_is_refused(code):
    with pytest.raises(ValueError, match="1 to 50 lower-case letters"):
        register(replace(RULE, code=code))


def test_a_rule_that_looks_at_nothing_is_refused():
    with pytest.raises(ValueError, match="in_pages, in_items or both"):
        register(replace(RULE, in_pages=None))


def test_a_rule_that_may_not_be_an_error_is_at_most_a_warning():
    guess = replace(RULE, may_be_error=False)
    register(guess)
    assert guess.get_severity({guess.code: "error"}) is Severity.WARNING
    assert not registry.is_severity(guess.code, "error")
    assert registry.is_severity(guess.code, "off")
