"""Form widgets of blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wagtail.snippets.widgets import AdminSnippetChooser

if TYPE_CHECKING:
    from django.db.models import Model

    from ketamine_pages.library.item import LibraryItem


class LibraryChooserWidget(AdminSnippetChooser):
    """Shows a chosen library item, and says so where pages leave it out."""

    def __init__(self, model: type[Model] | None = None, **kwargs: Any) -> None:
        # Wagtail 7.4 insists on the argument.
        super().__init__(model or self.model, **kwargs)

    def get_display_title(self, instance: LibraryItem) -> str:
        return str(instance.get_admin_display_title())
