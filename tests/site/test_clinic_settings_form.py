"""Clinic details in the admin."""

from django.contrib.auth.models import Permission
from django.urls import reverse
from wagtail.admin.menu import settings_menu
from wagtail.models import Site
from wagtail.test.utils.form_data import nested_form_data, streamfield

from ketamine_pages.models import ClinicSettings
from tests import factories
from tests.admin.site import EditorTestCase


def clinic_data(**changes):
    """What the form of the clinic details sends."""
    return nested_form_data(
        {
            "organisation_name": "Desert Clinic",
            "main_phone": "(602) 555-0142",
            "crisis_panel": "on",
            "review_interval_months": "12",
            "footer_links": streamfield([]),
            **changes,
        }
    )


class SettingsTests(EditorTestCase):
    def setUp(self):
        super().setUp()
        self.site = Site.objects.get()
        self.names = ["ketamine_pages", "clinicsettings"]
        self.address = reverse("wagtailsettings:edit", args=[*self.names, self.site.pk])
        self.preview = reverse("wagtailsettings:preview_on_edit", args=[*self.names, self.site.pk])

    def test_the_menu_names_it_in_plain_words(self):
        request = self.client.get(reverse("wagtailadmin_home")).wsgi_request
        [item] = settings_menu.menu_items_for_request(request)
        self.assertEqual((item.label, item.icon_name), ("Clinic details", "kp-clinic"))

    def test_editors_change_it(self):
        self.assertEqual(self.client.get(self.address).status_code, 200)
        self.assertRedirects(self.client.post(self.address, clinic_data()), self.address)
        clinic = ClinicSettings.for_site(self.site)
        self.assertEqual(clinic.main_phone.as_e164, "+16025550142")

    def test_unreadable_colours_are_refused_at_the_field_and_nothing_is_lost(self):
        response = self.client.post(self.address, clinic_data(brand_colour="#ffcc00"))
        form = response.context["form"]
        self.assertEqual(list(form.errors), ["brand_colour"])
        self.assertContains(response, "its contrast is")
        self.assertContains(response, 'value="Desert Clinic"')
        self.assertContains(response, 'value="#ffcc00"')

    def test_colours_may_stay_empty(self):
        response = self.client.post(self.address, clinic_data(brand_colour=""))
        self.assertRedirects(response, self.address)

    def test_it_has_a_preview_of_what_was_typed(self):
        response = self.client.post(self.preview, clinic_data())
        self.assertEqual(response.json(), {"is_valid": True, "is_available": True})
        response = self.client.get(self.preview)
        self.assertContains(response, "Desert Clinic")
        self.assertContains(response, "If you are in crisis")

    def test_other_admin_users_are_refused(self):
        outsider = factories.UserFactory()
        outsider.user_permissions.add(Permission.objects.get(codename="access_admin"))
        self.client.force_login(outsider)
        for address in (self.address, self.preview):
            with self.subTest(address=address):
                response = self.client.get(address)
                refused = response.status_code == 403 or response.url == reverse(
                    "wagtailadmin_home"
                )
                self.assertTrue(refused)

    def test_visitors_are_asked_to_log_in(self):
        self.client.logout()
        for address in (self.address, self.preview):
            self.assertIn(reverse("wagtailadmin_login"), self.client.get(address).url)
