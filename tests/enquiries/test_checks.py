"""System checks about forms, and the settings that they read."""

from django.test import SimpleTestCase, override_settings

from ketamine_pages.checks import check_settings
from ketamine_pages.enquiries.checks import check_csrf_view, check_guards
from tests.enquiries.making import configured

GUARDS = "ketamine_pages.enquiries.guards"


def ids(messages):
    return [message.id for message in messages]


class CheckTests(SimpleTestCase):
    def test_djangos_own_csrf_page_is_warned_about(self):
        self.assertEqual(check_csrf_view(), [])
        with override_settings(CSRF_FAILURE_VIEW="django.views.csrf.csrf_failure"):
            self.assertEqual(ids(check_csrf_view()), ["ketamine_pages.W007"])

    def test_a_guard_without_its_library_is_named(self):
        with configured(ENQUIRY_GUARDS=["ketamine_pages.enquiries.altcha.ProofOfWork"]):
            self.assertEqual(check_guards(), [])
            with override_settings(INSTALLED_APPS=["ketamine_pages"]):
                self.assertEqual(ids(check_guards()), ["ketamine_pages.W008"])

    def test_usable_settings_are_accepted(self):
        for values in (
            {"ENQUIRY_GUARDS": []},
            {"ENQUIRY_GUARDS": [{"BACKEND": f"{GUARDS}.TimeTrap", "OPTIONS": {"seconds": 1}}]},
            {"ENQUIRY_PROXIES": 2, "ENQUIRY_STORED_PER_ADDRESS": 1},
        ):
            with self.subTest(values=values), configured(**values):
                self.assertEqual(check_settings(), [])

    def test_unusable_settings_are_refused(self):
        for values in (
            {"ENQUIRY_GUARDS": ["ketamine_pages.conf.Conf"]},
            {"ENQUIRY_GUARDS": [{"BACKEND": f"{GUARDS}.TimeTrap", "OPTIONS": {"minutes": 1}}]},
            {"ENQUIRY_GUARDS": [7]},
            {"ENQUIRY_PROXIES": -1},
            {"ENQUIRY_STORED_PER_ADDRESS": 0},
            {"ENQUIRY_SUSPECTS_PER_HOUR": "many"},
        ):
            with self.subTest(values=values), configured(**values):
                self.assertEqual(ids(check_settings()), ["ketamine_pages.E003"])

    def test_guards_that_cannot_be_found_are_reported_once(self):
        with configured(ENQUIRY_GUARDS=["nowhere.Guard"]):
            self.assertEqual(check_guards(), [])
