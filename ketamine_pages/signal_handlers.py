"""Signal receivers, connected when the app is ready."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from wagtail.signals import init_new_page, page_published

from .locations.facets import forget_facets
from .models import EditorialPageMixin, LocationPageMixin


def start_with_outline(sender: Any, page: Any, **kwargs: Any) -> None:
    """Give a page that is about to be created in the admin its outline.

    A signal of the create view rather than a field default, so that pages made by code start
    empty and the outline never enters a migration.
    """
    if isinstance(page, EditorialPageMixin) and not page.body:
        # The admin folds sections, and links to them, by their ids.
        outline = [{**block, "id": str(uuid4())} for block in page.get_outline()]
        page.body = outline  # type: ignore[assignment]


def look_for_new_options(sender: Any, instance: Any, **kwargs: Any) -> None:
    """Let the finder offer at once what a location has that is published."""
    if isinstance(instance, LocationPageMixin):
        forget_facets(list(instance.get_ancestors().values_list("pk", flat=True)))


def register_signal_handlers() -> None:
    """Connect the receivers of this module."""
    init_new_page.connect(start_with_outline, dispatch_uid="ketamine_pages.outline")
    page_published.connect(look_for_new_options, dispatch_uid="ketamine_pages.facets")
