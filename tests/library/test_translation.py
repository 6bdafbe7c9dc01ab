"""The library in several languages."""

from django.test import TestCase
from django.utils import timezone
from wagtail.models import Locale

from ketamine_pages.models import Benefit, Stance, Treatment
from tests.factories import (
    BenefitFactory,
    ConditionFactory,
    IndicationFactory,
    SafetyNoticeFactory,
    SourceFactory,
    TreatmentFactory,
    UserFactory,
    gate_off,
)


def translate(item, locale, *, published=True, **values):
    """What a translator makes of ``item``: a copy, some of it in another language."""
    copy = item.copy_for_translation(locale)
    for name, value in values.items():
        setattr(copy, name, value)
    copy.live = published
    with gate_off():
        copy.save()
    return copy


@gate_off()
class SpanishTestCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.spanish = Locale.objects.create(language_code="es")


class CopyTests(SpanishTestCase):
    def test_a_copy_keeps_sources_and_treatments(self):
        notice = SafetyNoticeFactory(
            treatments=[TreatmentFactory()], sources=[SourceFactory()], against=[SourceFactory()]
        )
        copy = notice.copy_for_translation(self.spanish)
        copy.save()
        copy.refresh_from_db()
        self.assertEqual(list(copy.treatments.all()), list(notice.treatments.all()))
        self.assertEqual(copy.cited_sources, notice.cited_sources)
        self.assertEqual([link.stance for link in copy.source_links.all()], Stance.values)
        self.assertNotEqual(copy.source_links.first().pk, notice.source_links.first().pk)
        self.assertEqual(copy.translation_key, notice.translation_key)

    def test_a_copy_of_a_locked_item_can_be_edited(self):
        user = UserFactory()
        benefit = BenefitFactory(locked=True, locked_by=user, locked_at=timezone.now())
        copy = benefit.copy_for_translation(self.spanish)
        copy.save()
        self.assertIsNone(copy.get_lock())
        self.assertIsNone(copy.locked_at)

    def test_a_copy_is_a_draft_until_it_is_published(self):
        benefit = BenefitFactory(title="Published")
        benefit.save_revision().publish()
        benefit.title = "Draft"
        benefit.save_revision()
        copy = benefit.copy_for_translation(self.spanish)
        copy.save()
        self.assertEqual(copy.title, "Draft")
        self.assertFalse(copy.is_public)
        self.assertIsNone(copy.live_revision)
        self.assertIsNone(copy.last_published_at)
        copy.save_revision().publish()
        copy.refresh_from_db()
        self.assertTrue(copy.is_public)
        self.assertNotEqual(copy.live_revision, benefit.live_revision)


class LocaliseTests(SpanishTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.benefits = BenefitFactory.create_batch(3)
        cls.translation = translate(cls.benefits[1], cls.spanish)

    def test_a_published_translation_takes_the_place_of_the_original(self):
        first, _, third = self.benefits
        self.assertEqual(
            Benefit.ready_for_page(self.benefits, self.spanish.pk),
            [first, self.translation, third],
        )

    def test_an_item_whose_translation_is_a_draft_stays_as_it_is(self):
        translate(self.benefits[0], self.spanish, published=False)
        ready = Benefit.ready_for_page(self.benefits, self.spanish.pk)
        self.assertEqual(ready[0], self.benefits[0])

    def test_a_draft_is_left_out_in_other_languages_too(self):
        draft = BenefitFactory(draft=True)
        self.assertEqual(Benefit.ready_for_page([draft], self.spanish.pk), [])

    def test_an_item_that_was_picked_in_two_languages_comes_once(self):
        both = [self.benefits[1], self.translation]
        self.assertEqual(Benefit.ready_for_page(both, self.spanish.pk), [self.translation])
        self.assertEqual(Benefit.ready_for_page(both, both[0].locale_id), [self.benefits[1]])

    def test_items_without_a_page_stay_as_they_are(self):
        self.assertEqual(Benefit.ready_for_page(self.benefits), self.benefits)

    def test_nothing_is_asked_where_all_items_are_in_the_language_of_the_page(self):
        with self.assertNumQueries(0):
            Benefit.localise(self.benefits, self.benefits[0].locale_id)

    def test_the_number_of_queries_does_not_grow(self):
        for _ in range(2):
            with self.assertNumQueries(1):
                Benefit.localise(list(self.benefits), self.spanish.pk)
            self.benefits.extend(BenefitFactory.create_batch(10))


class DerivedInSpanishTests(SpanishTestCase):
    """A page shows the same warnings in every language, each of them once."""

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.treatment = TreatmentFactory(name="Ketamine infusion")
        cls.condition = ConditionFactory(name="Depression")
        cls.indication = IndicationFactory(treatment=cls.treatment, condition=cls.condition)
        cls.notice = SafetyNoticeFactory(treatments=[cls.treatment])
        cls.treatment_es = translate(cls.treatment, cls.spanish, name="Infusión de ketamina")
        cls.condition_es = translate(cls.condition, cls.spanish, name="Depresión")

    def test_notices_without_translation_are_shown_rather_than_none(self):
        self.assertEqual(self.treatment_es.public_notices(), [self.notice])

    def test_each_language_shows_its_own_notices(self):
        notice_es = translate(self.notice, self.spanish)
        self.assertEqual(self.treatment.public_notices(), [self.notice])
        self.assertEqual(self.treatment_es.public_notices(), [notice_es])

    def test_a_notice_of_one_language_only_does_not_reach_the_default_language(self):
        only_es = SafetyNoticeFactory(locale=self.spanish, treatments=[self.treatment_es])
        self.assertEqual(self.treatment.public_notices(), [self.notice])
        self.assertEqual(set(self.treatment_es.public_notices()), {self.notice, only_es})

    def test_an_indication_without_translation_names_treatment_and_condition_in_the_language(self):
        indication = self.treatment_es.indications_for([self.condition])[self.condition.pk]
        self.assertEqual(indication, self.indication)
        self.assertIn("Infusión de ketamina", indication.disclosure)
        self.assertIn("Depresión", indication.disclosure)

    def test_an_indication_that_was_written_anew_replaces_the_original(self):
        anew = IndicationFactory(
            locale=self.spanish, treatment=self.treatment_es, condition=self.condition_es
        )
        for treatment, expected in [(self.treatment_es, anew), (self.treatment, self.indication)]:
            known = treatment.indications_for([self.condition, self.condition_es])
            self.assertEqual(set(known.values()), {expected})

    def test_approvals_are_told_in_the_language_of_the_product(self):
        approval = IndicationFactory(approval=True, condition=self.condition)
        product_es = translate(approval.treatment, self.spanish)
        self.assertIn("low mood in adults", product_es.disclosure)
        translate(approval, self.spanish, approved_use="ánimo bajo", population="adultos")
        product_es = Treatment.objects.get(pk=product_es.pk)
        self.assertIn("ánimo bajo", product_es.disclosure)
        self.assertNotIn("low mood", product_es.disclosure)
        self.assertNotIn("ánimo bajo", approval.treatment.disclosure)

    def test_indications_are_found_by_the_condition_in_the_language_of_the_page(self):
        indication_es = translate(self.indication, self.spanish)
        for treatment, condition, expected in [
            (self.treatment, self.condition, self.indication),
            (self.treatment_es, self.condition_es, indication_es),
            (self.treatment_es, self.condition, indication_es),
        ]:
            with self.subTest(treatment=treatment.name, condition=condition.name):
                known = treatment.indications_for([condition])
                self.assertEqual(known, {condition.pk: expected})

    def test_the_number_of_queries_does_not_grow(self):
        for _ in range(2):
            for indication in IndicationFactory.create_batch(5, treatment=self.treatment):
                translate(indication.condition, self.spanish)
                translate(indication, self.spanish)
                translate(SafetyNoticeFactory(treatments=[self.treatment]), self.spanish)
            conditions = [each.condition for each in self.treatment.indications.all()]
            with self.assertNumQueries(7):
                for indication in self.treatment_es.indications_for(conditions).values():
                    self.assertIn("Infusión", indication.disclosure)
                    self.assertEqual(len(indication.cited_sources), 1)
            with self.assertNumQueries(5):
                for notice in self.treatment_es.public_notices():
                    self.assertEqual(len(notice.cited_sources), 1)
