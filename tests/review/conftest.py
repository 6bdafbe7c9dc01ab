"""What several tests of reviews need."""

import pytest


@pytest.fixture
def no_gate(settings):
    """A site on which nothing stops a page from being published."""
    settings.KETAMINE_PAGES = {"PUBLISH_GATE": "off"}
