"""What editors may get wrong in the library: a message at the field, and nothing lost."""

from wagtail.models import Locale
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text

from ketamine_pages import models
from tests import factories
from tests.admin.site import EditorTestCase, url


class SourceTests(EditorTestCase):
    VALID = {
        "title": "Ketamine versus ECT",
        "kind": "randomised-trial",
        "result": "About as good.",
    }

    def post(self, **changes):
        return self.client.post(url(models.Source, "add"), {**self.VALID, **changes})

    def test_valid_input_is_saved_as_a_draft(self):
        self.post(doi="https://doi.org/10.1056/NEJMoa2302399", year="2023")
        source = models.Source.objects.get()
        self.assertEqual((source.doi, source.live), ("10.1056/NEJMoa2302399", False))

    def test_messages_stand_at_the_field_and_everything_typed_is_kept(self):
        for field, value, message in (
            ("doi", "nonsense", "is not a DOI."),
            ("pmid", "PMC12", "is not a PubMed ID."),
            ("year", "1066", "Enter a year between 1800 and"),
            ("year", "20233", "Enter a year between 1800 and"),
            ("year", "last year", "Enter a whole number."),
            ("url", "javascript:alert(1)", "Enter a valid URL."),
            ("participants", "-4", "Ensure this value is greater than or equal to 0."),
            ("kind", "blog", "Select a valid choice."),
            ("title", "x" * 501, "Ensure this value has at most 500 characters"),
            ("result", "x" * 100_000, "Ensure this value has at most 2000 characters"),
            ("withdrawn_reason", "Retracted.", None),
        ):
            with self.subTest(field=field, value=value[:20]):
                response = self.post(**{field: value})
                self.assertEqual(response.status_code, 200)
                form = response.context["form"]
                at = "withdrawn_on" if message is None else field
                self.assertEqual(list(form.errors), [at])
                self.assertIn(message or "Give the date", str(form.errors[at]))
                self.assertEqual(form[field].value(), value)
                self.assertEqual(form["result"].value(), {**self.VALID, field: value}["result"])
                self.assertFalse(models.Source.objects.exists())

    def test_drafts_may_wait_for_required_fields_but_not_be_published(self):
        response = self.post(title="", **{"action-publish": "1"})
        self.assertEqual(list(response.context["form"].errors), ["title"])

    def test_script_is_shown_and_never_run(self):
        self.post(title="<script>alert(1)</script>")
        response = self.client.get(url(models.Source, "list"))
        self.assertNotContains(response, "<script>alert(1)")
        self.assertContains(response, "&lt;script&gt;alert(1)")


class IndicationTests(EditorTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.first = factories.IndicationFactory()

    def data(self, **changes):
        return nested_form_data(
            {
                "treatment": self.first.treatment.pk,
                "condition": self.first.condition.pk,
                "status": "off-label",
                "evidence_level": "early",
                "statement": "Nobody knows yet.",
                "source_links": inline_formset([]),
                **changes,
            }
        )

    def assert_refused(self, response):
        form = response.context["form"]
        self.assertEqual(list(form.errors), ["condition"])
        self.assertIn("There is already an entry for", str(form.errors["condition"]))
        self.assertEqual(form["statement"].value(), "Nobody knows yet.")

    def test_a_second_one_for_a_pair_is_refused(self):
        self.assert_refused(self.client.post(url(models.Indication, "add"), self.data()))
        self.assertEqual(models.Indication.objects.count(), 1)

    def test_changing_one_into_another_is_refused(self):
        other = factories.IndicationFactory()
        address = url(models.Indication, "edit", other.pk)
        for action in ({}, {"action-publish": "1"}):
            with self.subTest(action=action):
                self.assert_refused(self.client.post(address, {**self.data(), **action}))

    @factories.gate_off()
    def test_saving_one_again_is_fine(self):
        address = url(models.Indication, "edit", self.first.pk)
        response = self.client.post(address, {**self.data(), "action-publish": "1"})
        self.assertEqual(response.status_code, 302)

    def test_another_language_may_have_the_same_pair(self):
        Locale.objects.create(language_code="es")
        address = url(models.Indication, "add") + "?locale=es"
        self.assertEqual(self.client.post(address, self.data()).status_code, 302)

    def test_a_copy_must_be_about_something_else(self):
        copied = self.client.get(url(models.Indication, "copy", self.first.pk))
        self.assertEqual(copied.context["form"].initial["statement"], self.first.statement)
        self.assert_refused(self.client.post(copied.context["action_url"], self.data()))


class CitationTests(EditorTestCase):
    def data(self, links):
        return nested_form_data(
            {
                "title": "Sleep",
                "text": "Some slept better.",
                "caveat": "",
                "evidence_level": "early",
                "treatment": "",
                "source_links": inline_formset(links),
            }
        )

    def test_sources_are_saved_in_order_with_their_stance(self):
        first, second = factories.SourceFactory.create_batch(2)
        links = [
            {"source": second.pk, "stance": "supports"},
            {"source": first.pk, "stance": "opposes"},
        ]
        data = {**self.data(links), "action-publish": "1"}
        self.client.post(url(models.Benefit, "add"), data)
        benefit = models.Benefit.objects.get()
        self.assertEqual(
            [(link.source, link.stance) for link in benefit.source_links.all()],
            [(second, "supports"), (first, "opposes")],
        )

    def test_a_citation_without_source_is_refused_at_its_field(self):
        response = self.client.post(
            url(models.Benefit, "add"), self.data([{"source": "", "stance": "opposes"}])
        )
        formset = response.context["form"].formsets["source_links"]
        self.assertEqual([list(errors) for errors in formset.errors], [["source"]])

    def test_a_copy_takes_the_sources_along(self):
        source = factories.SourceFactory()
        original = factories.BenefitFactory(sources=[source])
        copied = self.client.get(url(models.Benefit, "copy", original.pk))
        form = self.get_soup(copied.content).select_one("form[data-edit-form]")
        data = {field["name"]: field.get("value", "") for field in form.select("input[name]")}
        data.update(title="Copy", text="Copied.", evidence_level="early")
        data["source_links-0-stance"] = "supports"
        response = self.client.post(copied.context["action_url"], data)
        self.assertEqual(response.status_code, 302)
        copy = models.Benefit.objects.exclude(pk=original.pk).get()
        self.assertEqual([each.source for each in copy.source_links.all()], [source])
        self.assertEqual(original.source_links.count(), 1)


class SafetyNoticeTests(EditorTestCase):
    def post(self, text):
        return self.client.post(
            url(models.SafetyNotice, "add"),
            nested_form_data(
                {
                    "title": "Driving",
                    "kind": "after-treatment",
                    "text": text,
                    "source_links": inline_formset([]),
                }
            ),
        )

    def test_a_huge_paste_is_refused_at_the_field(self):
        response = self.post(rich_text("<p>" + "word " * 5000 + "</p>"))
        self.assertEqual(list(response.context["form"].errors), ["text"])

    def test_links_that_run_script_are_refused_at_the_field(self):
        text = rich_text('<p><a href="javascript:alert(1)">here</a></p>')
        response = self.post(text)
        if response.status_code == 302:
            # The editor may have dropped the link already, which is as good.
            self.assertNotIn("javascript", models.SafetyNotice.objects.get().text)
        else:
            self.assertEqual(list(response.context["form"].errors), ["text"])
