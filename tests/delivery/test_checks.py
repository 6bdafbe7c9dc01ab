"""What a site that sets caches up wrongly is told."""

from ketamine_pages.checks import check_settings


def test_settings_that_cannot_be_used_are_reported(settings):
    settings.KETAMINE_PAGES = {
        "CACHE_IGNORED_MODELS": ["no.Model"],
        "CDN_SECONDS": -1,
        "PAGE_CACHE_SECONDS": 350,
    }
    assert [message.id for message in check_settings()] == ["ketamine_pages.E003"] * 3
    settings.KETAMINE_PAGES = {
        "CACHE_IGNORED_MODELS": ["ketamine_pages.PostalPlace"],
        "CDN_SECONDS": 900,
        "PAGE_CACHE_SECONDS": 60,
    }
    assert check_settings() == []
