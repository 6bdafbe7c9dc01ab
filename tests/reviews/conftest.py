"""What several tests of reviews need."""

import pytest
from wagtail.models import Site


@pytest.fixture
def no_gate(settings):
    """A site on which nothing stops a page from being published."""
    settings.KETAMINE_PAGES = {"PUBLISH_GATE": "off"}


@pytest.fixture
def root_page(db):
    """The front page of the default site."""
    return Site.objects.get(is_default_site=True).root_page
