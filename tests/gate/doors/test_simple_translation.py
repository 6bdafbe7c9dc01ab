"""Wagtail's own translation: a copy as a draft, which is published as any page is."""

from tests import factories
from tests.gate.making import BAD, GOOD, REASON, GateTestCase, reload
from tests.search_engines.making import spanish


class SimpleTranslationTests(GateTestCase):
    def translate(self, page):
        # As simple_translation does.
        return reload(page.copy_for_translation(spanish(), copy_parents=True))

    def make(self, introduction):
        return reload(factories.TreatmentIndexPageFactory(introduction=introduction))

    def test_the_translation_of_a_page_with_errors_is_a_draft_and_stays_one(self):
        copy = self.translate(self.make(BAD))
        self.assertFalse(copy.live)
        with self.assertRaisesMessage(Exception, REASON):
            copy.get_latest_revision_as_object().save_revision().publish()
        self.assertDraft(copy)

    def test_that_of_a_page_without_is_published_when_an_editor_says_so(self):
        copy = self.translate(self.make(GOOD))
        self.assertFalse(copy.live)
        copy.save_revision().publish()
        self.assertTrue(reload(copy).live)
