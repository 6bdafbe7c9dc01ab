"""Treatments, their indications and their safety notices."""

from django.test import TestCase

from ketamine_pages.models import NoticeKind, RegulatoryStatus, Treatment
from tests.checking import refused
from tests.factories import (
    ConditionFactory,
    IndicationFactory,
    SafetyNoticeFactory,
    SourceFactory,
    TreatmentFactory,
)


class TreatmentTests(TestCase):
    def test_what_the_medicine_is_approved_for_may_stand_with_every_status(self):
        for status in [*RegulatoryStatus.values, ""]:
            with self.subTest(status=status):
                TreatmentFactory.build(regulatory_status=status, approved_for="pain").clean()

    def test_an_approved_treatment_says_what_for_in_its_indications(self):
        product = TreatmentFactory(product=True, name="Spravato")
        self.assertEqual(product.disclosure, "")
        for values in (
            {},
            {"approved_use": "pain", "together_with": "together with an oral antidepressant"},
            # Nobody can tell of the next two what is approved, and of the last two that it is.
            {"approved_use": ""},
            {"population": ""},
            {"status": "off-label", "approved_use": "grief"},
            {"live": False, "approved_use": "grief"},
        ):
            IndicationFactory(**{"approval": True, "treatment": product, **values})
        self.assertEqual(
            Treatment.objects.get(pk=product.pk).disclosure,
            "Spravato is approved by the FDA to treat low mood in adults; pain in adults, "
            "together with an oral antidepressant.",
        )

    def test_an_approval_is_not_told_without_address_and_date_of_its_label(self):
        for lacking in ({"label_url": ""}, {"label_date": None}):
            with self.subTest(lacking=lacking):
                product = TreatmentFactory(product=True, **lacking)
                indication = IndicationFactory(approval=True, treatment=product)
                self.assertEqual((product.disclosure, indication.disclosure), ("", ""))

    def test_wrong_values_are_refused_at_their_field(self):
        wrong = {
            "name": "x" * 121,
            "short_name": "x" * 61,
            "route": "telepathy",
            "regulatory_status": "rumoured",
            "label_url": "javascript:alert(1)",
            "schedule": "1",
        }
        for field, value in wrong.items():
            with self.subTest(field=field):
                self.assertEqual(refused(TreatmentFactory.build(**{field: value})), {field})

    def test_sentences_use_the_short_name_where_there_is_one(self):
        treatment = Treatment(
            name="Ketamine infusion therapy", regulatory_status="compounded", short_name="Ketamine"
        )
        self.assertTrue(treatment.disclosure.startswith("Ketamine is made by"))
        treatment.short_name = ""
        self.assertTrue(treatment.disclosure.startswith("Ketamine infusion therapy is made by"))

    def test_a_treatment_without_a_status_claims_nothing(self):
        self.assertEqual(Treatment(name="Ketamine", approved_for="pain").disclosure, "")

    def test_a_treatment_that_is_not_saved_has_nothing_and_asks_nothing(self):
        sample, condition = Treatment.sample(), ConditionFactory.build(pk=1)
        with self.assertNumQueries(0):
            self.assertEqual(sample.indications_for([condition]), {})
            self.assertEqual(sample.public_notices(), [])


class PublicIndicationTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.treatment = TreatmentFactory()
        cls.conditions = ConditionFactory.create_batch(3)
        cls.indications = [
            IndicationFactory(treatment=cls.treatment, condition=condition)
            for condition in cls.conditions
        ]
        IndicationFactory(condition=cls.conditions[0])

    def test_indications_are_found_by_condition(self):
        wanted = [self.conditions[0], self.conditions[2], ConditionFactory()]
        known = self.treatment.indications_for(wanted)
        self.assertEqual(
            known,
            {
                self.conditions[0].pk: self.indications[0],
                self.conditions[2].pk: self.indications[2],
            },
        )

    def test_draft_indications_are_not_found(self):
        self.indications[0].live = False
        self.indications[0].save()
        self.assertEqual(self.treatment.indications_for(self.conditions[:1]), {})

    def test_the_number_of_queries_does_not_grow(self):
        for _ in range(2):
            IndicationFactory.create_batch(
                10, treatment=self.treatment, sources=SourceFactory.create_batch(2)
            )
            conditions = [each.condition for each in self.treatment.indications.all()]
            with self.assertNumQueries(4):
                for indication in self.treatment.indications_for(conditions).values():
                    self.assertIn(indication.condition.name, indication.disclosure)
                    self.assertLessEqual(len(indication.cited_sources), 2)


class PublicNoticeTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.treatment = TreatmentFactory()
        # Created against the order in which they are to be printed.
        cls.notices = [
            SafetyNoticeFactory(kind=kind, treatments=[cls.treatment])
            for kind in reversed(NoticeKind.values)
        ][::-1]
        SafetyNoticeFactory(treatments=[TreatmentFactory()])

    def test_boxed_warnings_come_first_then_the_order_of_the_kinds(self):
        notices = self.treatment.public_notices()
        self.assertEqual(notices, self.notices)
        self.assertEqual([n.kind == "boxed-warning" for n in notices[:2]], [True, False])

    def test_notices_of_one_kind_come_in_the_editors_order_and_new_ones_last(self):
        kind = NoticeKind.AFTER_TREATMENT
        third, new, second = (
            SafetyNoticeFactory(kind=kind, treatments=[self.treatment], sort_order=order)
            for order in (3, None, 2)
        )
        self.notices[-1].sort_order = 1
        self.notices[-1].save()
        self.assertEqual(
            self.treatment.public_notices()[-4:], [self.notices[-1], second, third, new]
        )

    def test_drafts_are_left_out(self):
        self.notices[0].live = False
        self.notices[0].save()
        self.assertEqual(self.treatment.public_notices(), self.notices[1:])

    def test_the_number_of_queries_does_not_grow(self):
        for _ in range(2):
            SafetyNoticeFactory.create_batch(
                10, treatments=[self.treatment], sources=[SourceFactory()]
            )
            with self.assertNumQueries(4):
                for notice in self.treatment.public_notices():
                    self.assertLessEqual(len(notice.cited_sources), 1)
