"""A rule that raises an exception: nobody loses a draft, and nothing passes unseen."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import override_settings

from ketamine_pages.gate.mixin import PublishBlocked
from ketamine_pages.models import StoredFinding
from ketamine_pages.rules import Facts, Found, Rule, Severity, register
from tests.gate.making import (
    BAD,
    GOOD,
    REASON,
    GateTestCase,
    make_draft,
    make_item,
    page_data,
    reload,
)

CODE = "myclinic-fragile"
MESSAGE = "This could not be checked for “Fragile”."


def find_something_and_fail(facts: Facts) -> Iterator[Found]:
    yield Found("This was found before.")
    raise ZeroDivisionError("a mistake in the rule")


def make_rule(find: Any, severity: Severity = Severity.ERROR) -> Rule:
    return Rule(
        code=CODE,
        severity=severity,
        title="Fragile",
        why="It is a test.",
        what_to_do="Do nothing.",
        in_pages=find,
        in_items=find,
    )


@pytest.mark.usefixtures("rules")
class FailingRuleTests(GateTestCase):
    def setUp(self) -> None:
        super().setUp()
        register(make_rule(find_something_and_fail))

    def get_said(self, instance: Any) -> list[str]:
        return [finding.message for finding in instance.get_findings()]

    def test_a_draft_is_saved_and_says_what_could_not_be_checked(self):
        page = make_draft(GOOD)
        with self.captureOnCommitCallbacks(execute=True):
            self.client.post(self.edit_address(page), page_data("New words."))
        self.assertEqual(reload(page).get_latest_revision().content["introduction"], "New words.")
        self.assertSays(self.client.get(self.edit_address(page)), MESSAGE)
        self.assertTrue(StoredFinding.objects.filter(code=CODE, message=MESSAGE).exists())

    def test_it_is_logged_with_its_code(self):
        page = make_draft(GOOD)
        with self.assertLogs("ketamine_pages.rules.judging", "ERROR") as logged:
            page.get_findings()
        self.assertIn(CODE, logged.output[0])
        self.assertIn("a mistake in the rule", logged.output[0])

    def test_what_it_and_the_other_rules_have_found_is_kept(self):
        said = self.get_said(make_draft(BAD))
        for message in (REASON, "This was found before.", MESSAGE):
            self.assertIn(message, said)

    def test_an_error_that_cannot_be_looked_for_stops_publishing(self):
        page = make_draft(GOOD)
        self.assertSays(self.publish(self.edit_address(page), page_data(GOOD)), MESSAGE)
        with self.assertRaisesMessage(PublishBlocked, MESSAGE):
            page.get_latest_revision().publish()
        self.assertDraft(page)

    def test_a_library_item_is_stopped_too(self):
        item = make_item()
        with self.assertRaisesMessage(PublishBlocked, MESSAGE):
            item.get_latest_revision().publish()

    def test_as_a_warning_it_lets_pages_pass(self):
        page = make_draft(GOOD)
        with override_settings(KETAMINE_PAGES={"FINDING_SEVERITY": {CODE: "warning"}}):
            page.get_latest_revision().publish()
            self.assertIn(MESSAGE, self.get_said(page))
        self.assertTrue(reload(page).live)

    def test_switched_off_it_is_not_run(self):
        page = make_draft(GOOD)
        with (
            override_settings(KETAMINE_PAGES={"FINDING_SEVERITY": {CODE: "off"}}),
            self.assertNoLogs("ketamine_pages.rules.judging"),
        ):
            self.assertNotIn(MESSAGE, self.get_said(page))


@pytest.mark.parametrize("find", [lambda facts: None, lambda facts: ["words"], list])
@pytest.mark.django_db
def test_a_rule_that_is_no_rule_fails_like_one_that_raises(rules, find):
    register(make_rule(find, Severity.HINT))
    found = {finding.message: finding.severity for finding in make_draft(GOOD).get_findings()}
    assert found[MESSAGE] is Severity.HINT
