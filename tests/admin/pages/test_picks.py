"""Picking several items at once; the browser tests do it with a mouse."""

import re

from django.contrib.staticfiles import finders
from wagtail.admin.telepath import JSContext

from ketamine_pages.blocks import BenefitPicks, BodyBlock, SourcePicks
from tests import factories
from tests.admin.site import EditorTestCase

SCRIPT = "ketamine_pages/admin/picks-block.js"


def packed(block):
    """What the browser gets for a block, and the scripts that it needs."""
    context = JSContext()
    return context.pack(block), str(context.media)


class AdapterTests(EditorTestCase):
    def test_picks_have_their_own_script(self):
        definition, media = packed(BenefitPicks(max_num=3))
        self.assertEqual(definition["_type"], "ketamine_pages.PicksBlock")
        meta = definition["_args"][-1]
        self.assertEqual(str(meta["chooseSeveralText"]), "Choose several")
        self.assertEqual(meta["maxNum"], 3)
        # After Wagtail's, which it extends.
        self.assertLess(media.index("telepath/blocks.js"), media.index(SCRIPT))

    def test_picks_inside_other_blocks_have_it_too(self):
        definition, media = packed(BodyBlock())
        self.assertIn("ketamine_pages.PicksBlock", str(definition))
        self.assertIn(SCRIPT, media)

    def test_the_script_registers_what_the_adapter_names(self):
        with open(finders.find(SCRIPT)) as script:
            [name] = re.findall(r"telepath\.register\('([^']+)'", script.read())
        self.assertEqual(name, packed(SourcePicks())[0]["_type"])

    def test_the_only_child_can_open_its_window_for_several(self):
        [_name, groups, *_rest] = packed(SourcePicks())[0]["_args"]
        self.assertIn("/admin/snippets/choose/ketamine_pages/source/", str(groups))

    def test_pages_with_picks_load_the_script(self):
        page = factories.BenefitListPageFactory()
        response = self.client.get(f"/admin/pages/{page.pk}/edit/")
        self.assertContains(response, SCRIPT)

    def test_picked_drafts_say_that_they_are_not_public(self):
        draft = factories.BenefitFactory(title="Sleep", draft=True)
        page = factories.BenefitListPageFactory(benefits=[("benefit", draft)])
        response = self.client.get(f"/admin/pages/{page.pk}/edit/")
        self.assertContains(response, "Sleep (draft)")
