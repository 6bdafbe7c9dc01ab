"""Form widgets of blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wagtail.snippets.widgets import AdminSnippetChooser

if TYPE_CHECKING:
    from django.db.models import Model

    from ketamine_pages.library.item import LibraryItem


# The field of a form that says what a page is about. Where there is none, an element without value
# stands in, as Wagtail's script asks whatever it finds.
TREATMENT_FIELD = "#id_treatment, html:not(:has(#id_treatment))"


class LibraryChooserWidget(AdminSnippetChooser):
    """Shows a chosen library item, and says so where pages leave it out.

    Its window is told which treatment is chosen beside it.
    """

    linked_fields = {"treatment": TREATMENT_FIELD}

    def __init__(self, model: type[Model] | None = None, **kwargs: Any) -> None:
        # Wagtail 7.4 insists on the argument.
        super().__init__(model or self.model, **kwargs)

    def get_display_title(self, instance: LibraryItem) -> str:
        return str(instance.get_admin_display_title())
