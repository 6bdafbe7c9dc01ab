"""Site wording where editors meet it: its list, its preview, and the clinic details."""

from django.contrib.auth.models import Permission
from django.urls import reverse
from wagtail.models import Site

from ketamine_pages.models import ClinicSettings, SiteWording
from tests import factories
from tests.admin.site import EditorTestCase, texts, url
from tests.site.test_clinic_settings_form import clinic_data


class WordingTests(EditorTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        factories.TreatmentIndexPageFactory()
        cls.site = Site.objects.get()
        cls.wording = factories.SiteWordingFactory(name="Ours", crisis_heading="Help is near")
        cls.address = reverse(
            "wagtailsettings:edit", args=["ketamine_pages", "clinicsettings", cls.site.pk]
        )

    def choose(self, wording):
        clinic = ClinicSettings.for_site(self.site)
        clinic.wording = wording
        clinic.save()

    def test_the_list_says_who_uses_it_and_whether_visitors_read_it(self):
        factories.SiteWordingFactory(name="Spare")
        self.choose(self.wording)
        for values, printed in [
            ({}, "yes"),
            ({"needs_confirmation": True}, "nobody has confirmed the chosen site wording"),
            ({"live": False}, "the chosen site wording is not published"),
        ]:
            SiteWording.objects.filter(pk=self.wording.pk).update(**values)
            rows = {
                row[1].split()[0]: row[3:5]
                for row in texts(self.client.get(url(SiteWording, "list")))
            }
            with self.subTest(values=values):
                self.assertEqual(rows["Ours"], [str(self.site), printed])
                self.assertEqual(rows["Spare"], ["", ""])

    def test_its_preview_is_what_visitors_would_read(self):
        self.choose(factories.SiteWordingFactory(crisis_heading="Another one"))
        html = self.wording.make_preview_request().content.decode()
        self.assertIn("Help is near", html)
        self.assertNotIn("Another one", html)
        for own in (
            "call 911",
            "off-label",
            "own clinician",
            "good faith",
            "Book a visit",
        ):
            self.assertIn(own, html)

    def test_the_clinic_details_offer_a_chooser_and_say_what_prints_now(self):
        for wording, told in [
            (None, "get the package’s own wording: no site wording is chosen."),
            (self.wording, "Visitors who read English get “Ours”."),
            (
                factories.SiteWordingFactory(draft=True),
                "get the package’s own wording: the chosen site wording is not published.",
            ),
        ]:
            self.choose(wording)
            response = self.client.get(self.address)
            with self.subTest(wording=wording):
                self.assertContains(response, told)
                self.assertContains(response, 'id="id_wording-chooser"')

    def test_an_editor_chooses_one(self):
        data = clinic_data(wording=self.wording.pk)
        self.assertRedirects(self.client.post(self.address, data), self.address)
        self.assertEqual(ClinicSettings.for_site(self.site).wording, self.wording)

    def test_the_preview_of_the_details_shows_what_was_chosen_and_not_yet_saved(self):
        clinic = ClinicSettings.for_site(self.site)
        clinic.wording = self.wording
        self.assertIn("Help is near", clinic.make_preview_request().content.decode())

    def test_others_may_not_choose(self):
        outsider = factories.UserFactory()
        outsider.user_permissions.set(
            Permission.objects.filter(
                codename__in=["access_admin", "add_sitewording", "change_sitewording"]
            )
        )
        self.client.force_login(outsider)
        self.client.post(self.address, clinic_data(wording=self.wording.pk))
        self.assertIsNone(ClinicSettings.for_site(self.site).wording)

    def test_a_chosen_one_is_deleted_neither_alone_nor_with_others(self):
        self.choose(self.wording)
        bulk = reverse("wagtail_bulk_action", args=["ketamine_pages", "sitewording", "delete"])
        for address in (
            url(SiteWording, "delete", self.wording.pk),
            f"{bulk}?id={self.wording.pk}&next=/admin/",
        ):
            with self.subTest(address=address):
                self.assertLess(self.client.post(address).status_code, 500)
                self.assertTrue(SiteWording.objects.filter(pk=self.wording.pk).exists())

    def test_its_usage_names_the_clinic_details(self):
        with self.captureOnCommitCallbacks(execute=True):
            self.choose(self.wording)
        response = self.client.get(url(SiteWording, "usage", self.wording.pk))
        self.assertContains(response, "clinic details")

    def test_the_report_tells_of_sites_that_have_chosen_none(self):
        report, told = reverse("ketamine_pages_findings"), "No site wording is chosen for"
        self.assertContains(self.client.get(report), told)
        self.editors.permissions.remove(Permission.objects.get(codename="change_clinicsettings"))
        self.assertNotContains(self.client.get(report), told)
        self.editors.permissions.add(Permission.objects.get(codename="change_clinicsettings"))
        self.choose(self.wording)
        self.assertNotContains(self.client.get(report), told)
