"""What is in use says so before it is deleted."""

from django.urls import reverse

from ketamine_pages import models
from tests import factories
from tests.admin.site import EditorTestCase, url


class DeletionTests(EditorTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.treatment = factories.TreatmentFactory()
        cls.source = factories.SourceFactory()
        cls.benefit = factories.BenefitFactory(
            title="Sleep", treatment=cls.treatment, sources=[cls.source]
        )
        cls.indication = factories.IndicationFactory(treatment=cls.treatment)
        cls.list_page = factories.BenefitListPageFactory(
            title="All benefits", benefits=[("benefit", cls.benefit)]
        )
        cls.page = factories.TreatmentPageFactory(
            title="About ketamine",
            body=[
                ("benefits", {"heading": "Good", "benefits": [("benefit", cls.benefit)]}),
                (
                    "section",
                    {
                        "heading": "Why",
                        "text": "<p>So.</p>",
                        "sources": [("source", cls.source)],
                    },
                ),
            ],
        )

    def usage(self, item):
        response = self.client.get(url(type(item), "usage", item.pk))
        return self.get_soup(response.content).select_one("main").get_text(" ", strip=True)

    def bulk_delete(self, model):
        return reverse(
            "wagtail_bulk_action", args=["ketamine_pages", model._meta.model_name, "delete"]
        )

    def test_picks_in_pages_count_as_use(self):
        usage = self.usage(self.benefit)
        self.assertIn("All benefits", usage)
        self.assertIn("About ketamine", usage)

    def test_sources_know_items_and_blocks_that_cite_them(self):
        usage = self.usage(self.source)
        self.assertIn("Sleep", usage)
        self.assertIn("About ketamine", usage)

    def test_a_benefit_in_use_says_where_before_it_is_deleted(self):
        address = url(models.Benefit, "delete", self.benefit.pk)
        response = self.client.get(address)
        self.assertContains(response, "This benefit is referenced 2 times")
        self.assertContains(response, url(models.Benefit, "usage", self.benefit.pk))
        self.client.post(address)
        self.assertFalse(models.Benefit.objects.exists())

    def test_what_others_rely_on_cannot_be_deleted(self):
        for item in (self.source, self.treatment, self.indication.condition):
            with self.subTest(item=item):
                address = url(type(item), "delete", item.pk)
                response = self.client.get(address)
                self.assertContains(response, "prevent it from being deleted")
                self.assertContains(response, url(type(item), "usage", item.pk))
                self.client.post(address)
                self.assertTrue(type(item).objects.filter(pk=item.pk).exists())

    def test_bulk_deletion_says_where_each_is_used(self):
        other = factories.BenefitFactory(title="Mood")
        address = self.bulk_delete(models.Benefit)
        query = f"?id={self.benefit.pk}&id={other.pk}"
        response = self.client.get(address + query)
        self.assertContains(response, "This benefit is referenced 2 times")
        self.assertContains(response, url(models.Benefit, "usage", self.benefit.pk))
        self.client.post(address + query)
        self.assertFalse(models.Benefit.objects.exists())

    def test_bulk_deletion_of_what_others_rely_on_is_refused(self):
        free = factories.SourceFactory()
        address = self.bulk_delete(models.Source)
        query = f"?id={self.source.pk}&id={free.pk}"
        response = self.client.get(address + query)
        self.assertContains(response, "prevent it from being deleted")
        self.client.post(address + query)
        self.assertTrue(models.Source.objects.filter(pk=self.source.pk).exists())

    def test_unpublishing_says_where_an_item_is_used(self):
        response = self.client.get(url(models.Benefit, "unpublish", self.benefit.pk))
        self.assertContains(response, "This benefit is referenced 2 times")
