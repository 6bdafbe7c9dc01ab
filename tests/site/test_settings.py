"""What a site says about itself."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.test import RequestFactory, TestCase, override_settings
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import Site

from ketamine_pages.models import ClinicSettings
from ketamine_pages.site.colours import DARK_BACKGROUND, LIGHT_BACKGROUND, contrast
from ketamine_pages.site.settings import validate_contrast
from tests.checking import refused

COLOURS = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


@given(COLOURS, st.sampled_from([LIGHT_BACKGROUND, DARK_BACKGROUND]))
def test_a_refused_colour_comes_with_its_ratio_and_one_that_is_accepted(colour, background):
    ratio = contrast(colour, background)
    try:
        validate_contrast(colour, background)
    except ValidationError as error:
        [message] = error.messages
        [shown] = re.findall(r"contrast is (\d+\.\d\d):1", message)
        assert float(shown) < 4.5
        assert float(shown) == pytest.approx(ratio, abs=0.01)
        [nearest] = re.findall(r"works is (#[0-9a-f]{6})\.$", message)
        validate_contrast(nearest, background)
    else:
        assert ratio >= 4.5


@pytest.mark.parametrize("text", ["red", "#12", "1f6f6b", "</style>", "url(x)", "#fff;}"])
def test_what_is_no_colour_is_refused(text):
    with pytest.raises(ValidationError, match=r"is not a colour\. Write it like #1f6f6b"):
        validate_contrast(text, LIGHT_BACKGROUND)


def test_the_ratio_in_a_message_never_looks_as_if_it_passed():
    # 4.498 to 1, which would round to the 4.50 that is needed.
    with pytest.raises(ValidationError, match=r"contrast is 4\.49:1"):
        validate_contrast("#e03324", LIGHT_BACKGROUND)


class ClinicSettingsTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.site = Site.objects.get(is_default_site=True)
        cls.clinic = ClinicSettings.for_site(cls.site)

    def refused(self, **values):
        for name, value in values.items():
            setattr(self.clinic, name, value)
        return refused(self.clinic)

    def test_a_new_site_is_valid_and_shows_the_crisis_panel(self):
        self.clinic.full_clean()
        self.assertTrue(self.clinic.crisis_panel)

    def test_colours_are_measured_on_the_background_they_stand_on(self):
        self.assertEqual(
            self.refused(brand_colour="#6fd0c8", brand_colour_dark="#1f3f3b"),
            {"brand_colour", "brand_colour_dark"},
        )
        self.clinic.brand_colour, self.clinic.brand_colour_dark = "#1f6f6b", "#6fd0c8"
        self.clinic.full_clean()

    def test_wrong_values_are_refused_at_their_field(self):
        for field, value in [
            ("main_phone", "123"),
            ("main_phone", "javascript:alert(1)"),
            ("booking_url", "javascript:alert(1)"),
            ("booking_url", "ftp://example.com/"),
            ("review_interval_months", 0),
            ("review_interval_months", 61),
            ("brand_colour", "#1f6f6b80"),
        ]:
            with self.subTest(field=field, value=value):
                self.assertEqual(self.refused(**{field: value}), {field})
                self.clinic.refresh_from_db()

    def test_national_and_international_phone_numbers_are_stored_alike(self):
        for typed in ["(602) 555-0142", "+1 602 555 0142"]:
            with self.subTest(typed=typed):
                self.clinic.main_phone = typed
                self.clinic.full_clean()
                self.clinic.save()
                self.clinic.refresh_from_db()
                self.assertEqual(self.clinic.main_phone.as_e164, "+16025550142")

    @override_settings(KETAMINE_PAGES={"PHONE_REGION": "GB"})
    def test_national_phone_numbers_are_those_of_the_sites_country(self):
        self.clinic.main_phone = "020 7946 0958"
        self.clinic.full_clean()
        self.assertEqual(self.clinic.main_phone.as_e164, "+442079460958")

    def test_each_site_has_details_of_its_own(self):
        other = Site.objects.create(hostname="other.example", root_page=self.site.root_page)
        ClinicSettings.objects.create(site=other, organisation_name="Other")
        self.clinic.organisation_name = "Ours"
        self.clinic.save()
        for host, name in [("other.example", "Other"), ("testserver", "Ours")]:
            with self.subTest(host=host):
                request = RequestFactory().get("/", headers={"host": host})
                self.assertEqual(str(ClinicSettings.for_request(request)), name)

    def test_the_details_are_asked_for_once_in_a_request(self):
        request = RequestFactory().get("/")
        Site.find_for_request(request)
        with self.assertNumQueries(1):
            for _ in range(3):
                clinic = ClinicSettings.for_request(request)
                self.assertIsNone(clinic.logo)

    def test_a_site_without_name_is_called_clinic_details(self):
        self.assertEqual(str(ClinicSettings()), "clinic details")
