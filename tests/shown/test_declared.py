"""What a page can hold of the library is declared, and a page reads every kind of entry."""

from collections.abc import Iterable
from typing import Any
from unittest.mock import patch

from django.db import models
from django.test import SimpleTestCase, TestCase
from django.test.utils import isolate_apps
from wagtail import blocks
from wagtail.models import get_page_models

from ketamine_pages.blocks import Cites, ContentBlock, LibraryChooserBlock, SourcePicks
from ketamine_pages.models import ClinicSettings, EditorialPageMixin, LibraryItem
from ketamine_pages.pages.checks import check_declared
from ketamine_pages.shown.contents import read_parts, stock
from ketamine_pages.shown.declared import undeclared_in
from ketamine_pages.shown.kinds import library_models
from ketamine_pages.shown.registry import registered_kinds
from ketamine_pages.shown.starts import targets_of_fields
from tests import factories
from tests.reviews.making import block, page_with, picks
from tests.testapp.models import GuidePage

CHILD_BLOCKS = GuidePage._meta.get_field("body").stream_block.child_blocks


def our_page_models() -> list[Any]:
    return [model for model in get_page_models() if issubclass(model, EditorialPageMixin)]


class DeclaredTests(SimpleTestCase):
    def test_every_chooser_of_every_page_type_is_declared(self):
        self.assertGreater(len(our_page_models()), 6)
        for model in our_page_models():
            self.assertEqual(undeclared_in(model), [], model)

    def test_a_block_that_declares_nothing_is_found(self):
        class Rumours(ContentBlock):
            sources = SourcePicks()

        class Silent(blocks.StructBlock):
            benefit = LibraryChooserBlock("ketamine_pages.Benefit")

        planted = {
            "rumours": Rumours(),
            "rows": blocks.ListBlock(Silent()),
            "table": blocks.StructBlock([("stream", blocks.StreamBlock([("silent", Silent())]))]),
        }
        with patch.dict(CHILD_BLOCKS, planted):
            found = undeclared_in(GuidePage)
            messages = check_declared()
        expected = {
            "body.rumours.sources", "body.rows.benefit", "body.table.stream.silent.benefit",
        }  # fmt: skip
        self.assertEqual(set(found), expected)
        self.assertEqual({message.id for message in messages}, {"ketamine_pages.W010"})
        for path in expected:
            self.assertTrue(any(path in message.msg for message in messages))

    def test_one_that_declares_is_not(self):
        class Sourced(ContentBlock):
            sources = SourcePicks()
            brings = (Cites(),)

        with patch.dict(CHILD_BLOCKS, sourced=Sourced()):
            self.assertEqual(undeclared_in(GuidePage), [])


def named_by_pages(kinds: Iterable[Any]) -> set[Any]:
    """The kinds of entries for which a page type, the details of a site, or an entry that one of
    these names, has a place."""
    known, found, waiting = set(kinds), set(), [*our_page_models(), ClinicSettings]
    while waiting:
        targets = {each for each in targets_of_fields(waiting.pop()) if each in known}
        waiting += targets - found
        found |= targets
    return found


class ReadTests(TestCase):
    """A kind of entry that no page can show is not read by anybody."""

    @classmethod
    def setUpTestData(cls):
        treatment = factories.TreatmentFactory()
        indication = factories.IndicationFactory(treatment=treatment)
        factories.SafetyNoticeFactory(treatments=[treatment])
        cls.page = page_with(
            block("safety"),
            block("conditions", conditions=picks("condition", indication.condition)),
            treatment=treatment,
        )

    def unread(self, kinds: Iterable[Any]) -> set[Any]:
        parts = list(read_parts(self.page, stock([self.page])))
        # What treatments bring is named by no page.
        brought = {type(each.entry) for part in parts for each in part.shown.entries}
        kinds = set(kinds)
        # Those that the rooms know a way up from, such as clinicians from the line of a review.
        followed = {kind for kind in kinds if issubclass(kind, registered_kinds())}
        return kinds - named_by_pages(kinds) - brought - followed

    def test_every_kind_is_read(self):
        self.assertEqual(self.unread(library_models()), set())

    def test_one_that_nothing_reads_is_found(self):
        with isolate_apps("tests.testapp"):

            class Rumour(LibraryItem):
                title = models.CharField(max_length=80)
                shown_by_treatment = "treatment"
                treatment = models.ForeignKey(
                    "ketamine_pages.Treatment", models.PROTECT, related_name="+"
                )

                class Meta(LibraryItem.Meta):
                    app_label = "testapp"

        self.assertEqual(self.unread([*library_models(), Rumour]), {Rumour})
        with patch.dict(CHILD_BLOCKS, rumour=blocks.ListBlock(LibraryChooserBlock(Rumour))):
            self.assertEqual(self.unread([*library_models(), Rumour]), set())
