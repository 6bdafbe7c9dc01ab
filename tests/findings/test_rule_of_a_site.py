"""A rule that a site has registered is shown, kept, reported and enforced like one of ours."""

import csv
import json
from importlib import import_module
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import override_settings
from django.urls import reverse

from ketamine_pages.checks import check_settings
from ketamine_pages.findings.store import store_findings
from ketamine_pages.gate.mixin import PublishBlocked
from ketamine_pages.models import StoredFinding
from ketamine_pages.rules import get_rules
from ketamine_pages.rules.rulebook import RULES
from tests import factories
from tests.gate.making import GateTestCase, make_draft, page_data, reload

CODE = "myclinic-price"
PRICED = "A session costs $450."
MESSAGE = "The text names the price $450."
ADVICE = "Link to the page with our prices instead."


def severity(value: str) -> Any:
    return override_settings(KETAMINE_PAGES={"FINDING_SEVERITY": {CODE: value}})


def codes(instance: Any) -> list[str]:
    return [finding.code for finding in instance.get_findings()]


@pytest.mark.usefixtures("myclinic")
class ShownTests(GateTestCase):
    def test_in_the_form_with_its_advice(self):
        response = self.client.get(self.edit_address(make_draft(PRICED)))
        self.assertSays(response, MESSAGE)
        self.assertContains(response, ADVICE)

    def test_of_a_library_item(self):
        item = factories.BenefitFactory(text=PRICED, live=False)
        self.assertSays(self.client.get(self.item_address("edit", item.pk)), MESSAGE)

    def test_by_the_content_checker_with_words_for_people(self):
        response = self.client.get(self.edit_address(make_draft()))
        script = self.get_soup(response.content).select_one("#checker-axe-configuration")
        configuration = json.loads(script.string)
        self.assertIn(f"ketamine-{CODE}", configuration["options"]["runOnly"])
        message = configuration["messages"][f"ketamine-{CODE}"]
        self.assertEqual(message["error_name"], "Price in a text")
        self.assertTrue(message["help_text"].startswith(ADVICE))

    def test_by_the_content_checker_in_the_preview(self):
        page = make_draft()
        address = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
        self.client.post(address, page_data(PRICED))
        soup = self.get_soup(self.client.get(f"{address}?in_preview_panel=true").content)
        script = soup.select_one("template").select_one("#checker-axe-configuration")
        spec = json.loads(script.string)["spec"]
        [check] = [each for each in spec["checks"] if each["id"] == f"check-ketamine-{CODE}"]
        [rule] = [each for each in spec["rules"] if each["id"] == f"ketamine-{CODE}"]
        self.assertEqual((check["options"]["found"], rule["impact"]), (1, "moderate"))


@pytest.mark.usefixtures("myclinic")
class ReportedTests(GateTestCase):
    def setUp(self) -> None:
        super().setUp()
        self.page = make_draft(PRICED, title="Our offers")
        store_findings(self.page)

    def get(self, **query: Any) -> Any:
        return self.client.get(reverse("ketamine_pages_findings"), query)

    def test_it_is_stored_when_a_draft_is_saved(self):
        StoredFinding.objects.all().delete()
        with self.captureOnCommitCallbacks(execute=True):
            self.page.save_revision()
        row = StoredFinding.objects.get(code=CODE)
        self.assertEqual(
            (row.version, row.severity, row.message, row.get_code_display(), row.what_to_do),
            ("draft", "warning", MESSAGE, "Price in a text", ADVICE),
        )

    def test_it_is_listed_and_can_be_filtered(self):
        self.assertSays(self.get(), MESSAGE)
        response = self.get(code=CODE)
        self.assertEqual([row.code for row in response.context["object_list"]], [CODE])
        self.assertContains(response, "Price in a text")

    def test_it_is_exported(self):
        response = self.get(export="csv", code=CODE)
        [heading, row] = csv.reader(StringIO(response.getvalue().decode()))
        exported = dict(zip(heading, row, strict=True))
        self.assertEqual(exported["Title"], "Our offers")
        self.assertIn("Price in a text", row)
        self.assertIn(MESSAGE, row)
        self.assertEqual(exported["What to do"], ADVICE)


class GoneTests(GateTestCase):
    """Rows of a rule that was taken out, until they are judged again."""

    def setUp(self) -> None:
        super().setUp()
        self.page = make_draft("Nothing wrong here.")
        store_findings(self.page)
        row = StoredFinding.objects.first()
        row.pk, row.code, row.message = None, "old-rule", "An old sentence."
        row.save()

    def get(self, **query: Any) -> Any:
        return self.client.get(reverse("ketamine_pages_findings"), query)

    def test_they_can_be_filtered_by_their_code(self):
        response = self.get(code="old-rule")
        self.assertEqual([row.code for row in response.context["object_list"]], ["old-rule"])
        options = self.get_soup(response.content).select("option[value='old-rule']")
        self.assertEqual([option.get_text(strip=True) for option in options], ["old-rule"])

    def test_they_are_exported_under_their_code(self):
        response = self.get(export="csv", code="old-rule")
        [_heading, row] = csv.reader(StringIO(response.getvalue().decode()))
        self.assertIn("old-rule", row)
        self.assertIn("An old sentence.", row)

    def test_they_go_when_they_are_judged_again(self):
        store_findings(self.page)
        self.assertFalse(StoredFinding.objects.filter(code="old-rule").exists())


@pytest.mark.usefixtures("myclinic")
class GateTests(GateTestCase):
    def test_an_error_stops_publishing_in_the_form_and_is_shown(self):
        page = make_draft("Nothing wrong here.")
        with severity("error"):
            self.assertSays(self.publish(self.edit_address(page), page_data(PRICED)), MESSAGE)
        self.assertDraft(page)

    def test_an_error_stops_publishing_in_code(self):
        page = make_draft(PRICED)
        with severity("error"), self.assertRaisesMessage(PublishBlocked, MESSAGE):
            page.get_latest_revision().publish()
        self.assertDraft(page)

    def test_an_error_stops_a_library_item(self):
        item = factories.BenefitFactory(text=PRICED, live=False)
        with severity("error"), self.assertRaisesMessage(PublishBlocked, MESSAGE):
            item.save_revision().publish()

    def test_a_draft_is_saved_all_the_same(self):
        page = make_draft("Nothing wrong here.")
        with severity("error"):
            self.client.post(self.edit_address(page), page_data(PRICED))
        self.assertEqual(reload(page).get_latest_revision().content["introduction"], PRICED)

    def test_a_warning_lets_it_pass(self):
        page = make_draft(PRICED)
        page.get_latest_revision().publish()
        self.assertTrue(reload(page).live)

    def test_off_is_off(self):
        with severity("off"):
            self.assertNotIn(CODE, codes(make_draft(PRICED)))

    def test_the_audit_ends_with_status_1(self):
        factories.TreatmentIndexPageFactory(introduction=PRICED)
        out = StringIO()
        with severity("error"), self.assertRaises(SystemExit) as stop:
            call_command("audit_pages", stdout=out)
        self.assertEqual(stop.exception.code, 1)
        self.assertIn(f"error {CODE}: {MESSAGE}", out.getvalue())


def test_the_setting_takes_the_code_of_a_registered_rule_only(settings, request):
    settings.KETAMINE_PAGES = {"FINDING_SEVERITY": {CODE: "error"}}
    assert [message.id for message in check_settings()] == ["ketamine_pages.E003"]
    request.getfixturevalue("myclinic")
    assert check_settings() == []


def test_rules_of_a_site_come_after_ours(myclinic):
    assert [rule.code for rule in get_rules()] == [*(rule.code for rule in RULES), CODE]


def test_the_test_in_the_how_to_passes(myclinic):
    import_module("myclinic.test_rules").test_a_price_is_found()
