"""Choosing library items, and adding new ones on the way."""

from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.log_actions import registry as log_registry
from wagtail.models import Locale

from ketamine_pages import models
from tests import factories
from tests.admin.site import FACTORIES, LIBRARY, EditorTestCase, chooser_url

RICH_TEXT = (
    '{"blocks": [{"key": "a", "text": "No driving.", "type": "unstyled", "depth": 0, '
    '"inlineStyleRanges": [], "entityRanges": []}], "entityMap": {}}'
)


class ListTests(EditorTestCase):
    def choose(self, model, view="choose_results", **query):
        response = self.client.get(chooser_url(model, view), query)
        self.assertEqual(response.status_code, 200)
        return response

    def cells(self, response):
        soup = self.get_soup(response.content)
        return [
            [cell.get_text(" ", strip=True) for cell in row.select("td")]
            for row in soup.select("tbody tr")
        ]

    def test_columns_help_to_choose(self):
        treatment = factories.TreatmentFactory(name="Ketamine")
        factories.BenefitFactory(title="Sleep", treatment=treatment, draft=True)
        factories.ClinicianFactory(name="Dana", active=False)
        for model, expected in (
            (models.Benefit, ["Sleep", "English", "Ketamine", "Limited evidence", "", "draft"]),
            (
                models.Treatment,
                ["Ketamine", "English", "Off-label: not FDA-approved for this use", "", "live"],
            ),
            (models.Clinician, ["Dana", "English", "MD", "False", "", "live"]),
        ):
            with self.subTest(model=model.__name__):
                self.assertEqual(self.cells(self.choose(model)), [expected])

    def test_sources_show_year_and_withdrawal(self):
        factories.SourceFactory(
            title="Trial", year=2019, withdrawn_on="2020-01-01", withdrawn_reason="Retracted."
        )
        self.assertEqual(
            self.cells(self.choose(models.Source)),
            [["Trial", "English", "Randomised trial", "2019", "withdrawn", "", "live"]],
        )

    def test_items_are_found_by_the_beginning_of_a_word(self):
        factories.SourceFactory(title="Ketamine versus ECT")
        factories.SourceFactory(title="Esketamine label")
        [row] = self.cells(self.choose(models.Source, q="keta"))
        self.assertEqual(row[0], "Ketamine versus ECT")

    def test_several_can_be_ticked(self):
        factories.BenefitFactory()
        response = self.choose(models.Benefit, "choose", multiple=1)
        self.assertIn("data-multiple-choice-select", response.json()["html"])

    def test_an_empty_library_says_how_to_begin(self):
        self.assertContains(self.choose(models.Benefit), "There is no benefit yet.")
        self.assertContains(self.choose(models.Benefit), "Add the first one under “Add new”.")

    def test_who_may_not_add_is_not_told_to(self):
        self.editors.permissions.remove(Permission.objects.get(codename="add_benefit"))
        self.assertNotContains(self.choose(models.Benefit), "Add the first one")
        html = self.choose(models.Benefit, "choose").json()["html"]
        self.assertNotIn("Add as a draft", html)

    def test_the_number_of_queries_does_not_depend_on_the_number_of_items(self):
        for model in LIBRARY:
            address = chooser_url(model, "choose_results")
            FACTORIES[model]()
            self.client.get(address)
            counts = []
            for number in (2, 6):
                FACTORIES[model].create_batch(number, draft=True)
                with CaptureQueriesContext(connection) as queries:
                    self.client.get(address)
                counts.append(len(queries))
            with self.subTest(model=model.__name__):
                self.assertEqual(*counts)


class ChosenTests(EditorTestCase):
    def test_a_chosen_draft_says_that_it_is_one(self):
        draft = factories.BenefitFactory(title="Sleep", draft=True)
        starter = factories.BenefitFactory(title="Mood", needs_confirmation=True)
        for item, title in ((draft, "Sleep (draft)"), (starter, "Mood (unconfirmed)")):
            response = self.client.get(chooser_url(models.Benefit, "chosen", item.pk))
            self.assertEqual(response.json()["result"]["string"], title)

    def test_several_are_chosen_at_once(self):
        items = factories.BenefitFactory.create_batch(2)
        response = self.client.get(
            chooser_url(models.Benefit, "chosen_multiple"), {"id": [item.pk for item in items]}
        )
        self.assertEqual(
            [item["id"] for item in response.json()["result"]], [str(item.pk) for item in items]
        )

    def test_fields_show_the_same_title(self):
        item = factories.BenefitFactory(treatment=factories.TreatmentFactory(name="K", draft=True))
        response = self.client.get(f"/admin/snippets/ketamine_pages/benefit/edit/{item.pk}/")
        self.assertContains(response, "K (draft)")


class CreationTests(EditorTestCase):
    DATA = {
        models.Treatment: {
            "name": "New",
            "summary": "A medicine.",
            "route": "iv",
            "regulatory_status": "off-label",
        },
        models.Condition: {"name": "New", "summary": "An illness."},
        models.Indication: {
            "status": "off-label",
            "evidence_level": "early",
            "statement": "Nobody knows yet.",
        },
        models.Benefit: {"title": "New", "text": "Found once.", "evidence_level": "early"},
        models.SafetyNotice: {"title": "New", "kind": "after-treatment", "text": RICH_TEXT},
        models.Source: {"title": "New", "kind": "other"},
        models.Clinician: {"name": "New", "credentials": "MD"},
        models.SiteWording: {"name": "New"},
    }

    def create(self, model, query="", **data):
        prefix = f"new-{model._meta.model_name}"
        return self.client.post(
            chooser_url(model, "create") + query,
            {f"{prefix}-{name}": value for name, value in data.items()},
        )

    def data(self, model):
        data = dict(self.DATA[model])
        if model is models.Indication:
            data["treatment"] = factories.TreatmentFactory().pk
            data["condition"] = factories.ConditionFactory().pk
        return data

    def test_every_model_is_added_as_a_draft_with_a_revision(self):
        for model in LIBRARY:
            with self.subTest(model=model.__name__):
                answer = self.create(model, **self.data(model)).json()
                self.assertEqual(answer["step"], "chosen")
                item = model.objects.get(pk=answer["result"]["id"])
                self.assertFalse(item.live)
                self.assertTrue(item.has_unpublished_changes)
                self.assertEqual(item.latest_revision.user, self.editor)
                self.assertEqual(item.locale, Locale.get_default())
                self.assertTrue(answer["result"]["string"].endswith("(draft)"))
                self.assertEqual(item.latest_revision.as_object().full_clean(), None)

    def test_adding_is_in_the_history(self):
        answer = self.create(models.Benefit, **self.data(models.Benefit)).json()
        item = models.Benefit.objects.get(pk=answer["result"]["id"])
        [entry] = log_registry.get_logs_for_instance(item)
        self.assertEqual((entry.action, entry.user), ("wagtail.create", self.editor))

    def test_required_fields_are_asked_for_at_the_field(self):
        for model in LIBRARY:
            with self.subTest(model=model.__name__):
                answer = self.create(model).json()
                self.assertEqual(answer["step"], "reshow_creation_form")
                soup = self.get_soup(answer["htmlFragment"])
                names = {
                    error.find_parent(attrs={"data-field-wrapper": True})
                    .select_one("[name]")["name"]
                    .removeprefix(f"new-{model._meta.model_name}-")
                    for error in soup.select(".error-message")
                }
                missing = set(self.data(model))
                self.assertEqual(names, missing)
                self.assertEqual(model.objects.filter(live=False).count(), 0)

    def test_what_was_typed_stays(self):
        answer = self.create(models.Source, title="Trial of ketamine", doi="nonsense").json()
        soup = self.get_soup(answer["htmlFragment"])
        self.assertEqual(soup.select_one("[name$=title]")["value"], "Trial of ketamine")
        self.assertEqual(soup.select_one("[name$=doi]")["value"], "nonsense")
        self.assertIn("“nonsense” is not a DOI.", soup.get_text())

    def test_the_locale_of_the_page_is_used(self):
        spanish = Locale.objects.create(language_code="es")
        english_only = factories.TreatmentFactory(name="Only in English")
        opened = self.client.get(chooser_url(models.Benefit, "choose"), {"locale": "es"})
        soup = self.get_soup(opened.json()["html"])
        form = soup.select_one("[data-chooser-modal-creation-form]")
        self.assertNotIn(english_only.name, form.get_text())
        answer = self.client.post(
            form["action"],
            {f"new-benefit-{k}": v for k, v in self.DATA[models.Benefit].items()},
        ).json()
        item = models.Benefit.objects.get(pk=answer["result"]["id"])
        self.assertEqual(item.locale, spanish)

    def test_one_of_several_is_answered_as_a_list(self):
        answer = self.create(models.Benefit, "?multiple=1", **self.data(models.Benefit)).json()
        self.assertEqual(len(answer["result"]), 1)

    def test_a_second_indication_for_a_pair_is_refused(self):
        first = factories.IndicationFactory()
        data = {
            **self.DATA[models.Indication],
            "treatment": first.treatment.pk,
            "condition": first.condition.pk,
        }
        answer = self.create(models.Indication, **data).json()
        self.assertIn("There is already an entry for", answer["htmlFragment"])

    def test_who_may_not_add_is_refused(self):
        self.editors.permissions.remove(Permission.objects.get(codename="add_benefit"))
        response = self.create(models.Benefit, **self.data(models.Benefit))
        self.assertEqual(response.status_code, 302)
        self.assertFalse(models.Benefit.objects.exists())


class PermissionTests(EditorTestCase):
    def test_editors_of_pages_may_choose_without_permissions_in_the_library(self):
        self.editors.permissions.set([Permission.objects.get(codename="access_admin")])
        response = self.client.get(chooser_url(models.Benefit, "choose"))
        self.assertEqual(response.status_code, 200)

    def test_editors_of_a_part_of_the_library_may_choose_from_the_rest(self):
        self.editors.page_permissions.all().delete()
        self.editors.permissions.set(
            Permission.objects.filter(codename__in=["access_admin", "change_indication"])
        )
        response = self.client.get(chooser_url(models.Treatment, "choose"))
        self.assertEqual(response.status_code, 200)
