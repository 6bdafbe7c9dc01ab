"""What all library items share, on pages and off them."""

from uuid import UUID

import pytest
from django.apps import apps
from django.forms import CharField, ChoiceField
from django.test import TestCase
from wagtail.admin.panels import get_edit_handler
from wagtail.models import Site
from wagtail.test.utils.form_data import rich_text

from ketamine_pages import models
from ketamine_pages.fields import RichTextField
from ketamine_pages.models import Benefit, Condition, LibraryItem, Source, Treatment
from tests.factories import (
    BenefitFactory,
    ClinicianFactory,
    ConditionFactory,
    ImageFactory,
    IndicationFactory,
    SafetyNoticeFactory,
    SiteWordingFactory,
    SourceFactory,
    TreatmentFactory,
)

FACTORIES = {
    factory._meta.model: factory
    for factory in (
        BenefitFactory,
        ConditionFactory,
        IndicationFactory,
        ClinicianFactory,
        SafetyNoticeFactory,
        SiteWordingFactory,
        SourceFactory,
        TreatmentFactory,
    )
}
MODELS = sorted(FACTORIES, key=lambda model: model.__name__)


def test_every_model_of_the_library_is_among_those_tested_here():
    # The registered ones: other tests define models of their own for a moment.
    assert {model for model in apps.get_models() if issubclass(model, LibraryItem)} == set(MODELS)


@pytest.mark.parametrize("model", MODELS)
def test_a_sample_is_public_and_can_be_named_without_being_saved(model):
    sample = model.sample()
    assert sample.is_public
    assert sample.pk is None
    assert str(sample)
    assert sample.get_api_data()["title"] == str(sample)


@pytest.mark.parametrize("model", MODELS)
def test_starter_entries_have_keys_of_their_own_that_never_change(model):
    assert model.starter_translation_key("x") == model.starter_translation_key("x")
    assert len({m.starter_translation_key("x") for m in MODELS}) == len(MODELS)
    assert Treatment.starter_translation_key("ketamine-infusion") == UUID(
        "efd6bb04-ef0d-52cd-a579-b8172a8245ed"
    )


class LibraryItemTests(TestCase):
    def test_a_sample_is_complete_enough_to_be_published(self):
        for model in MODELS:
            with self.subTest(model=model.__name__):
                item = FACTORIES[model].build()
                sample = model.sample()
                for name in ("treatment", "condition"):
                    if getattr(sample, name, None) is not None:
                        setattr(sample, name, FACTORIES[type(getattr(sample, name))]())
                sample.full_clean(exclude=["locale"])
                self.assertEqual(type(item), type(sample))

    def test_titles_in_choosers_say_what_keeps_an_item_off_pages(self):
        for values, ending in [
            ({}, "Better sleep"),
            ({"draft": True}, "Better sleep (draft)"),
            ({"draft": True, "needs_confirmation": True}, "Better sleep (draft)"),
            ({"needs_confirmation": True}, "Better sleep (unconfirmed)"),
        ]:
            with self.subTest(values=values):
                benefit = BenefitFactory.build(title="Better sleep", locale=None, **values)
                self.assertEqual(benefit.get_admin_display_title(), ending)

    def test_a_huge_paste_is_refused_at_its_field(self):
        huge = "x" * 1_000_000
        for model in MODELS:
            form_class = get_edit_handler(model).get_form_class()
            texts = [
                name
                for name, field in form_class.base_fields.items()
                if isinstance(field, CharField) and not isinstance(field, ChoiceField)
            ]
            data = dict.fromkeys(texts, huge)
            data |= {
                field.name: rich_text(f"<p>{huge}</p>")
                for field in model._meta.fields
                if isinstance(field, RichTextField)
            }
            with self.subTest(model=model.__name__):
                form = form_class(data, instance=model())
                self.assertLessEqual(set(texts), set(form.errors))


class ReadyForPageTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.benefits = BenefitFactory.create_batch(3)

    def test_the_order_is_kept_and_each_item_comes_once(self):
        first, second, third = self.benefits
        self.assertEqual(
            Benefit.ready_for_page([third, first, third, second, first]), [third, first, second]
        )

    def test_drafts_are_left_out(self):
        draft = BenefitFactory(draft=True)
        self.assertEqual(Benefit.ready_for_page([draft, *self.benefits]), self.benefits)

    def test_samples_are_kept_apart(self):
        samples = [Benefit.sample(), Benefit.sample()]
        self.assertEqual(len(Benefit.ready_for_page([*samples, samples[0]])), 2)

    def test_nothing_is_asked_for_an_empty_list(self):
        with self.assertNumQueries(0):
            self.assertEqual(Benefit.ready_for_page([], locale_id=1), [])

    def test_the_number_of_queries_does_not_grow(self):
        for _ in range(2):
            BenefitFactory.create_batch(10, sources=SourceFactory.create_batch(3))
            items = list(Benefit.objects.all())
            with self.assertNumQueries(2):
                for benefit in Benefit.ready_for_page(items, items[0].locale_id):
                    self.assertEqual(len(benefit.cited_sources), benefit.source_links.count())

    def test_the_queries_for_pictures_and_links_of_conditions_do_not_grow(self):
        home = Site.objects.get(is_default_site=True).root_page
        for _ in range(2):
            for image in ImageFactory.create_batch(3):
                ConditionFactory(image=image, detail_page=home)
            items = list(Condition.objects.all())
            with self.assertNumQueries(3):
                for condition in Condition.ready_for_page(items):
                    self.assertEqual(condition.detail_page, home)
                    self.assertEqual(list(condition.image.renditions.all()), [])


class CitedSourcesTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.first, cls.second, cls.third = SourceFactory.create_batch(3)

    def test_sources_for_come_before_sources_against_in_the_editors_order(self):
        for factory in (BenefitFactory, IndicationFactory, SafetyNoticeFactory):
            with self.subTest(factory=factory.__name__):
                item = factory(against=[self.first], sources=[self.third, self.second])
                self.assertEqual(item.supporting_sources, [self.third, self.second])
                self.assertEqual(item.opposing_sources, [self.first])
                self.assertEqual(item.cited_sources, [self.third, self.second, self.first])

    def test_draft_sources_are_not_cited(self):
        benefit = BenefitFactory(sources=[self.first, self.second])
        Source.objects.filter(pk=self.first.pk).update(live=False)
        self.assertEqual(Benefit.objects.get(pk=benefit.pk).cited_sources, [self.second])

    def test_a_link_is_named_after_its_source(self):
        benefit = BenefitFactory(sources=[self.first])
        self.assertEqual(str(benefit.source_links.get()), self.first.title)

    def test_unsaved_links_are_cited_too(self):
        benefit = Benefit.sample()
        benefit.source_links.add(models.BenefitSource(source=self.first))
        self.assertEqual(benefit.cited_sources, [self.first])
