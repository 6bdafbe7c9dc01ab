"""Previews of library items and of the clinic details."""

from django.test import TestCase
from wagtail.models import Site

from ketamine_pages.models import ClinicSettings, Indication
from tests.factories import ConditionFactory, SiteWordingFactory, SourceFactory, TreatmentFactory
from tests.library.test_library_items import FACTORIES, MODELS


def get_preview(item):
    response = item.make_preview_request()
    assert response.status_code == 200
    return response.content.decode()


class PreviewTests(TestCase):
    def test_every_kind_of_item_has_a_preview(self):
        for model, factory in FACTORIES.items():
            with self.subTest(model=model.__name__):
                item = factory()
                title = item.condition.name if hasattr(item, "condition_id") else str(item)
                html = get_preview(item)
                self.assertIn(title, html)
                self.assertNotIn("None", html)

    def test_an_item_has_a_preview_before_it_is_saved(self):
        for model in MODELS:
            with self.subTest(model=model.__name__):
                self.assertIn("kp-preview", get_preview(model.sample()))

    def test_a_form_that_has_just_been_opened_has_a_preview(self):
        # Only these two are asked for before a draft can be saved.
        needed = {Indication: {"treatment": TreatmentFactory(), "condition": ConditionFactory()}}
        for model in MODELS:
            with self.subTest(model=model.__name__):
                html = get_preview(model(**needed.get(model, {})))
                self.assertIn("kp-preview", html)
                self.assertNotIn("None", html)

    def test_the_preview_of_an_item_shows_its_sources(self):
        source = SourceFactory(title="A trial of something")
        for factory in FACTORIES.values():
            if hasattr(factory._meta.model, "source_links"):
                with self.subTest(factory=factory.__name__):
                    self.assertIn(source.title, get_preview(factory(sources=[source])))

    def test_the_preview_of_the_clinic_details_shows_what_is_not_saved_yet(self):
        clinic = ClinicSettings.for_site(Site.objects.get(is_default_site=True))
        clinic.organisation_name = "A clinic"
        clinic.wording = SiteWordingFactory(crisis_heading="If you need help now")
        html = get_preview(clinic)
        self.assertIn("A clinic", html)
        self.assertIn("If you need help now", html)
