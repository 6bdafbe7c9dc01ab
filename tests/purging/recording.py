"""What tests of caching share: a CDN that only writes down what it is told, and a clinic's site."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.test import TestCase, override_settings
from wagtail.contrib.frontend_cache.backends import BaseBackend
from wagtail.models import Site

from tests.factories import (
    LocationIndexPageFactory,
    LocationPageFactory,
    TreatmentFactory,
    TreatmentIndexPageFactory,
    TreatmentPageFactory,
)

purged: list[str] = []

CDN = override_settings(
    WAGTAILFRONTENDCACHE={"cdn": {"BACKEND": "tests.purging.recording.RecordingBackend"}},
    # Or Wagtail would purge addresses of other languages that nobody asked for.
    WAGTAILFRONTENDCACHE_LANGUAGES=[],
    KETAMINE_PAGES={"PUBLISH_GATE": "off"},
)


class RecordingBackend(BaseBackend):
    """Writes down every address that is purged."""

    def purge(self, url: str) -> None:
        purged.append(url)


class SiteTestCase(TestCase):
    """A front page, a treatment section with two pages, and a clinic that offers one of both."""

    @classmethod
    def setUpTestData(cls):
        cls.site = Site.objects.get(is_default_site=True)
        cls.root = cls.site.root_page
        cls.section = TreatmentIndexPageFactory(title="Treatments", slug="treatments")
        cls.treatment, cls.other = TreatmentFactory(), TreatmentFactory()
        cls.page = TreatmentPageFactory(
            parent=cls.section, treatment=cls.treatment, title="First", slug="first"
        )
        cls.other_page = TreatmentPageFactory(
            parent=cls.section, treatment=cls.other, title="Second", slug="second"
        )
        cls.clinics = LocationIndexPageFactory(title="Clinics", slug="clinics")
        cls.clinic = LocationPageFactory(
            parent=cls.clinics, title="Phoenix", slug="phoenix", treatments=[cls.treatment]
        )

    def read(self, page: Any, **kwargs: Any) -> str:
        response = self.client.get(page.url, **kwargs)
        self.assertEqual(response.status_code, 200)
        return str(response.content.decode())

    @contextmanager
    def purging(self, *paths: str) -> Iterator[None]:
        """Exactly the addresses ``paths`` are purged by what happens meanwhile."""
        purged.clear()
        with CDN, self.captureOnCommitCallbacks(execute=True):
            yield
        self.assertEqual(sorted(purged), sorted(f"http://localhost{path}" for path in paths))
