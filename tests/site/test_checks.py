"""What a site is told that leaves out our URLs."""

from django.test import override_settings

from ketamine_pages.site import checks


@override_settings(ROOT_URLCONF="wagtail.urls")
def test_w001_the_urls_are_not_included():
    [message] = checks.check_urls()
    assert message.id == "ketamine_pages.W001"
    assert "include" in message.hint


@override_settings(ROOT_URLCONF=None)
def test_a_site_without_urls_is_for_other_checks_to_report():
    assert checks.check_urls() == []
