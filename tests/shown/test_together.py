"""Objects that are looked at in one moment."""

from typing import Any
from unittest.mock import patch

from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from ketamine_pages import followers
from ketamine_pages.findings.store import store_findings_of
from ketamine_pages.models import Benefit, StoredFinding
from ketamine_pages.page_types.models import TreatmentPage
from ketamine_pages.shown.changes import Reach
from ketamine_pages.shown.together import ROOM, Together, new_moment, one_moment, together
from tests import factories
from tests.gate.making import BAD
from tests.reviews.making import block, picks


def page_with(benefit: Any) -> Any:
    return factories.TreatmentPageFactory(
        body=[block("benefits", benefits=picks("benefit", benefit))]
    )


class TogetherTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.benefit = factories.BenefitFactory()

    def test_an_object_is_loaded_once(self):
        with new_moment(), one_moment() as those:
            [first] = those.load(Benefit, [self.benefit.pk])
            with self.assertNumQueries(0):
                self.assertIs(those.load(Benefit, [str(self.benefit.pk)])[0], first)

    def test_what_was_found_for_all_is_found_anew_for_one_more(self):
        def number(those: Together) -> int:
            return len(those.objects)

        those = Together([self.benefit])
        self.assertEqual(those.once(number), 1)
        those.add([factories.BenefitFactory()])
        self.assertEqual(those.once(number), 2)

    def test_a_copy_is_looked_at_by_itself(self):
        copy = Benefit.objects.get(pk=self.benefit.pk)
        with together([self.benefit]) as those, together([copy]) as other:
            self.assertIsNot(those, other)
        with together([self.benefit, copy]) as those, together([copy]) as other:
            self.assertIs(those, other)

    def test_a_moment_has_room_for_so_many(self):
        with new_moment() as first:
            first.add([Benefit() for _ in range(ROOM)])
            with one_moment() as second:
                self.assertIsNot(first, second)

    def test_pages_are_judged_in_as_many_queries_whatever_their_number(self):
        def count(number: int) -> int:
            pages = [page_with(self.benefit) for _ in range(number)]
            keys = [page.pk for page in pages]
            # What is found is stored row by row.
            store_findings_of(TreatmentPage, keys)
            with CaptureQueriesContext(connection) as queries:
                store_findings_of(TreatmentPage, keys)
            return len(queries)

        self.assertEqual(count(2), count(12))

    def test_a_page_that_is_saved_meanwhile_is_read_anew(self):
        page = page_with(self.benefit)

        def load_and_save(reach: Any) -> None:
            with one_moment() as those:
                those.load(TreatmentPage, [page.pk])
            saved = TreatmentPage.objects.get(pk=page.pk)
            saved.introduction = BAD
            saved.live = False
            saved.save()

        def judge(reach: Any) -> None:
            store_findings_of(TreatmentPage, [page.pk])

        with patch.object(followers, "FOLLOWERS", (load_and_save, judge)):
            followers._tell(Reach())
        found = StoredFinding.objects.filter(object_id=str(page.pk), version="draft")
        self.assertIn("placeholder-left", [row.code for row in found])
