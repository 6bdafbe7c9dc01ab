"""The lists of the library."""

import datetime

from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.menu import admin_menu
from wagtail.models import Locale, Workflow

from ketamine_pages import models
from ketamine_pages.admin.library.menu import LibraryViewSetGroup
from ketamine_pages.shown.kinds import library_models
from tests import factories
from tests.admin.site import FACTORIES, LIBRARY, EditorTestCase, texts, url


class MenuTests(EditorTestCase):
    def test_the_library_is_one_menu_item(self):
        request = self.client.get(reverse("wagtailadmin_home")).wsgi_request
        [library] = [
            item
            for item in admin_menu.menu_items_for_request(request)
            if item.name == "treatment-library"
        ]
        self.assertEqual(
            [str(item.label) for item in library.menu.registered_menu_items],
            [
                "Treatments",
                "Conditions",
                "Indications",
                "Benefits",
                "Safety notices",
                "Sources",
                "Clinicians",
                "Site wording",
            ],
        )

    def test_no_library_model_is_forgotten(self):
        self.assertEqual(set(LIBRARY), set(library_models()))

    def test_its_place_is_a_setting(self):
        group = LibraryViewSetGroup.__new__(LibraryViewSetGroup)
        with override_settings(KETAMINE_PAGES={"LIBRARY_MENU_ORDER": 12}):
            self.assertEqual(group.menu_order, 12)

    def test_its_icons_are_in_the_sprite(self):
        response = self.client.get(reverse("wagtailadmin_sprite"))
        for name in ("clinic", "condition", "library", "treatment"):
            self.assertContains(response, f'id="icon-kp-{name}"')


class ColumnTests(EditorTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.sources = factories.SourceFactory.create_batch(2)
        cls.treatment = factories.TreatmentFactory(name="Ketamine infusion")

    def rows(self, model, **query):
        return texts(self.client.get(url(model, "list"), query))

    def test_benefits_show_evidence_and_number_of_sources(self):
        factories.BenefitFactory(
            title="Sleep", treatment=self.treatment, sources=self.sources, evidence_level="early"
        )
        [[_box, title, _locale, *details, _updated, status]] = self.rows(models.Benefit)
        self.assertTrue(title.startswith("Sleep"))
        self.assertEqual(details, ["Ketamine infusion", "Early evidence", "2", ""])
        self.assertEqual(status, "live")

    def test_starter_content_is_marked(self):
        factories.BenefitFactory(needs_confirmation=True, draft=True)
        [[*_, mark, _updated, status]] = self.rows(models.Benefit)
        self.assertEqual((mark, status), ("unconfirmed", "draft"))

    def test_indications_show_status_and_evidence(self):
        condition = factories.ConditionFactory(name="PTSD")
        factories.IndicationFactory(
            treatment=self.treatment, condition=condition, sources=self.sources[:1]
        )
        [[_box, title, _locale, *details, _check, _updated, _status]] = self.rows(models.Indication)
        self.assertTrue(title.startswith("Ketamine infusion for PTSD"))
        self.assertEqual(details, ["Off-label for this condition", "Moderate evidence", "1"])

    def test_treatments_show_what_the_regulator_says(self):
        [[_box, _title, _locale, *details, _check, _updated, _status]] = self.rows(models.Treatment)
        self.assertEqual(
            details,
            ["Off-label: not FDA-approved for this use", "Intravenous infusion (into a vein)"],
        )

    def test_safety_notices_name_their_treatments(self):
        other = factories.TreatmentFactory(name="Spravato")
        factories.SafetyNoticeFactory(treatments=[self.treatment, other])
        [[_box, _title, _locale, kind, treatments, sources, *_]] = self.rows(models.SafetyNotice)
        self.assertEqual(
            (kind, treatments, sources), ("Common effects", "Ketamine infusion, Spravato", "1")
        )

    def test_sources_show_kind_year_and_withdrawal(self):
        models.Source.objects.all().delete()
        factories.SourceFactory(
            year=2019, withdrawn_on=datetime.date(2020, 1, 1), withdrawn_reason="Retracted."
        )
        [[_box, _title, _locale, *details, _check, _updated, _status]] = self.rows(models.Source)
        self.assertEqual(details, ["Randomised trial", "2019", "withdrawn"])

    def test_conditions_count_their_treatments(self):
        factories.IndicationFactory(condition=factories.ConditionFactory(abbreviation="PTSD"))
        [[_box, _title, _locale, *details, _check, _updated, _status]] = self.rows(models.Condition)
        self.assertEqual(details, ["PTSD", "1"])

    def test_evidence_sorts_from_strong_to_none(self):
        levels = list(models.EvidenceLevel)
        for level in sorted(levels):
            factories.BenefitFactory(evidence_level=level)
        rows = self.rows(models.Benefit, ordering="evidence_rank")
        self.assertEqual([row[4] for row in rows], [level.label for level in levels])

    def test_every_sortable_column_sorts_both_ways(self):
        for model, factory in FACTORIES.items():
            factory()
            response = self.client.get(url(model, "list"))
            for ordering in response.context["view"].get_valid_orderings():
                with self.subTest(model=model.__name__, ordering=ordering):
                    response = self.client.get(url(model, "list_results"), {"ordering": ordering})
                    self.assertEqual(response.status_code, 200)
                    self.assertEqual(response.context["view"].ordering, ordering)


class FilterAndSearchTests(EditorTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.treatment = factories.TreatmentFactory(name="Ketamine infusion")
        cls.sleep = factories.BenefitFactory(
            title="Sleep better", treatment=cls.treatment, evidence_level="early"
        )
        cls.mood = factories.BenefitFactory(
            title="Mood better", evidence_level="strong", draft=True, needs_confirmation=True
        )

    def found(self, model, **query):
        response = self.client.get(url(model, "list_results"), query)
        self.assertEqual(response.status_code, 200)
        return list(response.context["object_list"])

    def test_filters_narrow_the_list(self):
        for query, expected in (
            ({"treatment": self.treatment.pk}, self.sleep),
            ({"evidence_level": "strong"}, self.mood),
            ({"live": "true"}, self.sleep),
            ({"live": "false"}, self.mood),
            ({"needs_confirmation": "true"}, self.mood),
            ({"q": "sle"}, self.sleep),
            ({"q": "better", "evidence_level": "early"}, self.sleep),
        ):
            with self.subTest(query=query):
                self.assertEqual(self.found(models.Benefit, **query), [expected])

    def test_locales_can_be_told_apart(self):
        spanish = Locale.objects.create(language_code="es")
        dormir = factories.BenefitFactory(title="Dormir mejor", locale=spanish)
        self.assertEqual(self.found(models.Benefit, locale="es"), [dormir])

    def test_indications_are_found_by_the_beginning_of_a_name(self):
        indication = factories.IndicationFactory(treatment=self.treatment)
        factories.IndicationFactory()
        self.assertEqual(self.found(models.Indication, q="keta"), [indication])

    def test_notices_are_filtered_and_searched_by_treatment(self):
        notice = factories.SafetyNoticeFactory(title="Driving", treatments=[self.treatment])
        factories.SafetyNoticeFactory(title="Driving elsewhere")
        query = {"treatments": self.treatment.pk}
        self.assertEqual(self.found(models.SafetyNotice, **query), [notice])
        self.assertEqual(self.found(models.SafetyNotice, q="driving", **query), [notice])

    def test_sources_are_filtered_by_withdrawal(self):
        gone = factories.SourceFactory(
            withdrawn_on=timezone.localdate(), withdrawn_reason="Retracted."
        )
        self.assertEqual(self.found(models.Source, withdrawn="true"), [gone])
        sound = set(models.Source.objects.exclude(pk=gone.pk))
        self.assertEqual(set(self.found(models.Source, withdrawn="false")), sound)

    def test_search_results_can_be_sorted_by_any_column(self):
        for model, factory in FACTORIES.items():
            factory()
            response = self.client.get(url(model, "list"))
            for ordering in response.context["view"].get_valid_orderings():
                with self.subTest(model=model.__name__, ordering=ordering):
                    self.found(model, q="e", ordering=ordering)


class ExportTests(EditorTestCase):
    def test_every_list_is_exported_with_headings(self):
        for model, factory in FACTORIES.items():
            factory()
            for kind in ("csv", "xlsx"):
                with self.subTest(model=model.__name__, kind=kind):
                    response = self.client.get(url(model, "list"), {"export": kind})
                    self.assertEqual(response.status_code, 200)
                    self.assertGreater(len(response.getvalue()), 50)

    def test_labels_are_exported_rather_than_stored_values(self):
        source = factories.SourceFactory()
        factories.BenefitFactory(title="Sleep", evidence_level="early", sources=[source])
        response = self.client.get(url(models.Benefit, "list"), {"export": "csv"})
        heading, row = response.getvalue().decode().splitlines()
        self.assertEqual(
            heading,
            "Title,Text,Caveat,Treatment,Evidence,Sources,Locale,To be confirmed,Published",
        )
        self.assertEqual(
            row,
            "Sleep,Some people felt better for a while.,,,Early evidence,1,English,False,True",
        )


class QueryTests(EditorTestCase):
    """The number of queries does not depend on the number of rows."""

    def count(self, address):
        self.client.get(address)
        with CaptureQueriesContext(connection) as queries:
            self.assertEqual(self.client.get(address).status_code, 200)
        return len(queries)

    def fill(self, model, number):
        for _place in range(number):
            extra = {}
            if model in (models.Indication, models.Benefit, models.SafetyNotice):
                extra["sources"] = factories.SourceFactory.create_batch(2)
            if model is models.Benefit:
                extra["treatment"] = factories.TreatmentFactory()
            if model is models.SafetyNotice:
                extra["treatments"] = factories.TreatmentFactory.create_batch(2)
            item = FACTORIES[model](draft=True, **extra)
            item.save_revision()

    def test_lists(self):
        for model in LIBRARY:
            with self.subTest(model=model.__name__):
                self.fill(model, 2)
                few = self.count(url(model, "list"))
                self.fill(model, 6)
                self.assertEqual(self.count(url(model, "list")), few)


@factories.gate_off()
class StatusTests(EditorTestCase):
    def test_scheduled_items_and_items_in_a_workflow_say_so(self):
        scheduled = factories.BenefitFactory(title="A", draft=True)
        scheduled.go_live_at = timezone.now() + datetime.timedelta(days=1)
        scheduled.save_revision().publish()
        waiting = factories.BenefitFactory(title="B", draft=True)
        waiting.save_revision()
        Workflow.objects.get().start(waiting, self.editor)
        rows = texts(self.client.get(url(models.Benefit, "list")))
        self.assertEqual([row[-1] for row in rows], ["scheduled", "in moderation"])
