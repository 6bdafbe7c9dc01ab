"""What Wagtail's API of version 3 can take away."""

import pytest
import wagtail

from ketamine_pages.shown.kinds import library_models


@pytest.mark.skipif(wagtail.VERSION < (8, 0), reason="Wagtail 8 has API v3.")
def test_library_items_are_not_in_it():
    # As docs/how-to/know-the-impact.md says; else it would have to ask.
    from wagtail.api.v3.registry import registry
    from wagtail.snippets.api.v3 import register_content_types

    register_content_types()
    assert [model for model in library_models() if registry.has(model._meta.label)] == []
