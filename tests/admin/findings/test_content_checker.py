"""Wagtail's content checker knows our findings."""

import json
from typing import Any

from django.urls import reverse

from tests.gate.making import BAD, GOOD, GateTestCase, make_draft, page_data


class ContentCheckerTests(GateTestCase):
    def preview(self, introduction: str) -> dict[str, Any]:
        """The configuration in the preview of an unsaved draft."""
        page = make_draft(GOOD)
        address = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
        self.client.post(address, page_data(introduction))
        response = self.client.get(f"{address}?in_preview_panel=true")
        soup = self.get_soup(response.content)
        template = soup.select_one("template#wagtail-userbar-template")
        script = template.select_one("#checker-axe-configuration")
        return json.loads(script.string)

    def found(self, introduction: str) -> dict[str, int]:
        checks = self.preview(introduction)["spec"]["checks"]
        return {
            check["id"]: check["options"]["found"]
            for check in checks
            if check["id"].startswith("check-ketamine")
        }

    def test_what_is_typed_is_judged_in_the_preview(self):
        self.assertEqual(self.found(BAD)["check-ketamine-placeholder-left"], 1)
        self.assertEqual(self.found(GOOD)["check-ketamine-placeholder-left"], 0)

    def test_the_editor_runs_the_same_rules_with_words_for_people(self):
        response = self.client.get(self.edit_address(make_draft()))
        script = self.get_soup(response.content).select_one("#checker-axe-configuration")
        configuration = json.loads(script.string)
        self.assertIn("ketamine-placeholder-left", configuration["options"]["runOnly"])
        message = configuration["messages"]["ketamine-placeholder-left"]
        self.assertEqual(message["error_name"], "Placeholder left")
        self.assertIn("The panel “Checks” names the words", message["help_text"])

    def test_what_was_found_is_named(self):
        messages = self.preview("Prices: TBC. A miracle. The leading clinic.")["messages"]
        help_texts = {
            code: message["help_text"] for code, message in messages.items() if "ketamine" in code
        }
        self.assertIn("The text still says “TBC”.", help_texts["ketamine-placeholder-left"])
        for words in ("“miracle”", "“leading clinic”"):
            self.assertIn(words, help_texts["ketamine-phrase"])
        self.assertNotIn("says", help_texts["ketamine-reading-level"])

    def test_wagtails_own_rules_are_kept(self):
        self.assertIn("empty-heading", self.preview(GOOD)["options"]["runOnly"])
