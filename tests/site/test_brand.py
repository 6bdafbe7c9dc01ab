"""Views for visitors."""

from django.test import TestCase
from django.urls import reverse
from wagtail.models import Site

from ketamine_pages.models import ClinicSettings
from ketamine_pages.site.brand import CACHE_SECONDS, brand_css, brand_digest


def get_url(digest):
    return reverse("ketamine_pages:brand_stylesheet", args=[digest])


class BrandStylesheetTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.site = Site.objects.get(is_default_site=True)
        cls.clinic = ClinicSettings.for_site(cls.site)
        cls.clinic.brand_colour = "#1f6f6b"
        cls.clinic.brand_colour_dark = "#6fd0c8"
        cls.clinic.save()

    def test_it_holds_a_colour_for_each_scheme(self):
        response = self.client.get(get_url(brand_digest(self.clinic)))
        self.assertEqual(response.headers["Content-Type"], "text/css; charset=utf-8")
        self.assertContains(response, "--kp-brand-light: #1f6f6b;")
        self.assertContains(response, "--kp-brand-dark: #6fd0c8;")

    def test_it_is_cached_for_ever_under_the_name_of_its_colours(self):
        response = self.client.get(get_url(brand_digest(self.clinic)))
        self.assertEqual(
            response.headers["Cache-Control"], f"public, max-age={CACHE_SECONDS}, immutable"
        )

    def test_it_is_not_cached_under_another_name(self):
        for digest in ["0", "a-b_c", brand_digest(ClinicSettings(brand_colour="#000000"))]:
            with self.subTest(digest=digest):
                response = self.client.get(get_url(digest))
                self.assertContains(response, "#1f6f6b")
                self.assertEqual(response.headers["Cache-Control"], "no-store")

    def test_other_colours_have_another_name(self):
        digests = {
            brand_digest(ClinicSettings(brand_colour=light, brand_colour_dark=dark))
            for light in ("", "#1f6f6b", "#6fd0c8")
            for dark in ("", "#1f6f6b", "#6fd0c8")
        }
        self.assertEqual(len(digests), 9)

    def test_each_site_gets_its_own_colours(self):
        other = Site.objects.create(hostname="other.example", root_page=self.site.root_page)
        clinic = ClinicSettings.objects.create(site=other, brand_colour="#804000")
        response = self.client.get(get_url(brand_digest(clinic)), headers={"host": "other.example"})
        self.assertContains(response, "#804000")
        self.assertNotContains(response, "#1f6f6b")

    def test_a_host_that_belongs_to_no_site_has_no_colours(self):
        self.site.hostname, self.site.is_default_site = "elsewhere.example", False
        self.site.save()
        response = self.client.get(get_url("0"))
        self.assertEqual((response.status_code, response.content), (200, b""))

    def test_only_reading_is_allowed(self):
        url = get_url("0")
        self.assertEqual(self.client.head(url).status_code, 200)
        for method in (self.client.post, self.client.put, self.client.delete):
            self.assertEqual(method(url).status_code, 405)

    def test_a_site_without_colours_has_an_empty_stylesheet_without_a_name(self):
        self.assertEqual(brand_css(ClinicSettings()), "")
        self.assertEqual(brand_digest(ClinicSettings()), "")

    def test_what_has_got_past_the_form_does_not_reach_the_stylesheet(self):
        for text in ["}*{x", "</style", "red", "#fff\n"]:
            with self.subTest(text=text):
                clinic = ClinicSettings(brand_colour=text, brand_colour_dark="#6fd0c8")
                self.assertEqual(brand_css(clinic), ":root { --kp-brand-dark: #6fd0c8; }")
