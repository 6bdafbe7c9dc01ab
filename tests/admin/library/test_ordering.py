"""Drag-and-drop order of indications and safety notices."""

from wagtail.models import Locale

from ketamine_pages import models
from tests import factories
from tests.admin.site import EditorTestCase, texts, url


@factories.gate_off()
class OrderTests(EditorTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.treatment = factories.TreatmentFactory()
        cls.first, cls.second, cls.third = factories.IndicationFactory.create_batch(
            3, treatment=cls.treatment
        )

    def move(self, item, position):
        address = url(type(item), "reorder", item.pk)
        response = self.client.post(f"{address}?position={position}")
        self.assertEqual(response.json(), {"success": True})

    def order(self, model=models.Indication):
        response = self.client.get(url(model, "list"), {"ordering": "sort_order"})
        return list(response.context["object_list"])

    def test_new_items_come_last(self):
        self.assertEqual(self.order(), [self.first, self.second, self.third])

    def test_items_move_up_and_down(self):
        self.move(self.third, 0)
        self.assertEqual(self.order(), [self.third, self.first, self.second])
        self.move(self.third, 1)
        self.assertEqual(self.order(), [self.first, self.third, self.second])

    def test_items_that_never_got_a_place_come_last_and_can_move(self):
        models.Indication.objects.filter(pk__in=[self.first.pk, self.second.pk]).update(
            sort_order=None
        )
        self.assertEqual(self.order(), [self.third, self.first, self.second])
        self.move(self.second, 0)
        self.assertEqual(self.order(), [self.second, self.third, self.first])

    def test_items_with_equal_places_can_move(self):
        models.Indication.objects.update(sort_order=7)
        self.move(self.third, 1)
        self.assertEqual(self.order(), [self.first, self.third, self.second])

    def test_a_position_that_does_not_exist_is_the_end(self):
        for position in ("", "99", "-1", "two"):
            with self.subTest(position=position):
                self.move(self.first, position)
                self.assertEqual(self.order(), [self.second, self.third, self.first])

    def test_pages_follow(self):
        first, second, third = factories.SafetyNoticeFactory.create_batch(
            3, treatments=[self.treatment]
        )
        self.move(third, 0)
        notices = models.Treatment.objects.get(pk=self.treatment.pk).public_notices()
        self.assertEqual(notices, [third, first, second])

    def test_a_draft_that_is_published_later_keeps_its_new_place(self):
        self.first.statement = "Changed."
        self.first.save_revision()
        self.move(self.first, 2)
        models.Indication.objects.get(pk=self.first.pk).latest_revision.publish()
        self.assertEqual(self.order(), [self.second, self.third, self.first])
        self.assertEqual(self.order()[2].statement, "Changed.")

    def test_saving_an_older_draft_in_the_form_keeps_the_new_place(self):
        self.first.save_revision()
        self.move(self.first, 2)
        draft = models.Indication.objects.get(pk=self.first.pk).get_latest_revision_as_object()
        draft.save_revision().publish()
        self.assertEqual(self.order(), [self.second, self.third, self.first])

    def test_rows_of_one_treatment_stay_together(self):
        factories.TreatmentFactory(name="Zz")
        other = factories.IndicationFactory(treatment__name="Aa")
        self.assertEqual(self.order(), [other, self.first, self.second, self.third])
        self.move(other, 3)
        self.assertEqual(self.order(), [other, self.first, self.second, self.third])

    def test_translations_are_ordered_by_themselves(self):
        spanish = Locale.objects.create(language_code="es")
        copies = []
        for item in (self.first, self.second):
            copy = item.copy_for_translation(spanish)
            copy.save()
            copies.append(copy)
        self.move(copies[1], self.order().index(copies[0]))
        self.assertEqual(self.order(), [self.first, self.second, self.third, copies[1], copies[0]])

    def test_notices_are_ordered_within_their_kind(self):
        nausea = factories.SafetyNoticeFactory()
        sedation = factories.SafetyNoticeFactory(kind=models.NoticeKind.BOXED_WARNING)
        misuse = factories.SafetyNoticeFactory(kind=models.NoticeKind.BOXED_WARNING)
        self.move(misuse, 0)
        self.assertEqual(self.order(models.SafetyNotice), [misuse, sedation, nausea])

    def test_items_made_in_the_form_get_a_place(self):
        data = {
            "title": "Driving",
            "kind": "after-treatment",
            "text": '{"blocks": [{"key": "a", "text": "No driving.", "type": "unstyled", '
            '"depth": 0, "inlineStyleRanges": [], "entityRanges": []}], "entityMap": {}}',
            "source_links-TOTAL_FORMS": 0,
            "source_links-INITIAL_FORMS": 0,
        }
        factories.SafetyNoticeFactory(sort_order=4)
        self.client.post(url(models.SafetyNotice, "add"), data)
        self.assertEqual(models.SafetyNotice.objects.get(title="Driving").sort_order, 5)

    def test_the_list_offers_handles_in_this_order_only(self):
        address = url(models.Indication, "list")
        self.assertNotContains(self.client.get(address), "w-orderable")
        ordered = self.client.get(address, {"ordering": "sort_order"})
        self.assertContains(ordered, "w-orderable")
        self.assertEqual(len(texts(ordered)), 3)
