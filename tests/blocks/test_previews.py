"""Previews in the block chooser."""

import pytest
from django.test import TestCase
from django.urls import reverse
from wagtail.test.utils import WagtailTestUtils

from ketamine_pages.blocks import ContentBlock
from ketamine_pages.page_types.models import TreatmentPage
from tests.factories import (
    BenefitFactory,
    ConditionFactory,
    ImageFactory,
    SafetyNoticeFactory,
    SourceFactory,
    TreatmentFactory,
)
from tests.testapp.models import ProgrammePage

BODY = TreatmentPage._meta.get_field("body").stream_block


@pytest.mark.parametrize("name", BODY.child_blocks)
def test_a_block_says_what_it_is_for(name):
    block = BODY.child_blocks[name]
    assert isinstance(block, ContentBlock)
    assert block.is_previewable
    assert block.label
    assert block.meta.group
    assert block.meta.description.endswith(".")
    assert block.meta.icon != "placeholder"
    assert block.meta.template == f"ketamine_pages/blocks/{name}.html"


class BlockPreviewTests(WagtailTestUtils, TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.user = cls.create_superuser("editor")

    def setUp(self):
        self.client.force_login(self.user)

    def get_preview(self, block):
        url = reverse("wagtailadmin_block_preview")
        response = self.client.get(url, {"id": block.definition_prefix})
        self.assertEqual(response.status_code, 200)
        # Not the message that Wagtail shows where a preview breaks.
        self.assertTemplateUsed(response, block.meta.template)
        return response.content.decode()

    def test_every_block_has_a_preview_on_an_empty_site(self):
        for name, block in BODY.child_blocks.items():
            with self.subTest(name=name):
                html = self.get_preview(block)
                if heading := block.get_preview_value().get("heading"):
                    self.assertIn(str(heading).replace("{count}", "1"), html)
                self.assertNotIn("None", html)

    def test_every_block_has_a_preview_on_a_site_with_a_library(self):
        source = SourceFactory()
        items = {
            "benefits": BenefitFactory(sources=[source]),
            "conditions": ConditionFactory(image=ImageFactory()),
            "safety": SafetyNoticeFactory(sources=[source]),
            "at_a_glance": TreatmentFactory(approved_for="general anaesthesia"),
            "statistic": source,
        }
        for name, block in BODY.child_blocks.items():
            with self.subTest(name=name):
                html = self.get_preview(block)
                title = {"at_a_glance": "general anaesthesia"}.get(name, str(items.get(name, "")))
                self.assertIn(title, html)

    def test_a_preview_shows_no_draft(self):
        BenefitFactory(title="Not yet", draft=True)
        self.assertNotIn("Not yet", self.get_preview(BODY.child_blocks["benefits"]))

    def test_a_block_of_the_site_has_a_preview(self):
        block = ProgrammePage._meta.get_field("body").stream_block.child_blocks["price"]
        self.assertIn("$450", self.get_preview(block))
