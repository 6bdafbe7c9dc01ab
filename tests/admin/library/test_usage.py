"""Where an item is used, also by what shows it without naming it."""

from django.contrib.auth.models import Permission
from wagtail.models import GroupPagePermission

from ketamine_pages import models
from ketamine_pages.admin.library.usage import Usage
from tests import factories
from tests.admin.site import EditorTestCase, texts, url
from tests.reviews.making import block, page_with, picks

BY_WAY = "By way of a list, a treatment or another entry"


class UsageTests(EditorTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        with cls.captureOnCommitCallbacks(execute=True):
            cls.treatment = factories.TreatmentFactory()
            cls.benefit = factories.BenefitFactory()
            cls.notice = factories.SafetyNoticeFactory(treatments=[cls.treatment])
            cls.listing = factories.BenefitListPageFactory(
                title="All benefits", benefits=[("benefit", cls.benefit)]
            )
            cls.page = page_with(
                block("benefits", list_page=cls.listing.pk),
                title="Reuses them",
                treatment=cls.treatment,
            )
            cls.clinic = factories.LocationPageFactory(title="Phoenix", treatments=[cls.treatment])

    def rows(self, item):
        return texts(self.client.get(url(type(item), "usage", item.pk)))

    def test_pages_that_reuse_a_list_come_after_the_list(self):
        [direct, indirect] = self.rows(self.benefit)
        self.assertEqual(direct[:2], ["All benefits", "Benefit list"])
        self.assertEqual(indirect, ["Reuses them", "Treatment page", BY_WAY])

    def test_pages_about_the_treatment_of_a_notice(self):
        self.assertEqual(self.rows(self.notice), [["Reuses them", "Treatment page", BY_WAY]])

    def test_a_treatment_is_named_by_clinics(self):
        rows = {row[0]: row[2] for row in self.rows(self.treatment)}
        self.assertEqual(rows["Phoenix"], BY_WAY)
        self.assertEqual(rows["Reuses them"], "Treatment")

    def test_titles_of_pages_that_the_editor_may_not_edit_are_not_told(self):
        GroupPagePermission.objects.filter(group=self.editors).delete()
        rows = self.rows(self.benefit)
        self.assertEqual([row[0] for row in rows], ["(Private page)"] * 2)
        self.assertNotIn("Reuses", str(rows))

    def test_who_may_not_change_items_may_not_see_their_usage(self):
        self.editors.permissions.set(Permission.objects.filter(codename="access_admin"))
        response = self.client.get(url(models.Benefit, "usage", self.benefit.pk))
        self.assertEqual(response.status_code, 302)
        response = self.client.get(response.url, follow=True)
        self.assertNotContains(response, "Reuses them")

    def test_the_form_says_how_often_an_item_is_used(self):
        response = self.client.get(url(models.Benefit, "edit", self.benefit.pk))
        self.assertContains(response, "Used 2 times")

    def test_objects_are_read_for_the_rows_that_are_asked_for(self):
        usage = Usage(self.benefit)
        self.assertEqual(len(usage), 2)
        with self.assertNumQueries(1):
            [(page, _how)] = usage[1:2]
        self.assertEqual(page.pk, self.page.pk)
        self.assertEqual(usage[0][0].pk, self.listing.pk)

    def test_several_pages_of_rows(self):
        with self.captureOnCommitCallbacks(execute=True):
            for number in range(25):
                page_with(
                    block("benefits", benefits=picks("benefit", self.benefit)),
                    title=f"Direct {number}",
                )
        first, second = (
            texts(self.client.get(url(models.Benefit, "usage", self.benefit.pk), {"p": number}))
            for number in (1, 2)
        )
        self.assertEqual((len(first), len(second)), (20, 7))
        self.assertEqual(second[-1][0], "Reuses them")

    def test_a_deletion_counts_what_will_no_longer_show_it(self):
        address = url(models.Benefit, "delete", self.benefit.pk)
        self.assertContains(self.client.get(address), "This benefit is referenced 2 times")
        response = self.client.get(
            url(models.Benefit, "usage", self.benefit.pk), {"describe_on_delete": "1"}
        )
        self.assertContains(response, f"{BY_WAY}</a>: will no longer show it")
