"""What a transaction saves is judged once, after it, and nothing that it did not save after all."""

from typing import Any
from unittest.mock import patch

from django.db import transaction
from django.test import TestCase

from ketamine_pages import followers
from ketamine_pages.shown.changes import Change, measure_reach
from ketamine_pages.shown.ways import ALL_WAYS
from tests.factories import BenefitFactory, TreatmentIndexPageFactory


class FollowingTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.page = TreatmentIndexPageFactory()
        cls.benefit = BenefitFactory()

    def judged_after(self, work: Any) -> list[Any]:
        """What each task that ``work`` queues is to judge, and whether with what shows it."""
        with (
            patch.object(followers, "follow_changes") as task,
            self.captureOnCommitCallbacks(execute=True),
        ):
            work()
        reaches = [
            measure_reach([Change(**each) for each in call.args[0]], ALL_WAYS)
            for call in task.enqueue.call_args_list
        ]
        return [
            {
                (model._meta.model_name, pk, pk in reach.changed.get(model, ()))
                for model, pks in reach.judged.items()
                for pk in pks
            }
            for reach in reaches
        ]

    def save_in_vain(self, instance: Any) -> None:
        with transaction.atomic():
            instance.save()
            transaction.set_rollback(True)

    def test_a_transaction_is_judged_by_one_task(self):
        def work() -> None:
            self.benefit.save_revision()
            self.page.save()
            self.benefit.save()
            self.page.save()

        page = "treatmentindexpage", self.page.pk, True
        benefit = "benefit", self.benefit.pk, True
        self.assertEqual(self.judged_after(work), [{benefit, page}])

    def test_what_is_rolled_back_is_not_judged(self):
        self.assertEqual(self.judged_after(lambda: self.save_in_vain(self.page)), [])

    def test_a_rollback_leaves_nothing_to_what_is_saved_next(self):
        self.judged_after(lambda: self.save_in_vain(self.benefit))
        [judged] = self.judged_after(self.page.save)
        self.assertEqual([name for name, _pk, _shown in judged], ["treatmentindexpage"])

    def test_a_savepoint_that_is_rolled_back_does_not_widen_what_is_judged(self):
        def work() -> None:
            # Would have everything judged that shows it.
            self.save_in_vain(self.benefit)
            self.benefit.save_revision()

        [[(name, _pk, with_what_shows_it)]] = self.judged_after(work)
        self.assertEqual((name, with_what_shows_it), ("benefit", False))
