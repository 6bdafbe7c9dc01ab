"""Form widgets of blocks."""

from __future__ import annotations

from typing import Any

from wagtail.snippets.widgets import AdminSnippetChooser


class LibraryChooserWidget(AdminSnippetChooser):
    """Shows a chosen library item, and says so where pages leave it out."""

    def __init__(self, model: Any = None, **kwargs: Any) -> None:
        # Wagtail 7.4 insists on the argument.
        super().__init__(model or self.model, **kwargs)

    def get_display_title(self, instance: Any) -> str:
        return str(instance.get_admin_display_title())
