"""What every test can use."""

import shutil
from collections.abc import Iterator

import hypothesis
import pytest
from django.conf import settings as django_settings
from django.core.cache import cache

# The same examples in every run, on machines of any speed.
hypothesis.settings.register_profile("tests", database=None, deadline=None, derandomize=True)
hypothesis.settings.load_profile("tests")


def pytest_unconfigure() -> None:
    shutil.rmtree(django_settings.MEDIA_ROOT, ignore_errors=True)


@pytest.fixture(autouse=True)
def _empty_cache() -> Iterator[None]:
    """No test finds what another one has cached."""
    yield
    cache.clear()
    # Here, since it cannot be imported before Django is set up.
    from ketamine_pages.delivery.cache import resilient_cache

    resilient_cache.resume()


@pytest.fixture
def example_site(settings) -> None:
    """Serve the example site: its addresses, templates and middleware, in the test database."""
    from example_site import settings as site

    for name in ("CONTENT_SECURITY_POLICY", "MIDDLEWARE", "ROOT_URLCONF", "STATICFILES_DIRS"):
        setattr(settings, name, getattr(site, name))
    [engine] = settings.TEMPLATES
    settings.TEMPLATES = [{**engine, "DIRS": site.TEMPLATES[0]["DIRS"]}]
