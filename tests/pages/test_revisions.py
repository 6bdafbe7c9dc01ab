"""Drafts, workflow and locks of library items."""

from django.contrib.contenttypes.models import ContentType
from django.test import TestCase
from wagtail.models import GroupApprovalTask, Workflow, WorkflowContentType, WorkflowTask

from ketamine_pages.models import Benefit, SafetyNotice, Stance
from tests.factories import (
    BenefitFactory,
    IndicationFactory,
    SafetyNoticeFactory,
    SourceFactory,
    TreatmentFactory,
    UserFactory,
    gate_off,
)
from tests.library.test_library_items import FACTORIES


@gate_off()
class RevisionTests(TestCase):
    def test_a_draft_changes_nothing_in_public_until_it_is_published(self):
        old, new = SourceFactory.create_batch(2)
        for factory in (BenefitFactory, IndicationFactory, SafetyNoticeFactory):
            with self.subTest(factory=factory.__name__):
                item = factory(sources=[old])
                item.source_links.set([])
                item.source_links.add(
                    item.source_links.model(source=new, stance=Stance.OPPOSES, sort_order=0)
                )
                revision = item.save_revision()
                model = type(item)
                self.assertEqual(model.objects.get(pk=item.pk).supporting_sources, [old])
                revision.publish()
                published = model.objects.get(pk=item.pk)
                self.assertEqual(published.supporting_sources, [])
                self.assertEqual(published.opposing_sources, [new])

    def test_a_draft_notice_does_not_reach_another_treatment(self):
        old, new = TreatmentFactory.create_batch(2)
        notice = SafetyNoticeFactory(treatments=[old])
        notice.treatments.set([new])
        revision = notice.save_revision()
        self.assertEqual(old.public_notices(), [notice])
        self.assertEqual(new.public_notices(), [])
        revision.publish()
        self.assertEqual(old.public_notices(), [])
        self.assertEqual(new.public_notices(), [notice])

    def test_an_older_revision_brings_back_sources_and_treatments(self):
        source, treatment = SourceFactory(), TreatmentFactory()
        notice = SafetyNoticeFactory(treatments=[treatment], sources=[source])
        revision = notice.save_revision()
        notice.treatments.set([])
        notice.source_links.set([])
        notice.save_revision().publish()
        self.assertEqual(SafetyNotice.objects.get(pk=notice.pk).cited_sources, [])
        revision.publish()
        restored = SafetyNotice.objects.get(pk=notice.pk)
        self.assertEqual(restored.cited_sources, [source])
        self.assertEqual(list(restored.treatments.all()), [treatment])

    def test_publishing_a_draft_does_not_undo_a_move_in_the_list(self):
        for factory in (IndicationFactory, SafetyNoticeFactory):
            with self.subTest(factory=factory.__name__):
                item = factory(sort_order=1)
                item.save_revision()
                type(item).objects.filter(pk=item.pk).update(sort_order=7)
                type(item).objects.get(pk=item.pk).latest_revision.publish()
                item.refresh_from_db()
                self.assertEqual(item.sort_order, 7)

    def test_new_items_come_last_in_the_list(self):
        for factory in (IndicationFactory, SafetyNoticeFactory):
            with self.subTest(factory=factory.__name__):
                first, second = factory.create_batch(2)
                self.assertLess(first.sort_order, second.sort_order)

    def test_unpublishing_takes_an_item_off_pages(self):
        benefit = BenefitFactory()
        benefit.unpublish()
        self.assertEqual(Benefit.ready_for_page(Benefit.objects.all()), [])


@gate_off()
class WorkflowTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.user = UserFactory(admin=True)
        cls.workflow = Workflow.objects.create(name="Clinical review")
        task = GroupApprovalTask.objects.create(name="Read every word")
        WorkflowTask.objects.create(workflow=cls.workflow, task=task, sort_order=0)

    def test_every_kind_of_item_can_be_approved_in_a_workflow(self):
        for model, factory in FACTORIES.items():
            with self.subTest(model=model.__name__):
                WorkflowContentType.objects.create(
                    workflow=self.workflow,
                    content_type=ContentType.objects.get_for_model(model),
                )
                item = factory(draft=True)
                item.save_revision(user=self.user)
                state = item.get_workflow().start(item, self.user)
                self.assertEqual(item.current_workflow_state, state)
                state.current_task_state.approve(user=self.user)
                item.refresh_from_db()
                self.assertTrue(item.live)
                self.assertIsNone(item.current_workflow_state)

    def test_workflow_states_and_revisions_go_with_the_item(self):
        item = BenefitFactory()
        item.save_revision(user=self.user)
        self.workflow.start(item, self.user)
        self.assertEqual(item.workflow_states.count(), 1)
        item.delete()
        self.assertEqual(self.workflow.workflow_states.count(), 0)


class LockTests(TestCase):
    def test_a_lock_holds_for_others_and_not_for_its_owner(self):
        owner, other = UserFactory.create_batch(2, admin=True)
        for factory in FACTORIES.values():
            with self.subTest(factory=factory.__name__):
                item = factory(locked=True, locked_by=owner)
                self.assertTrue(item.get_lock().for_user(other))
                self.assertFalse(item.get_lock().for_user(owner))
